/**
 * Undoes tools/espeak-pack.mjs: puts the packed files where espeak-ng's own 24 MB package has them.
 * The rest stays untouched zeros, which cost address space but no memory.
 */
interface PackHeader {
  readonly packageBytes: number;
  readonly files: readonly { readonly start: number; readonly end: number }[];
}

export function unpackEspeak(pack: ArrayBuffer): ArrayBuffer {
  const headerBytes = new DataView(pack).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(pack, 4, headerBytes));
  const { packageBytes, files } = JSON.parse(text) as PackHeader;
  const whole = new Uint8Array(packageBytes);
  let at = 4 + headerBytes;
  for (const { start, end } of files) {
    whole.set(new Uint8Array(pack, at, end - start), start);
    at += end - start;
  }
  return whole.buffer;
}
