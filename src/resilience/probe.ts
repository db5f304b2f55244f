import type { Clock } from '../base/clock';
import { pause } from '../base/abort';
import type { UtteranceId } from '../base/ids';
import type { SynthesisOptions, Synthesizer } from '../contracts/speech';
import { NEUTRAL_PROSODY, type Utterance } from '../contracts/text';

const PROBE_TIMEOUT_MS = 15_000;
const SPAN = { start: 0, end: 2 };

/** About a tenth of a second, and the same for every language: a syllable all voices have sounds for. */
const PROBE: Utterance = {
  id: 'probe' as UtteranceId,
  span: SPAN,
  sentence: SPAN,
  language: 'en',
  words: [{ span: SPAN, spoken: 'no' }],
  phonemes: 'nə',
  phonemeWords: [0, 0],
  pauseBeforeMs: 0,
  pauseAfterMs: 0,
  ends: 'sentence',
  prosody: NEUTRAL_PROSODY,
  marks: [],
};

const OPTIONS: SynthesisOptions = {
  steps: 1,
  temperature: 0.5,
  guidance: 0,
  pace: 1,
  pitchSemitones: 0,
  seed: 1,
  maxFramesPerChunk: 0,
};

/** Does it speak? True if sound came that passed inspection; false if it failed or took too long. */
export async function probe(
  synthesizer: Synthesizer,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  const own = new AbortController();
  const given = AbortSignal.any([signal, own.signal]);
  const spoken = (async () => {
    let samples = 0;
    for await (const { pcm } of synthesizer.synthesize(PROBE, OPTIONS, given))
      samples += pcm.length;
    return samples > 0;
  })();
  const tooLong = pause(PROBE_TIMEOUT_MS, clock, given).then(() => false);
  try {
    return await Promise.race([spoken, tooLong]);
  } catch {
    return false;
  } finally {
    own.abort();
    tooLong.catch(() => undefined);
    spoken.catch(() => undefined);
  }
}
