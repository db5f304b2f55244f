/** Voices of StyleTTS 2 models: a style for each length of text, as rows of one table. */
import { SottoError } from '../../../src/base/errors';

/** Values of one style: those of the decoder, then those of the prosody predictor. */
export const STYLE_SIZE = 256;
/** How many of them, from the first, are the decoder's: how the voice sounds. The rest is how it moves. */
export const TIMBRE_SIZE = 128;

export interface StyleTable {
  readonly rows: number;
  /** [rows, STYLE_SIZE], row by row. */
  readonly values: Float32Array;
}

/** More rows than any model has lengths for. */
const MAX_ROWS = 4096;

/** Reads a table as Kokoro's voices are published: little-endian float32 and nothing else. */
export function rawStyleTable(bytes: Uint8Array, file: string): StyleTable {
  if (bytes.length === 0 || bytes.length % (4 * STYLE_SIZE) !== 0)
    throw unusableStyle(file, `${bytes.length} bytes are no rows of ${STYLE_SIZE} floats`);
  // Copied: a view into a file need not begin at a multiple of four.
  const values = new Float32Array(bytes.slice().buffer);
  return checkedTable([values.length / STYLE_SIZE, STYLE_SIZE], values, file);
}

/** @param shape [rows, STYLE_SIZE], or [rows, 1, STYLE_SIZE]. */
export function checkedTable(
  shape: readonly number[],
  values: Float32Array,
  file: string,
): StyleTable {
  const sizes = shape.filter((size, axis) => size !== 1 || axis === 0);
  const [rows = 0, size = 0, ...rest] = sizes;
  const fits = rest.length === 0 && size === STYLE_SIZE && rows * size === values.length;
  if (!fits || rows < 1 || rows > MAX_ROWS)
    throw unusableStyle(file, `its shape is ${shape.join(' × ')}, not rows of ${STYLE_SIZE}`);
  if (!values.every(Number.isFinite)) throw unusableStyle(file, 'not all its values are numbers');
  return { rows, values };
}

/** The row of a length; longer texts than the table knows have its last one. */
export function styleRow({ rows, values }: StyleTable, row: number): Float32Array {
  const index = Math.max(0, Math.min(row, rows - 1));
  return values.subarray(index * STYLE_SIZE, (index + 1) * STYLE_SIZE);
}

export function unusableStyle(file: string, reason: string, cause?: unknown): SottoError {
  return new SottoError(
    'The file that makes this voice sound as it does is damaged.',
    { kind: 'modelLoad', component: 'style', file },
    {
      operation: 'load',
      component: 'engine.style',
      suggestion: 'Remove the voice and download it again.',
      cause: new Error(`${file}: ${reason}.`, { cause }),
    },
  );
}
