/**
 * As much of the protobuf wire format (protobuf.dev/programming-guides/encoding) as it takes to look into an
 * ONNX file and to add to it. Weights are stepped over, never read.
 */

export interface Field {
  readonly number: number;
  /** Of a varint or a fixed number 0; otherwise where its bytes are. */
  readonly start: number;
  readonly end: number;
  /** Of a varint; 0 for others. */
  readonly value: number;
}

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

/** The fields of the message that lies from `from` to `to`. Throws where that is no message. */
export function* fields(bytes: Uint8Array, from = 0, to = bytes.length): Generator<Field> {
  let at = from;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = at < to ? (bytes[at++] ?? 0) : fail();
      // Products, because shifts end at 32 bits and a file may be larger.
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return fail();
  };
  while (at < to) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const kind = tag % 8;
    const value = kind === VARINT ? varint() : 0;
    const length = kind === BYTES ? varint() : kind === FIXED_64 ? 8 : kind === FIXED_32 ? 4 : 0;
    if (![VARINT, FIXED_64, BYTES, FIXED_32].includes(kind) || at + length > to) fail();
    yield { number, start: at, end: at + length, value };
    at += length;
  }
}

function fail(): never {
  throw new Error('This is not a protobuf message.');
}

export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

/** A field that holds a whole number. */
export function numberField(number: number, value: number): number[] {
  return [...varint(number * 8 + VARINT), ...varint(value)];
}

/** A field that holds a text, bytes, or a message made of other fields. */
export function bytesField(number: number, content: string | readonly number[]): number[] {
  const bytes = typeof content === 'string' ? [...new TextEncoder().encode(content)] : content;
  return [...varint(number * 8 + BYTES), ...varint(bytes.length), ...bytes];
}
