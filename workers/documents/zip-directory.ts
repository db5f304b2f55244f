/** The table of contents at the end of a zip archive (PKWARE APPNOTE 6.3.10, sections 4.3.12 and 4.3.16). */
import { MAX_DECLARED_BYTES, MAX_ENTRIES } from '../../src/documents/limits';
import { Refusal } from '../../src/documents/refusal';

export interface ZipEntry {
  readonly name: string;
  /** 0 is stored, 8 is deflated. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packedBytes: number;
  /** As the archive says, which may be a lie. */
  readonly declaredBytes: number;
  readonly headerOffset: number;
}

const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const IS_ZIP64 = 0xffffffff;
const LARGEST_DIRECTORY_BYTES = 8_000_000;

export async function readDirectory(file: Blob): Promise<ReadonlyMap<string, ZipEntry>> {
  const tailStart = Math.max(0, file.size - END_BYTES - LONGEST_COMMENT);
  const tail = await viewOf(file.slice(tailStart));
  const end = findEnd(tail);
  if (end === null) throw cutShort();
  const count = tail.getUint16(end + 10, true);
  const bytes = tail.getUint32(end + 12, true);
  const offset = tail.getUint32(end + 16, true);
  if (count > MAX_ENTRIES || bytes > LARGEST_DIRECTORY_BYTES) throw tooLarge();
  if (offset === IS_ZIP64 || offset + bytes > tailStart + end) throw cutShort();
  return entriesIn(await viewOf(file.slice(offset, offset + bytes)), count);
}

async function viewOf(blob: Blob): Promise<DataView> {
  return new DataView(await blob.arrayBuffer());
}

function findEnd(tail: DataView): number | null {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) === END_SIGNATURE) return at;
  }
  return null;
}

function entriesIn(view: DataView, count: number): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw cutShort();
    }
    const nameBytes = view.getUint16(at + 28, true);
    if (at + ENTRY_BYTES + nameBytes > view.byteLength) throw cutShort();
    const entry = entryAt(view, at, nameBytes);
    judge(entry);
    if (!entries.has(entry.name)) entries.set(entry.name, entry);
    at += ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function entryAt(view: DataView, at: number, nameBytes: number): ZipEntry {
  const name = new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_BYTES, nameBytes);
  return {
    name: new TextDecoder().decode(name),
    method: view.getUint16(at + 10, true),
    isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
    packedBytes: view.getUint32(at + 20, true),
    declaredBytes: view.getUint32(at + 24, true),
    headerOffset: view.getUint32(at + 42, true),
  };
}

/** Nothing is ever written to a disk here; but who packs such a file means harm. */
function judge({ name, declaredBytes }: ZipEntry): void {
  const leaves = /^[/\\]|^[a-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/i.test(name);
  if (leaves) {
    throw new Refusal(
      'was made to write outside its own folder, which no document does',
      'Get it from a source you trust.',
    );
  }
  if (declaredBytes > MAX_DECLARED_BYTES) throw tooLarge();
}

export function tooLarge(): Refusal {
  return new Refusal(
    'unpacks to far more than a document holds, as files made to harm do',
    'Get it from a source you trust, or paste its text here.',
  );
}

export function cutShort(): Refusal {
  return new Refusal(
    'is incomplete: its end is missing or damaged',
    'Download or copy it once more, then open it again.',
  );
}
