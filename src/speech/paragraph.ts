/** A paragraph as sound, segment by segment, saying of each who spoke it. */
import type { SottoError } from '../base/errors';
import type { SynthesisOptions, Synthesizer, WordTiming } from '../contracts/speech';
import type { Span, Utterance } from '../contracts/text';
import { spokenSounds } from './sounds';

export interface SegmentAudio {
  readonly text: Span;
  /** Mono, about -1 to 1, without the pauses around it. */
  readonly pcm: Float32Array;
  readonly sampleRate: number;
  /** In samples of `pcm`. */
  readonly words: readonly WordTiming[];
  readonly pauseBeforeMs: number;
  readonly pauseAfterMs: number;
  /** The rung that spoke, if it was not the chosen voice, and why it had to. */
  readonly fallback: string | null;
  readonly error: SottoError | null;
}

/**
 * Keys are the utterances, in their order. Rejects with kind `cancelled` on abort, and with what no rung
 * could mend.
 */
export async function speakParagraph(
  utterances: Iterable<Utterance> | AsyncIterable<Utterance>,
  synthesizer: Synthesizer,
  options: SynthesisOptions,
  signal?: AbortSignal,
): Promise<ReadonlyMap<Utterance['id'], SegmentAudio>> {
  const segments = new Map<Utterance['id'], SegmentAudio>();
  for await (const utterance of utterances) {
    segments.set(utterance.id, await speakSegment(utterance, synthesizer, options, signal));
  }
  return segments;
}

async function speakSegment(
  utterance: Utterance,
  synthesizer: Synthesizer,
  options: SynthesisOptions,
  signal: AbortSignal | undefined,
): Promise<SegmentAudio> {
  const sounds = spokenSounds(utterance, synthesizer, options, signal);
  const pieces: Float32Array[] = [];
  const words: WordTiming[] = [];
  let sampleRate = 0;
  let samples = 0;
  let step = await sounds.next();
  for (; !step.done; step = await sounds.next()) {
    const { chunk } = step.value;
    for (const { span, startSample, endSample } of chunk.words) {
      words.push({ span, startSample: samples + startSample, endSample: samples + endSample });
    }
    pieces.push(chunk.pcm);
    samples += chunk.pcm.length;
    ({ sampleRate } = chunk);
  }
  const { span: text, pauseBeforeMs, pauseAfterMs } = utterance;
  const { fallback = null, error = null } = step.value ?? {};
  const pcm = joined(pieces, samples);
  return { text, pcm, sampleRate, words, pauseBeforeMs, pauseAfterMs, fallback, error };
}

function joined(pieces: readonly Float32Array[], samples: number): Float32Array {
  const whole = new Float32Array(samples);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
