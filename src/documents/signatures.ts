/** What a file is by its first bytes; its name is believed only where bytes cannot tell. */

export type Signature =
  | { readonly kind: 'pdf' }
  | { readonly kind: 'zip' }
  /** What it is called, with its article. */
  | { readonly kind: 'foreign'; readonly what: string }
  | { readonly kind: 'text' };

/** As many bytes as are looked at. */
export const SIGNATURE_BYTES = 1024;

const FOREIGN: readonly (readonly [string, readonly number[], at?: number])[] = [
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['a GIF picture', [0x47, 0x49, 0x46, 0x38]],
  ['an old Office document', [0xd0, 0xcf, 0x11, 0xe0]],
  ['an RTF document', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ['a Kindle book', [0x42, 0x4f, 0x4f, 0x4b, 0x4d, 0x4f, 0x42, 0x49], 60],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a program', [0x4d, 0x5a, 0x90]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
  ['a sound file', [0x49, 0x44, 0x33]],
  ['a sound file', [0x52, 0x49, 0x46, 0x46]],
  ['a sound file', [0x4f, 0x67, 0x67, 0x53]],
  ['a film', [0x66, 0x74, 0x79, 0x70], 4],
];

export function signatureOf(head: Uint8Array): Signature {
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])) {
    return { kind: 'zip' };
  }
  const foreign = FOREIGN.find(([, magic, at = 0]) => startsWith(head.subarray(at), magic));
  if (foreign !== undefined) return { kind: 'foreign', what: foreign[0] };
  // Some makers put a few bytes before it.
  return indexOf(head, [0x25, 0x50, 0x44, 0x46, 0x2d]) === -1 ? { kind: 'text' } : { kind: 'pdf' };
}

function startsWith(data: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => data[i] === byte);
}

function indexOf(data: Uint8Array, magic: readonly number[]): number {
  return data.findIndex((_, i) => startsWith(data.subarray(i), magic));
}
