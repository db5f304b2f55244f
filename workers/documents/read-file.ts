import type { DocumentModel, FileFormat, FileToRead } from '../../src/contracts/documents';
import { decodeText } from '../../src/documents/decode';
import { MAX_ARCHIVE_BYTES, MAX_PDF_BYTES, MAX_TEXT_BYTES } from '../../src/documents/limits';
import { refused, Refusal } from '../../src/documents/refusal';
import { SIGNATURE_BYTES, signatureOf } from '../../src/documents/signatures';
import { flattenSubtitles } from '../../src/documents/subtitles';
import { textFormatOf, titleOfName, type TextFormat } from '../../src/documents/text-format';
import type { ReadContent } from './read-content';

interface Found {
  readonly format: FileFormat;
  readonly content: ReadContent;
}

/** Any file as a document. Each format's library is fetched when a file of that format comes. */
export async function readFile({ blob, name, isFragment }: FileToRead): Promise<DocumentModel> {
  try {
    const { format, content } = await (isFragment ? readFragment(blob) : find(blob, name));
    if (content.text.trim() === '') throw empty();
    return { ...content, format, title: content.title ?? titleOfName(name) };
  } catch (thrown) {
    throw refused(thrown, name);
  }
}

async function readFragment(blob: Blob): Promise<Found> {
  refuseAbove(MAX_TEXT_BYTES, blob);
  const { contentOf } = await import('./web-page');
  return { format: 'html', content: contentOf(await blob.text(), new Set()) };
}

async function find(blob: Blob, name: string): Promise<Found> {
  if (blob.size === 0) throw empty();
  const head = new Uint8Array(await blob.slice(0, SIGNATURE_BYTES).arrayBuffer());
  const signature = signatureOf(head);
  switch (signature.kind) {
    case 'zip':
      return findInArchive(blob);
    case 'pdf': {
      refuseAbove(MAX_PDF_BYTES, blob);
      const { readPdf } = await import('./pdf');
      const content = await readPdf(new Uint8Array(await blob.arrayBuffer()));
      return { format: 'pdf', content };
    }
    case 'foreign':
      throw new Refusal(
        `is ${signature.what}`,
        'Sotto reads EPUB, PDF, DOCX, HTML, Markdown, captions and plain text.',
      );
    case 'text':
      return findInText(blob, name, head);
  }
}

async function findInArchive(blob: Blob): Promise<Found> {
  refuseAbove(MAX_ARCHIVE_BYTES, blob);
  const { openZip } = await import('./zip');
  const zip = await openZip(blob);
  const { archiveFormat } = await import('./archive');
  const format = await archiveFormat(zip);
  switch (format) {
    case 'epub': {
      const { readEpub } = await import('./epub');
      return { format, content: await readEpub(zip) };
    }
    case 'docx': {
      const { readDocx } = await import('./docx');
      return { format, content: await readDocx(zip) };
    }
  }
}

const META_CHARSET = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,30})/i;

async function findInText(blob: Blob, name: string, head: Uint8Array): Promise<Found> {
  refuseAbove(MAX_TEXT_BYTES, blob);
  const declared = META_CHARSET.exec(new TextDecoder('latin1').decode(head))?.[1] ?? null;
  const text = decodeText(new Uint8Array(await blob.arrayBuffer()), declared);
  const format = textFormatOf(text, name);
  return { format, content: await readText(text, format) };
}

async function readText(text: string, format: TextFormat): Promise<ReadContent> {
  switch (format) {
    case 'html': {
      const { readWebPage } = await import('./web-page');
      return readWebPage(text);
    }
    case 'markdown': {
      const { readMarkdown } = await import('./markdown');
      return readMarkdown(text);
    }
    case 'subtitles':
      return { ...UNTOLD, ...flattenSubtitles(text) };
    case 'plain':
    case 'ssml':
      return { ...UNTOLD, text, blocks: [], emphasis: [], chapters: [], readings: [] };
  }
}

const UNTOLD = { title: null, author: null, language: null, cover: null };

function refuseAbove(mostBytes: number, { size }: Blob): void {
  if (size <= mostBytes) return;
  const most = `${Math.round(mostBytes / 1_000_000)} MB`;
  throw new Refusal(`is larger than ${most}`, 'Split it and open the parts one by one.');
}

function empty(): Refusal {
  return new Refusal('holds no text', 'Choose another file, or paste the text here.');
}
