/**
 * Is this what it should sound like? A second opinion on what was queued, with other means than the
 * inspection it passed: it knows the good rendition of the same words.
 */
import type { PcmChunk } from '../contracts/speech';

export type BadSound =
  'notFinite' | 'tooLoud' | 'silentWords' | 'hiss' | 'level' | 'length' | 'unlike';

export interface Trust {
  /** The same voice: then it must sound like the good rendition, not only like speech. */
  readonly isSameVoice: boolean;
}

const MAX_PEAK = 1.5;
const SILENT_RMS = 1e-3;
const JUDGED_SECONDS = 0.08;
/** Energy of the differences over the energy: 2 for white noise, 0.02 to 0.5 for speech at 24 kHz. */
const MAX_BRIGHTNESS = 1;
const MAX_RATIO = { brightness: 4, level: 4, length: 2.5 };
const BINS_PER_WORD = 4;
/** Fewer points than this tell nothing about likeness. */
const MIN_BINS = 12;
const MIN_LIKENESS = 0.3;

/** Null when nothing is wrong with it. `good` may hold more words; those that both have are compared. */
export function badSound(heard: PcmChunk, good: PcmChunk, { isSameVoice }: Trust): BadSound | null {
  const plain = badSamples(heard);
  if (plain !== null || !isSameVoice) return plain;
  const spans = new Set(heard.words.map(({ span }) => span.start));
  const words = good.words.filter(({ span }) => spans.has(span.start));
  const from = words[0]?.startSample ?? 0;
  const reference = good.pcm.subarray(from, words.at(-1)?.endSample ?? good.pcm.length);
  const own = heard.pcm.subarray(heard.words[0]?.startSample ?? 0, heard.words.at(-1)?.endSample);
  if (reference.length === 0 || own.length === 0) return null;
  if (isFar(brightness(own), brightness(reference), MAX_RATIO.brightness)) return 'hiss';
  if (isFar(rms(own), rms(reference), MAX_RATIO.level)) return 'level';
  if (isFar(own.length, reference.length, MAX_RATIO.length)) return 'length';
  const likeness = correlation(contour(heard), contour({ ...good, words }));
  return likeness < MIN_LIKENESS ? 'unlike' : null;
}

function badSamples({ pcm, words, sampleRate }: PcmChunk): BadSound | null {
  if (!pcm.every(Number.isFinite)) return 'notFinite';
  if (pcm.some((sample) => Math.abs(sample) > MAX_PEAK)) return 'tooLoud';
  const judged = words.filter(
    ({ startSample, endSample }) => endSample - startSample >= JUDGED_SECONDS * sampleRate,
  );
  const silent = judged.filter(
    ({ startSample, endSample }) => rms(pcm.subarray(startSample, endSample)) < SILENT_RMS,
  );
  if (silent.length > judged.length / 2) return 'silentWords';
  return words.length > 0 && brightness(pcm) > MAX_BRIGHTNESS ? 'hiss' : null;
}

/** Loudness along the words, some points a word: independent of how fast they are spoken. */
function contour({ pcm, words }: Pick<PcmChunk, 'pcm' | 'words'>): number[] {
  return words.flatMap(({ startSample, endSample }) => {
    const length = endSample - startSample;
    return Array.from({ length: BINS_PER_WORD }, (_, bin) => {
      const from = Math.floor(startSample + (bin * length) / BINS_PER_WORD);
      const to = Math.floor(startSample + ((bin + 1) * length) / BINS_PER_WORD);
      return Math.log(rms(pcm.subarray(from, to)) + SILENT_RMS);
    });
  });
}

/** 1 where there is too little to tell. */
function correlation(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length || a.length < MIN_BINS) return 1;
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [fromA, fromB] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB];
    ab += fromA * fromB;
    aa += fromA ** 2;
    bb += fromB ** 2;
  }
  return ab / Math.sqrt(aa * bb || 1);
}

function brightness(pcm: Float32Array): number {
  let differences = 0;
  let energy = 1e-9;
  for (let i = 1; i < pcm.length; i++) {
    const sample = pcm[i] ?? 0;
    differences += (sample - (pcm[i - 1] ?? 0)) ** 2;
    energy += sample ** 2;
  }
  return differences / energy;
}

function rms(pcm: Float32Array): number {
  return Math.sqrt(pcm.reduce((sum, sample) => sum + sample ** 2, 0) / Math.max(1, pcm.length));
}

function isFar(a: number, b: number, maxRatio: number): boolean {
  return a > b * maxRatio || b > a * maxRatio;
}
