/** Boxes of the ISO base media file format (ISO/IEC 14496-12): just enough to add to a finished `moov`. */

export interface Box {
  readonly type: string;
  /** Without its head. */
  readonly body: Uint8Array;
}

const HEAD_BYTES = 8;
const LONG_HEAD_BYTES = 16;

/** The boxes that lie one after the other in `bytes`. Throws where they do not add up. */
export function readBoxes(bytes: Uint8Array): readonly Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length;) {
    const short = view.getUint32(at);
    const isLong = short === 1;
    const size = isLong ? Number(view.getBigUint64(at + HEAD_BYTES)) : short;
    const head = isLong ? LONG_HEAD_BYTES : HEAD_BYTES;
    if (size < head || at + size > bytes.length) throw new Error('These boxes do not add up.');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    boxes.push({ type, body: bytes.subarray(at + head, at + size) });
    at += size;
  }
  return boxes;
}

export type BoxPart = Uint8Array | readonly number[];

export function box(type: string, ...parts: readonly BoxPart[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, part) => sum + part.length, HEAD_BYTES);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, size);
  bytes.set(latin(type), 4);
  let at = HEAD_BYTES;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A box with version and flags. */
export function fullBox(
  type: string,
  { version = 0, flags = 0 }: { readonly version?: number; readonly flags?: number },
  ...parts: readonly BoxPart[]
): Uint8Array<ArrayBuffer> {
  return box(type, u32(((version << 24) | flags) >>> 0), ...parts);
}

export function boxesOf(boxes: readonly Box[]): Uint8Array<ArrayBuffer>[] {
  return boxes.map(({ type, body }) => box(type, body));
}

export const u8 = (value: number): number[] => [value & 0xff];
export const u16 = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff];
export const u32 = (value: number): number[] => [
  (value >>> 24) & 0xff,
  (value >>> 16) & 0xff,
  (value >>> 8) & 0xff,
  value & 0xff,
];
/** Whole numbers up to 2^53. */
export const u64 = (value: number): number[] => [
  ...u32(Math.floor(value / 2 ** 32)),
  ...u32(value % 2 ** 32),
];

export function latin(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0) & 0xff);
}
