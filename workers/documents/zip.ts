import { Inflate } from 'fflate';
import {
  MAX_ENTRY_BYTES,
  MAX_PACKING,
  MAX_UNPACKED_BYTES,
  PACKING_FROM_BYTES,
} from '../../src/documents/limits';
import { Refusal } from '../../src/documents/refusal';
import { cutShort, readDirectory, tooLarge, type ZipEntry } from './zip-directory';

/** A stranger's archive. Only what is asked for is unpacked, piece by piece, and counted meanwhile. */
export interface ZipArchive {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Null when there is no such entry. Rejects with a `Refusal` for what is too much or damaged. */
  bytes(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** UTF-8 or UTF-16, by byte order mark. */
  text(name: string): Promise<string | null>;
}

const LOCAL_HEADER_BYTES = 30;
const LOCAL_SIGNATURE = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const PIECE_BYTES = 65_536;

export async function openZip(file: Blob): Promise<ZipArchive> {
  const entries = await readDirectory(file);
  let unpackedBytes = 0;
  const bytes = async (name: string) => {
    const entry = entries.get(name);
    if (entry === undefined) return null;
    const unpacked = await unpack(file, entry, MAX_UNPACKED_BYTES - unpackedBytes);
    unpackedBytes += unpacked.byteLength;
    return unpacked;
  };
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    bytes,
    text: async (name) => {
      const found = await bytes(name);
      return found === null ? null : decodeMarked(found);
    },
  };
}

export function decodeMarked(bytes: Uint8Array): string {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(utf16).decode(bytes);
}

async function unpack(
  file: Blob,
  entry: ZipEntry,
  budgetBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (entry.isEncrypted) throw locked();
  if (entry.declaredBytes > Math.min(MAX_ENTRY_BYTES, budgetBytes)) throw tooLarge();
  const packed = await packedBytes(file, entry);
  if (entry.method === STORED) {
    if (packed.byteLength !== entry.declaredBytes) throw cutShort();
    return packed;
  }
  if (entry.method !== DEFLATED) throw unknownPacking();
  return inflate(packed, entry.declaredBytes);
}

async function packedBytes(file: Blob, entry: ZipEntry): Promise<Uint8Array<ArrayBuffer>> {
  const { headerOffset, packedBytes: length } = entry;
  const head = await file.slice(headerOffset, headerOffset + LOCAL_HEADER_BYTES).arrayBuffer();
  const view = new DataView(head);
  if (head.byteLength < LOCAL_HEADER_BYTES || view.getUint32(0, true) !== LOCAL_SIGNATURE) {
    throw cutShort();
  }
  const start =
    headerOffset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  if (length > MAX_ENTRY_BYTES) throw tooLarge();
  const data = new Uint8Array(await file.slice(start, start + length).arrayBuffer());
  if (data.byteLength !== length) throw cutShort();
  return data;
}

/** Never holds more than was declared, nor more than text can have been packed from. */
function inflate(packed: Uint8Array, declaredBytes: number): Uint8Array<ArrayBuffer> {
  const unpacked = new Uint8Array(declaredBytes);
  let length = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.byteLength > declaredBytes) throw tooLarge();
    unpacked.set(chunk, length);
    length += chunk.byteLength;
    const mostBytes = Math.max(PACKING_FROM_BYTES, packed.byteLength * MAX_PACKING);
    if (length > mostBytes) throw tooLarge();
  });
  try {
    for (let at = 0; at < packed.byteLength; at += PIECE_BYTES) {
      stream.push(packed.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= packed.byteLength);
    }
  } catch (thrown) {
    throw thrown instanceof Refusal ? thrown : cutShort();
  }
  if (length !== declaredBytes) throw cutShort();
  return unpacked;
}

export function locked(): Refusal {
  return new Refusal(
    'is locked with copy protection or a password',
    'Open it in the app it was bought for, or get a copy without a lock.',
  );
}

function unknownPacking(): Refusal {
  return new Refusal(
    'is packed in a way that books are not',
    'Save it once more as EPUB or DOCX and open that.',
  );
}
