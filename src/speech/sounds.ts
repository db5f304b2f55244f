import type { QueuedSound } from '../contracts/playback';
import type { PcmChunk, SynthesisOptions, SynthesisResult, Synthesizer } from '../contracts/speech';
import type { Utterance } from '../contracts/text';

const SILENT_RATE_HZ = 24_000;

/**
 * An utterance as the sounds to queue: its chunks in order, the pause before at the first and the
 * pause after at the last. An utterance with nothing to say is its pauses. Returns null for those.
 */
export async function* spokenSounds(
  utterance: Utterance,
  synthesizer: Synthesizer,
  options: SynthesisOptions,
  signal?: AbortSignal,
): AsyncGenerator<QueuedSound, SynthesisResult | null> {
  if (utterance.phonemes.trim() === '') {
    yield sound(utterance, silentChunk(utterance), true, true, null);
    return null;
  }
  const chunks = synthesizer.synthesize(utterance, options, signal);
  let held: PcmChunk | null = null;
  let isFirst = true;
  let step = await chunks.next();
  while (!step.done) {
    if (held !== null) {
      yield sound(utterance, held, isFirst, false, null);
      isFirst = false;
    }
    held = step.value;
    step = await chunks.next();
  }
  if (held !== null) yield sound(utterance, held, isFirst, true, step.value.fallback);
  return step.value;
}

function sound(
  utterance: Utterance,
  chunk: PcmChunk,
  isFirst: boolean,
  isLast: boolean,
  rung: string | null,
): QueuedSound {
  return {
    utterance,
    chunk,
    pauseBeforeMs: isFirst ? utterance.pauseBeforeMs : 0,
    pauseAfterMs: isLast ? utterance.pauseAfterMs : 0,
    rung,
  };
}

function silentChunk(utterance: Utterance): PcmChunk {
  return {
    utteranceId: utterance.id,
    pcm: new Float32Array(0),
    sampleRate: SILENT_RATE_HZ,
    words: [],
  };
}
