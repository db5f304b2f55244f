/** Undoes tools/espeak-pack.mjs. */
import { SottoError } from '../../src/base/errors';

interface BasePackHeader {
  readonly packageBytes: number;
  readonly files: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Puts the packed files where espeak-ng's own 24 MB package has them. The rest stays untouched zeros,
 * which cost address space but no memory.
 */
export function unpackEspeak(pack: ArrayBuffer): ArrayBuffer {
  const { header, at: begin } = readHeader(pack);
  const { packageBytes, files } = header as BasePackHeader;
  const whole = new Uint8Array(packageBytes);
  let at = begin;
  for (const { start, end } of files) {
    whole.set(new Uint8Array(pack, at, end - start), start);
    at += end - start;
  }
  return whole.buffer;
}

export interface PackedFile {
  /** Relative to espeak-ng's data. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files of a language's pack. Throws kind `network` when what came from `url` is not one, whole. */
export function unpackLanguage(pack: ArrayBuffer, url: string): PackedFile[] {
  try {
    const { header, at: begin } = readHeader(pack);
    const { files } = header as { readonly files: readonly { name: string; bytes: number }[] };
    let at = begin;
    const unpacked = files.map(({ name, bytes }) => {
      const file = { name, bytes: new Uint8Array(pack, at, bytes) };
      at += bytes;
      return file;
    });
    if (at !== pack.byteLength) throw new Error(`It has ${pack.byteLength} bytes, not ${at}.`);
    return unpacked;
  } catch (thrown) {
    throw damaged(url, thrown);
  }
}

function readHeader(pack: ArrayBuffer): { readonly header: unknown; readonly at: number } {
  const bytes = new DataView(pack).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(pack, 4, bytes));
  return { header: JSON.parse(text), at: 4 + bytes };
}

function damaged(url: string, cause: unknown): SottoError {
  return new SottoError(
    'The pronunciation data of this language arrived damaged.',
    { kind: 'network', url, status: null },
    {
      operation: 'unpackLanguage',
      component: 'espeak',
      suggestion: 'Check the connection and press Play again.',
      cause,
    },
  );
}
