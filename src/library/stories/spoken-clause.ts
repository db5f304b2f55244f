/** One clause of a story: spoken, judged, encoded. */
import { asSottoError } from '../../base/errors';
import type { KeptClause, KeptPiece, StoryEntry } from '../../contracts/story';
import type { PcmChunk, SynthesisResult, Synthesizer, WordTiming } from '../../contracts/speech';
import type { Utterance } from '../../contracts/text';
import { spokenSounds } from '../../speech/sounds';
import type { SoundCodec } from './codec';

export interface SpokenClause {
  readonly chunks: readonly PcmChunk[];
  readonly result: SynthesisResult | null;
  readonly samples: number;
  readonly sampleRate: number;
}

/** Speaks a clause to its end. */
export async function collect(
  utterance: Utterance,
  synthesizer: Synthesizer,
  synthesis: StoryEntry['voiceProfile']['synthesis'],
  signal: AbortSignal,
): Promise<SpokenClause> {
  const chunks: PcmChunk[] = [];
  const sounds = spokenSounds(utterance, synthesizer, synthesis, signal);
  let step = await sounds.next();
  for (; !step.done; step = await sounds.next()) {
    if (step.value.chunk.pcm.length > 0) chunks.push(step.value.chunk);
  }
  const samples = chunks.reduce((sum, { pcm }) => sum + pcm.length, 0);
  return { chunks, result: step.value, samples, sampleRate: chunks[0]?.sampleRate ?? 24_000 };
}

/** The chosen voice on another processor is the chosen voice; words without phonemes no other can say. */
export function isSubstituted({ isPlain }: Utterance, { result }: SpokenClause): boolean {
  const rung = result?.fallback ?? null;
  return rung !== null && rung !== 'chosen' && rung !== 'wasm' && isPlain !== true;
}

/** As one piece: an encoder smears the edges of what it is given by some milliseconds. */
export async function encoded(
  utterance: Utterance,
  { chunks, result, sampleRate }: SpokenClause,
  codec: SoundCodec,
): Promise<KeptClause> {
  const stages = result?.stages ?? null;
  if (chunks.length === 0) return { utterance, pieces: [], stages };
  const isOneRate = chunks.every((chunk) => chunk.sampleRate === sampleRate);
  const pieces: KeptPiece[] = [];
  for (const { pcm, sampleRate: rate, words } of isOneRate ? [joined(chunks)] : chunks) {
    try {
      pieces.push({ ...(await codec.encode(pcm, rate)), words });
    } catch (thrown) {
      throw asSottoError(thrown, { operation: 'encode', component: 'story-renderer' });
    }
  }
  return { utterance, pieces, stages };
}

/** Chunks of one utterance follow one another without a pause. */
export function joined(chunks: readonly PcmChunk[]): Omit<PcmChunk, 'utteranceId' | 'rung'> {
  const pcm = new Float32Array(chunks.reduce((sum, chunk) => sum + chunk.pcm.length, 0));
  const words: WordTiming[] = [];
  let at = 0;
  for (const chunk of chunks) {
    pcm.set(chunk.pcm, at);
    for (const { span, startSample, endSample } of chunk.words) {
      words.push({ span, startSample: startSample + at, endSample: endSample + at });
    }
    at += chunk.pcm.length;
  }
  return { pcm, sampleRate: chunks[0]?.sampleRate ?? 0, words };
}
