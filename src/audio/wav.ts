import { BYTES_PER_SAMPLE, wavHeader } from './wav-header';

/** 1 MB of file. */
const PART_SAMPLES = 2 ** 19;

export interface WavAssembler {
  /** Mono, -1 to 1; louder samples are clipped and counted. */
  append(pcm: Float32Array): void;
  /** The whole file. Nothing can be appended afterwards. */
  finish(): Blob;
  readonly samples: number;
  /** Samples beyond full scale, and those that were no number at all. */
  readonly clippedSamples: number;
}

/**
 * Rounds to the nearest step, without dither: speech carries more noise of its own.
 * Returns how many samples were clipped. `target` is written from `offset` on.
 */
export function writePcm16(pcm: Float32Array, target: Int16Array, offset = 0): number {
  let clipped = 0;
  for (let i = 0; i < pcm.length; i++) {
    const value = pcm[i] ?? 0;
    if (value >= -1 && value <= 1) {
      target[offset + i] = Math.round(value * 32767);
    } else {
      clipped++;
      target[offset + i] = value > 1 ? 32767 : value < -1 ? -32767 : 0;
    }
  }
  return clipped;
}

/**
 * Folds samples into Blobs of 1 MB as they come: browsers keep those outside the page's heap, so a
 * book of many hours costs no more memory than one page. Int16Array is little-endian, as WAV wants,
 * wherever WebAssembly runs fast.
 */
export function createWavAssembler(sampleRate: number): WavAssembler {
  const part = new Int16Array(PART_SAMPLES);
  const parts: Blob[] = [];
  let filled = 0;
  let folded = 0;
  let clipped = 0;
  let finished = false;
  const fold = () => {
    parts.push(new Blob([part.subarray(0, filled)]));
    folded += filled;
    filled = 0;
  };
  return {
    append: (pcm) => {
      if (finished) throw new Error('This WAV file is finished.');
      for (let start = 0; start < pcm.length;) {
        const piece = pcm.subarray(start, start + PART_SAMPLES - filled);
        clipped += writePcm16(piece, part, filled);
        filled += piece.length;
        start += piece.length;
        if (filled === PART_SAMPLES) fold();
      }
    },
    finish: () => {
      if (filled > 0) fold();
      finished = true;
      const header = wavHeader(sampleRate, folded * BYTES_PER_SAMPLE);
      return new Blob([header, ...parts], { type: 'audio/wav' });
    },
    get samples() {
      return folded + filled;
    },
    get clippedSamples() {
      return clipped;
    },
  };
}
