import { upperHalf } from '../../ort/self-test';
import { styleRow } from './table';
import type { StyleVoice } from './voice';

const TEST_IDS = 8;
/** First of the letters in both alphabets. */
const FIRST_ID = 43;
const LEVEL_SAMPLES = 600;

/**
 * Durations and sound of a few letters. A graph that draws its own noise never gives the same samples
 * twice: of it, the levels of short frames are told instead, of all that sounds and of what is high in it.
 */
export async function selfTestSound(
  voice: Pick<StyleVoice, 'graph' | 'around' | 'style'>,
): Promise<Float32Array> {
  const letters = Array.from({ length: TEST_IDS }, (_, i) => FIRST_ID + i);
  const { before, after } = voice.around(letters);
  const ids = [...before, ...letters, ...after];
  const style = styleRow(voice.style, letters.length - 1).slice();
  const { wave, durations } = await voice.graph.run({ ids, style, speed: 1 });
  const frames = durations ?? [];
  if (!voice.graph.facts.isNoisy) return Float32Array.from([...frames, ...wave]);
  return Float32Array.from([...frames, ...levels(wave), ...levels(upperHalf(wave))]);
}

function levels(wave: Float32Array): number[] {
  const found: number[] = [];
  for (let from = 0; from < wave.length; from += LEVEL_SAMPLES) {
    const frame = wave.subarray(from, from + LEVEL_SAMPLES);
    found.push(Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length));
  }
  return found;
}
