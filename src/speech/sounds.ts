import type { QueuedSound } from '../contracts/playback';
import type {
  Circumstances,
  PcmChunk,
  SynthesisOptions,
  SynthesisResult,
} from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import type { Speaker } from './opening-speaker';

const SILENT_RATE_HZ = 24_000;

/**
 * An utterance as the sounds to queue: its chunks in order, the pause before at the first and the
 * pause after at the last. An utterance with nothing to say is its pauses. Returns null for those.
 */
export async function* spokenSounds(
  utterance: Utterance,
  speaker: Speaker,
  options: SynthesisOptions,
  signal?: AbortSignal,
  circumstances?: Circumstances,
): AsyncGenerator<QueuedSound, SynthesisResult | null> {
  if (!hasSpeech(utterance)) {
    yield sound(utterance, silentChunk(utterance), true, true);
    return null;
  }
  const chunks = speaker.synthesize(utterance, options, signal, circumstances);
  let held: PcmChunk | null = null;
  let isFirst = true;
  let step = await chunks.next();
  while (!step.done) {
    if (held !== null) {
      yield sound(utterance, held, isFirst, false);
      isFirst = false;
    }
    held = step.value;
    step = await chunks.next();
  }
  if (held !== null) yield sound(utterance, held, isFirst, true);
  return step.value;
}

/** Plain words have no phonemes, and are spoken all the same. */
function hasSpeech({ phonemes, isPlain, words }: Utterance): boolean {
  return phonemes.trim() !== '' || (isPlain === true && words.length > 0);
}

function sound(
  utterance: Utterance,
  chunk: PcmChunk,
  isFirst: boolean,
  isLast: boolean,
): QueuedSound {
  return {
    utterance,
    chunk,
    pauseBeforeMs: isFirst ? utterance.pauseBeforeMs : 0,
    pauseAfterMs: isLast ? utterance.pauseAfterMs : 0,
    rung: chunk.rung ?? null,
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
