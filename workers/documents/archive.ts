import { Refusal } from '../../src/documents/refusal';
import { all, parseXml } from './xml';
import type { ZipArchive } from './zip';

/** What an archive holds, by its contents, whatever it is called. */
export async function archiveFormat(zip: ZipArchive): Promise<'epub' | 'docx'> {
  const type = zip.has('mimetype') ? ((await zip.text('mimetype')) ?? '').trim() : '';
  if (type === 'application/epub+zip' || zip.has('META-INF/container.xml')) return 'epub';
  if (zip.has('word/document.xml')) return 'docx';
  const what = (await otherKind(zip, type)) ?? 'an archive, not a document';
  throw new Refusal(
    `is ${what}`,
    what.startsWith('an archive')
      ? 'Unpack it and open the document in it.'
      : 'Save it as DOCX, EPUB or PDF and open that.',
  );
}

async function otherKind(zip: ZipArchive, type: string): Promise<string | null> {
  if (type.startsWith('application/vnd.oasis.opendocument')) return 'an OpenDocument file';
  if (zip.names.some((name) => name.startsWith('xl/'))) return 'a spreadsheet';
  if (zip.names.some((name) => name.startsWith('ppt/'))) return 'a presentation';
  const types = await zip.text('[Content_Types].xml');
  if (types === null) return null;
  const parts = all(parseXml(types), 'Override').map(({ attributes }) => attributes['ContentType']);
  return parts.length > 0 ? 'an Office file without text' : null;
}
