/**
 * WAV files: mono, 16-bit PCM. Sizes that outgrow RIFF's 32 bits become RF64 (EBU Tech 3306); a
 * stream of unknown length carries the largest size there is, which players read as "to the end".
 */
const BYTES_PER_SAMPLE = 2;
const MAX_UINT32 = 0xffffffff;
/** RIFF's size counts all after its own field: "WAVE", the fmt chunk and the data chunk's head. */
const RIFF_OVERHEAD_BYTES = 36;
const RIFF_HEADER_BYTES = 44;
const RF64_HEADER_BYTES = 80;
const DS64_CHUNK_BYTES = 28;
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

/** @param dataBytes Length of the samples that follow; null when it is not known yet. */
export function wavHeader(sampleRate: number, dataBytes: number | null): Uint8Array<ArrayBuffer> {
  const large = dataBytes !== null && dataBytes + RIFF_OVERHEAD_BYTES > MAX_UINT32;
  const header = new Uint8Array(large ? RF64_HEADER_BYTES : RIFF_HEADER_BYTES);
  const view = new DataView(header.buffer);
  let at = 0;
  const id = (text: string) => {
    for (const letter of text) view.setUint8(at++, letter.charCodeAt(0));
  };
  const uint16 = (value: number) => {
    view.setUint16(at, value, true);
    at += 2;
  };
  const uint32 = (value: number) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const uint64 = (value: number) => {
    view.setBigUint64(at, BigInt(value), true);
    at += 8;
  };
  const known = large ? null : dataBytes;

  id(large ? 'RF64' : 'RIFF');
  uint32(known === null ? MAX_UINT32 : known + RIFF_OVERHEAD_BYTES);
  id('WAVE');
  if (large) {
    id('ds64');
    uint32(DS64_CHUNK_BYTES);
    uint64(dataBytes + RF64_HEADER_BYTES - 8);
    uint64(dataBytes);
    uint64(dataBytes / BYTES_PER_SAMPLE);
    uint32(0);
  }
  id('fmt ');
  uint32(16);
  uint16(1);
  uint16(1);
  uint32(sampleRate);
  uint32(sampleRate * BYTES_PER_SAMPLE);
  uint16(BYTES_PER_SAMPLE);
  uint16(8 * BYTES_PER_SAMPLE);
  id('data');
  uint32(known ?? MAX_UINT32);
  return header;
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
