import type { PlanOptions, Span } from '../contracts/text';
import type { TextDocument } from '../text/document';
import type { Planner } from './utterances';

type SentenceOptions = Pick<PlanOptions, 'language' | 'locale' | 'lexicon'>;

/** Finds sentences around a place without reading the text from its start. */
export interface SentenceFinder {
  /** Start of the first sentence that begins after `offset`; null at the end. */
  after(offset: number): Promise<number | null>;
  /** Start of the last sentence that begins before `offset`; null at the beginning. */
  before(offset: number): Promise<number | null>;
}

export type FindSentence = (finder: SentenceFinder) => Promise<number | null>;

/** Of several quick presses only the last moves the voice. */
export class SentenceSearch {
  #last = 0;

  /** The voice went elsewhere: what is being looked for is no longer wanted. */
  forget(): void {
    this.#last++;
  }

  run(
    search: Promise<number | null>,
    onFound: (offset: number) => void,
    onFailure: (thrown: unknown) => void,
  ): void {
    const turn = ++this.#last;
    const ifLast = (act: () => void) => {
      if (turn === this.#last) act();
    };
    search.then(
      (found) => ifLast(() => found !== null && onFound(found)),
      (thrown: unknown) => ifLast(() => onFailure(thrown)),
    );
  }
}

export function createSentenceFinder(
  document: TextDocument,
  planner: Planner,
  options: SentenceOptions,
): SentenceFinder {
  const sentencesOf = async (
    block: NonNullable<ReturnType<TextDocument['blockAt']>>,
  ): Promise<readonly Span[]> => {
    const utterances = await planner.plan(block, { ...options, shortStart: false });
    return utterances.filter((one) => one.words.length > 0).map((one) => one.sentence);
  };

  return {
    after: async (offset) => {
      for (
        let block = document.blockAt(offset);
        block !== null;
        block = document.blockAfter(block)
      ) {
        const found = (await sentencesOf(block)).find((sentence) => sentence.start > offset);
        if (found) return found.start;
      }
      return null;
    },
    before: async (offset) => {
      const last = document.blockAt(offset) ?? document.blockAt(Math.max(0, document.length - 1));
      for (let block = last; block !== null; block = document.blockBefore(block)) {
        const found = (await sentencesOf(block)).findLast((sentence) => sentence.start < offset);
        if (found) return found.start;
      }
      return null;
    },
  };
}
