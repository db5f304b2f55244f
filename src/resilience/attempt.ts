/** One try of one rung at one utterance, given up when the listener cannot wait any longer. */
import type { Clock } from '../base/clock';
import { throwIfAborted } from '../base/abort';
import { SottoError } from '../base/errors';
import type { PcmChunk, SynthesisOptions, SynthesisResult, Synthesizer } from '../contracts/speech';
import type { Utterance } from '../contracts/text';

export interface Attempt {
  readonly synthesizer: Synthesizer;
  readonly utterance: Utterance;
  readonly options: SynthesisOptions;
  readonly signal: AbortSignal | undefined;
  /** How long the next chunk may take; asked before each. */
  readonly patienceMs: () => number;
  /** After which time it is stuck, whoever waits; asked before each chunk. */
  readonly stuckAfterMs: () => number;
  readonly clock: Clock;
}

/** Set as the cause of what is thrown when the patience ran out: the rung is late, perhaps not broken. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** Set as the cause when it took many times as long as it used to: the rung is to be made anew. */
class Stuck extends Error {
  override readonly name = 'Stuck';
}

/**
 * Rejects with kind `cancelled` if the signal aborts, with kind `timeout` caused by `TooLate` if patience
 * runs out, and otherwise with what the synthesizer says.
 */
export async function* attempt(task: Attempt): AsyncGenerator<PcmChunk, SynthesisResult> {
  const { synthesizer, utterance, options, signal } = task;
  throwIfAborted(signal, 'synthesize', 'ladder');
  const own = new AbortController();
  const onAbort = () => own.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const chunks = synthesizer.synthesize(utterance, options, own.signal);
    for (;;) {
      const step = await patiently(chunks.next(), task, own);
      if (step.done) return step.value;
      yield step.value;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    // Left in the middle: by the caller, or late.
    own.abort();
  }
}

/** The listener may begin to wait, or to listen faster, while a voice is at work. */
const LOOK_AGAIN_MS = 500;

function patiently<T>(next: Promise<T>, task: Attempt, own: AbortController): Promise<T> {
  const { clock } = task;
  const startMs = clock.now();
  const stuckAtMs = startMs + task.stuckAfterMs();
  let lateAtMs = Infinity;
  return new Promise((resolve, reject) => {
    let stopTimer = () => {};
    const look = () => {
      const nowMs = clock.now();
      lateAtMs = Math.min(lateAtMs, nowMs + task.patienceMs());
      const endMs = Math.min(lateAtMs, stuckAtMs);
      if (nowMs < endMs) {
        stopTimer = clock.after(Math.min(LOOK_AGAIN_MS, endMs - nowMs), look);
        return;
      }
      const waitedMs = nowMs - startMs;
      reject(stuckAtMs < lateAtMs ? stuckFor(waitedMs) : late(waitedMs));
      own.abort();
    };
    look();
    next.then(resolve, reject).finally(() => stopTimer());
  });
}

function late(ms: number): SottoError {
  return new SottoError(
    'The voice was not ready in time.',
    { kind: 'timeout', ms },
    {
      operation: 'synthesize',
      component: 'ladder',
      suggestion: 'A simpler voice speaks meanwhile; close other busy tabs if it happens often.',
      cause: new TooLate(`no sound within ${Math.round(ms)} ms`),
    },
  );
}

function stuckFor(ms: number): SottoError {
  return new SottoError(
    'The voice does not answer any more.',
    { kind: 'timeout', ms },
    {
      operation: 'synthesize',
      component: 'ladder',
      suggestion: 'It is being started again.',
      cause: new Stuck(`no sound within ${Math.round(ms)} ms`),
    },
  );
}

export function isStuck(error: SottoError): boolean {
  return error.cause instanceof Stuck;
}

export function isLate(error: SottoError): boolean {
  return error.cause instanceof TooLate;
}
