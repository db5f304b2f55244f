/** Is this a spectrogram of speech? Asked between flow and vocoder, where wrong numbers still show. */
import { SottoError } from '../../../src/base/errors';
import type { VoiceId } from '../../../src/base/ids';

/**
 * Roughness that good speech of a voice stays below. Seen once by hand in five short texts of Kathleen, 1 to 8
 * steps: at most 0.30 up to temperature 1 and 0.65 at 1.5; with noise for what the encoder says at least 1.05,
 * for the last of 4 steps at least 0.62. Noise for an earlier step mostly passes: those after it mend most of
 * it. Voices that were not measured are not judged.
 */
const LIMITS: Readonly<Record<string, number>> = { 'kathleen-v0': 0.4 };
/** Heat leaves noise in the spectrogram, by this much for each unit above what is usual. */
const LIMIT_PER_HEAT = 0.7;
const USUAL_TEMPERATURE = 0.667;

/** @param mel [frames, melBins], row by row. Throws an error of kind `audio` for what is no speech. */
export function assertSpeechlike(
  mel: Float32Array,
  melBins: number,
  { voiceId, temperature }: { readonly voiceId: VoiceId; readonly temperature: number },
): void {
  const limit = LIMITS[voiceId];
  if (limit === undefined) return;
  const found = roughness(mel, melBins);
  if (found <= limit + LIMIT_PER_HEAT * Math.max(0, temperature - USUAL_TEMPERATURE)) return;
  throw new SottoError(
    'The voice made a sound that is not fit to be heard.',
    { kind: 'audio', operation: 'inspect', defect: 'roughSpectrum' },
    {
      operation: 'synthesize',
      component: 'engine.flow',
      suggestion: 'The passage is spoken again; if it goes on, change the backend in the settings.',
      cause: new Error(`roughness ${found.toFixed(2)}`),
    },
  );
}

/**
 * How rough a mel spectrogram is across its bins: the power of second differences over that of the values
 * around their mean. Speech is smooth there, because formants are broad and the mel filters overlap; numbers
 * that were computed wrongly are not (white noise: 6).
 * @param mel [frames, melBins], row by row.
 */
export function roughness(mel: Float32Array, melBins: number): number {
  let bends = 0;
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < mel.length; at++) {
    const here = mel[at] ?? 0;
    sum += here;
    squares += here * here;
    const bin = at % melBins;
    if (bin === 0 || bin === melBins - 1) continue;
    const bend = (mel[at - 1] ?? 0) - 2 * here + (mel[at + 1] ?? 0);
    bends += bend * bend;
  }
  const spread = squares - (sum * sum) / Math.max(1, mel.length);
  return spread > 0 ? bends / spread : 0;
}
