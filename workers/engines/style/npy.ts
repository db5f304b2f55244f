/** Arrays as NumPy stores them (numpy.lib.format, versions 1 to 3). What is read was made by others. */
import * as v from 'valibot';

export interface NpyArray {
  readonly shape: readonly number[];
  /** Row by row. */
  readonly values: Float32Array;
}

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY')];
const MAX_AXES = 8;

/** A Python literal of exactly these keys, in any order. */
const DESCR = /'descr':\s*'([^']{1,8})'/;
const ORDER = /'fortran_order':\s*(True|False)/;
const SHAPE = /'shape':\s*\(([\d,\s]*)\)/;

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 24));
const shape = v.pipe(v.array(size), v.minLength(1), v.maxLength(MAX_AXES));

/** Reads little-endian float32 or float64. Throws a plain Error that says what is wrong. */
export function readNpy(bytes: Uint8Array): NpyArray {
  const { text, dataAt } = header(bytes);
  const read = READERS[DESCR.exec(text)?.[1] ?? ''];
  if (read === undefined) throw new Error('Its numbers are not floats.');
  if (ORDER.exec(text)?.[1] !== 'False') throw new Error('Its rows are not in order.');
  const sizes = (SHAPE.exec(text)?.[1] ?? '').split(',').filter((part) => part.trim() !== '');
  const parsed = v.safeParse(shape, sizes.map(Number));
  if (!parsed.success) throw new Error('Its shape cannot be read.');
  const count = parsed.output.reduce((product, each) => product * each, 1);
  const data = bytes.slice(dataAt);
  if (data.length !== count * read.bytesEach)
    throw new Error(`It has ${data.length} bytes of data, not ${count * read.bytesEach}.`);
  return { shape: parsed.output, values: read.floats(data.buffer) };
}

interface Reader {
  readonly bytesEach: number;
  floats(data: ArrayBuffer): Float32Array;
}

const READERS: Readonly<Partial<Record<string, Reader>>> = {
  '<f4': { bytesEach: 4, floats: (data) => new Float32Array(data) },
  '<f8': { bytesEach: 8, floats: (data) => Float32Array.from(new Float64Array(data)) },
};

function header(bytes: Uint8Array): { readonly text: string; readonly dataAt: number } {
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) throw new Error('It is no NumPy array.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isShort = bytes[6] === 1;
  const textAt = isShort ? 10 : 12;
  if (bytes.length < textAt) throw new Error('It ends within its header.');
  const length = isShort ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataAt = textAt + length;
  if (dataAt > bytes.length) throw new Error('It ends within its header.');
  return { text: new TextDecoder().decode(bytes.subarray(textAt, dataAt)), dataAt };
}
