import { SottoError, asSottoError, isCancelled } from '../base/errors';
import type { Player, QueuedSound } from '../contracts/playback';
import type { Circumstances, SynthesisOptions, SynthesisResult } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { Speaker } from './opening-speaker';
import { spokenSounds } from './sounds';

export interface ReadingDeps {
  readonly utterances: AsyncIterable<Utterance>;
  readonly speaker: Speaker;
  /** Read anew for each utterance: a change takes effect at the next. */
  readonly options: (utterance: Utterance) => SynthesisOptions;
  readonly circumstances: Circumstances;
  readonly player: Pick<Player, 'push' | 'end'>;
  /** Resolves when more sound is wanted. */
  readonly room: () => Promise<void>;
  readonly onSpoken: (utterance: Utterance, result: SynthesisResult | null) => void;
  readonly signal: AbortSignal;
}

export type ReadingOutcome =
  | { readonly kind: 'finished' }
  | { readonly kind: 'cancelled' }
  /** `at` is the first character of what could not be spoken: reading can go on there. */
  | { readonly kind: 'failed'; readonly error: SottoError; readonly at: number | null };

/** Speaks utterances into the player, staying a little ahead of the listener, until none are left. */
export async function read(deps: ReadingDeps): Promise<ReadingOutcome> {
  let current: Utterance | null = null;
  try {
    for await (const utterance of deps.utterances) {
      current = utterance;
      await deps.room();
      const options = deps.options(utterance);
      const { speaker, signal, circumstances } = deps;
      const sounds = spokenSounds(utterance, speaker, options, signal, circumstances);
      let step = await sounds.next();
      while (!step.done) {
        if (deps.signal.aborted) return { kind: 'cancelled' };
        queue(deps.player, step.value);
        step = await sounds.next();
      }
      deps.onSpoken(utterance, step.value);
    }
    if (deps.signal.aborted) return { kind: 'cancelled' };
    deps.player.end();
    return { kind: 'finished' };
  } catch (thrown) {
    if (deps.signal.aborted) return { kind: 'cancelled' };
    deps.player.end();
    return outcomeOf(thrown, current?.span.start ?? null);
  }
}

/** A player that refuses a sound, for want of memory perhaps, keeps nothing of it: it may take it now. */
function queue(player: Pick<Player, 'push'>, sound: QueuedSound): void {
  try {
    player.push(sound);
  } catch {
    player.push(sound);
  }
}

/** @param at The first character of what could not be spoken, where that is known. */
export function outcomeOf(thrown: unknown, at: number | null): ReadingOutcome {
  if (isCancelled(thrown)) return { kind: 'cancelled' };
  const error = asSottoError(thrown, { operation: 'read', component: 'speech' });
  return { kind: 'failed', error, at };
}

/** Read from its beginning to its end, a text held no word. */
export function nothingToSay(): SottoError {
  return new SottoError(
    'There is nothing to say in this text.',
    { kind: 'text', operation: 'read', offset: null },
    {
      operation: 'read',
      component: 'session',
      suggestion: 'Write some words: punctuation and pauses alone make no sound.',
    },
  );
}
