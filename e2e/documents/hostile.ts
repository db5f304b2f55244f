/** Files made to harm, and what the listener is to be told of each. */
import { zipSync, strToU8 } from 'fflate';
import { oneFileEpub } from './archives';

export interface HostileFile {
  readonly name: string;
  readonly data: Buffer;
  /** Part of the sentence. */
  readonly told: RegExp;
}

const ENTRY_SIGNATURE = Buffer.from([0x50, 0x4b, 0x01, 0x02]);

/** Changes what the archive's directory says about one of its files. */
function lie(archive: Buffer, name: string, change: (entry: Buffer) => void): Buffer {
  const changed = Buffer.from(archive);
  for (
    let at = changed.indexOf(ENTRY_SIGNATURE);
    at !== -1;
    at = changed.indexOf(ENTRY_SIGNATURE, at + 4)
  ) {
    const length = changed.readUInt16LE(at + 28);
    const found = changed.toString('utf8', at + 46, at + 46 + length);
    if (found === name) change(changed.subarray(at));
  }
  return changed;
}

const DECLARED_AT = 24;
const FLAGS_AT = 8;
const spaces = (bytes: number) => `<p>${' '.repeat(bytes)}</p>`;
const encryption = (method: string) =>
  `<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>` +
  `<enc:EncryptionMethod Algorithm="${method}"/></enc:EncryptedData></encryption>`;

const BILLION_LAUGHS =
  `<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">` +
  `<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`;
const XXE = `<!DOCTYPE html [<!ENTITY leak SYSTEM "file:///etc/passwd">]>`;

export function hostileFiles(): HostileFile[] {
  const book = oneFileEpub('<p>Some words.</p>');
  const bomb = oneFileEpub(spaces(24_000_000));
  const lying = lie(oneFileEpub(spaces(30_000_000)), 'a.xhtml', (entry) =>
    entry.writeUInt32LE(1_000, DECLARED_AT),
  );
  return [
    { name: 'bomb.epub', data: bomb, told: /far more than a document holds/ },
    { name: 'lying-bomb.epub', data: lying, told: /far more than a document holds/ },
    {
      name: 'gigabyte.epub',
      data: lie(book, 'a.xhtml', (entry) => entry.writeUInt32LE(1_073_741_824, DECLARED_AT)),
      told: /far more than a document holds/,
    },
    {
      name: 'traversal.epub',
      data: oneFileEpub('<p>Words.</p>', { '../../../etc/cron.d/evil': 'x' }),
      told: /outside its own folder/,
    },
    {
      name: 'xxe.epub',
      data: oneFileEpub('<p>&leak;</p>', {}, XXE),
      told: /entities/,
    },
    {
      name: 'laughs.epub',
      data: oneFileEpub('<p>&c;</p>', {}, BILLION_LAUGHS),
      told: /entities/,
    },
    {
      name: 'locked.epub',
      data: oneFileEpub('<p>Words.</p>', {
        'META-INF/encryption.xml': encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc'),
      }),
      told: /locked with copy protection/,
    },
    {
      name: 'password.epub',
      data: lie(book, 'META-INF/container.xml', (entry) => entry.writeUInt16LE(1, FLAGS_AT)),
      told: /locked with copy protection/,
    },
    { name: 'cut.epub', data: book.subarray(0, book.length - 200), told: /incomplete/ },
    { name: 'picture.epub', data: Buffer.from('89504e470d0a1a0a0001', 'hex'), told: /PNG picture/ },
    {
      name: 'archive.docx',
      data: Buffer.from(zipSync({ 'a.txt': strToU8('x') })),
      told: /archive/,
    },
    { name: 'empty.txt', data: Buffer.alloc(0), told: /holds no text/ },
    { name: 'huge.txt', data: Buffer.alloc(100_000_000, 'word '), told: /larger than 20 MB/ },
    {
      name: 'deep.html',
      data: Buffer.from(`<html><body>${'<div>'.repeat(20_000)}x`),
      told: /nests/,
    },
  ];
}
