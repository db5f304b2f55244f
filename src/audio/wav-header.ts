/**
 * WAV files: mono, 16-bit PCM. Sizes that outgrow RIFF's 32 bits become RF64 (EBU Tech 3306); a
 * stream of unknown length carries the largest size there is, which players read as "to the end".
 */
export const BYTES_PER_SAMPLE = 2;
const MAX_UINT32 = 0xffffffff;
/** RIFF's size counts all after its own field: "WAVE", the fmt chunk and the data chunk's head. */
const RIFF_OVERHEAD_BYTES = 36;
const RIFF_HEADER_BYTES = 44;
const RF64_HEADER_BYTES = 80;
const DS64_CHUNK_BYTES = 28;
const FORMAT_CHUNK_BYTES = 16;
const FORMAT_PCM = 1;
const CHANNELS = 1;

/** @param dataBytes Length of the samples that follow; null when it is not known yet. */
export function wavHeader(sampleRate: number, dataBytes: number | null): Uint8Array<ArrayBuffer> {
  if (dataBytes !== null && dataBytes + RIFF_OVERHEAD_BYTES > MAX_UINT32) {
    return rf64Header(sampleRate, dataBytes);
  }
  const fields = new FieldWriter(RIFF_HEADER_BYTES);
  fields.id('RIFF');
  fields.uint32(dataBytes === null ? MAX_UINT32 : dataBytes + RIFF_OVERHEAD_BYTES);
  fields.id('WAVE');
  writeFormat(fields, sampleRate);
  fields.id('data');
  fields.uint32(dataBytes ?? MAX_UINT32);
  return fields.bytes;
}

/** The 32-bit sizes are all ones; the true ones stand in the `ds64` chunk. */
function rf64Header(sampleRate: number, dataBytes: number): Uint8Array<ArrayBuffer> {
  const fields = new FieldWriter(RF64_HEADER_BYTES);
  fields.id('RF64');
  fields.uint32(MAX_UINT32);
  fields.id('WAVE');
  fields.id('ds64');
  fields.uint32(DS64_CHUNK_BYTES);
  fields.uint64(dataBytes + RF64_HEADER_BYTES - 8);
  fields.uint64(dataBytes);
  fields.uint64(dataBytes / BYTES_PER_SAMPLE);
  fields.uint32(0);
  writeFormat(fields, sampleRate);
  fields.id('data');
  fields.uint32(MAX_UINT32);
  return fields.bytes;
}

function writeFormat(fields: FieldWriter, sampleRate: number): void {
  fields.id('fmt ');
  fields.uint32(FORMAT_CHUNK_BYTES);
  fields.uint16(FORMAT_PCM);
  fields.uint16(CHANNELS);
  fields.uint32(sampleRate);
  fields.uint32(sampleRate * BYTES_PER_SAMPLE);
  fields.uint16(BYTES_PER_SAMPLE);
  fields.uint16(8 * BYTES_PER_SAMPLE);
}

/** Writes one little-endian field after the other. */
class FieldWriter {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #at = 0;

  constructor(lengthBytes: number) {
    this.bytes = new Uint8Array(lengthBytes);
    this.#view = new DataView(this.bytes.buffer);
  }

  id(text: string): void {
    for (const letter of text) this.#view.setUint8(this.#at++, letter.charCodeAt(0));
  }

  uint16(value: number): void {
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
  }

  uint32(value: number): void {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  uint64(value: number): void {
    this.#view.setBigUint64(this.#at, BigInt(value), true);
    this.#at += 8;
  }
}
