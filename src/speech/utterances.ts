import { throwIfAborted } from '../base/abort';
import type { Block, PlanOptions, Utterance } from '../contracts/text';
import type { TextDocument } from '../text/document';

/** The one thing reading needs of the text front-end. */
export interface Planner {
  plan(block: Block, options: PlanOptions, signal?: AbortSignal): Promise<readonly Utterance[]>;
}

export interface ReadingStart {
  /** In characters of the source. */
  readonly offset: number;
  /** Somebody waits for the first sound: the first clauses are kept short, at some cost to melody. */
  readonly isAwaited: boolean;
}

const NOT_FIRST = { shortStart: false };

/**
 * All utterances from the word at or after `start.offset` to the end, in order. The next block is planned
 * while the current one is being used, so a reader never waits for text in mid-speech.
 */
export async function* utterancesFrom(
  document: TextDocument,
  start: ReadingStart,
  planner: Planner,
  options: Pick<PlanOptions, 'language' | 'locale' | 'lexicon'>,
  signal?: AbortSignal,
): AsyncGenerator<Utterance, void> {
  const plan = (block: Block, isFirst: boolean) => {
    const begin = isFirst ? { shortStart: start.isAwaited, startAt: start.offset } : NOT_FIRST;
    const planned = planner.plan(block, { ...options, ...begin }, signal);
    // A look-ahead that fails while nobody awaits it is reported when its turn comes.
    planned.catch(() => {});
    return planned;
  };

  let block = document.blockAt(start.offset);
  let planned = block === null ? null : plan(block, true);
  while (block !== null && planned !== null) {
    const utterances = await planned;
    block = document.blockAfter(block);
    planned = block === null ? null : plan(block, false);
    for (const utterance of utterances) {
      throwIfAborted(signal, 'read', 'speech');
      yield utterance;
    }
  }
}

/** The same values, the first of which is asked for at once. */
export function begun<T>(source: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  const first = source.next();
  // Reported when its turn comes.
  first.catch(() => {});
  return (async function* () {
    for (let step = await first; !step.done; step = await source.next()) yield step.value;
  })();
}
