import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import * as pdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { flattenPdf, type OutlineLine } from '../../src/documents/pdf/flatten';
import type { PdfItem, PdfPage } from '../../src/documents/pdf/fragments';
import { MAX_CHARACTERS, MAX_PDF_PAGES } from '../../src/documents/limits';
import { Refusal } from '../../src/documents/refusal';
import { languageOfTag } from './epub';
import type { ReadContent } from './read-content';
import { locked } from './zip';

/** Its parser runs in this very worker: it is ours alone, and ends with it. */
Object.assign(globalThis, { pdfjsWorker: pdfWorker });

/** A page with fewer characters than this is a picture of one. */
const LEAST_CHARACTERS_A_PAGE = 8;

type PdfFile = Awaited<ReturnType<typeof pdfjs.getDocument>['promise']>;
type Outline = NonNullable<Awaited<ReturnType<PdfFile['getOutline']>>>;

export async function readPdf(data: Uint8Array): Promise<ReadContent> {
  const file = await openPdf(data);
  if (file.numPages > MAX_PDF_PAGES) throw tooManyPages();
  const pages = await readPages(file);
  const characters = pages.flatMap(({ items }) => items.map(({ text }) => text.trim().length));
  const total = characters.reduce((sum, length) => sum + length, 0);
  if (total < LEAST_CHARACTERS_A_PAGE * Math.min(pages.length, 4)) throw scanned();
  const { headline, ...flat } = flattenPdf(pages, await outlineOf(file));
  const { title, author, language } = await aboutOf(file);
  return {
    title: title ?? headline,
    author,
    language: languageOfTag(language),
    cover: null,
    ...flat,
  };
}

async function openPdf(data: Uint8Array): Promise<PdfFile> {
  try {
    return await pdfjs.getDocument({
      data,
      isEvalSupported: false,
      enableXfa: false,
      disableFontFace: true,
      useSystemFonts: false,
      useWorkerFetch: false,
      useWasm: false,
      stopAtErrors: false,
      verbosity: pdfjs.VerbosityLevel.ERRORS,
    }).promise;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'PasswordException') throw locked();
    throw new Refusal(
      'is a damaged PDF',
      'Download or copy it once more, then open it again.',
      thrown,
    );
  }
}

async function readPages(file: PdfFile): Promise<PdfPage[]> {
  const pages: PdfPage[] = [];
  let characters = 0;
  for (let number = 1; number <= file.numPages; number++) {
    const page = await file.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const content = await page.getTextContent({ includeMarkedContent: false });
    const items = content.items.flatMap((item) => ('str' in item ? itemOf(item, page.view) : []));
    page.cleanup();
    characters += items.reduce((sum, { text }) => sum + text.length, 0);
    if (characters > MAX_CHARACTERS) throw tooManyPages();
    pages.push({ width, height, items });
  }
  return pages;
}

interface PlacedText {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly fontName: string;
}

/** Nothing for text that does not run from left to right: labels of diagrams, stamps in the margin. */
function itemOf(
  { str, transform, width, fontName }: PlacedText,
  view: readonly number[],
): PdfItem[] {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = transform;
  const size = Math.hypot(c, d);
  if (str === '' || size === 0 || Math.abs(b) > Math.abs(a)) return [];
  const [left = 0, , , top = 0] = view;
  return [{ text: str, x: x - left, y: top - y, width, size, font: fontName }];
}

async function outlineOf(file: PdfFile): Promise<OutlineLine[]> {
  const outline = await file.getOutline().catch(() => null);
  const lines: OutlineLine[] = [];
  const add = async (entries: Outline | null, depth: number): Promise<void> => {
    for (const entry of entries ?? []) {
      const page = await pageOf(file, entry.dest).catch(() => null);
      if (page !== null && entry.title) lines.push({ title: entry.title, depth, page });
      if (depth < 3) await add(entry.items, depth + 1);
    }
  };
  await add(outline, 1);
  return lines;
}

async function pageOf(file: PdfFile, destination: Outline[number]['dest']): Promise<number | null> {
  const explicit =
    typeof destination === 'string' ? await file.getDestination(destination) : destination;
  const target: unknown = explicit?.[0];
  if (typeof target === 'number') return target;
  return target ? file.getPageIndex(target as Parameters<PdfFile['getPageIndex']>[0]) : null;
}

/** Names that programs give by themselves are no titles. */
const NO_TITLE = /^(?:untitled|microsoft word\b|.*\.(?:docx?|indd|tex|qxd|pdf|dvi|ps)$)/i;

async function aboutOf(file: PdfFile) {
  const metadata = await file.getMetadata().catch(() => null);
  const info = (metadata?.info ?? {}) as Readonly<Record<string, unknown>>;
  const told = (name: string) => {
    const value = info[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const title = told('Title');
  return {
    title: title !== null && NO_TITLE.test(title) ? null : title,
    author: told('Author'),
    language: told('Language'),
  };
}

function scanned(): Refusal {
  return new Refusal(
    'holds pictures of pages and no text',
    'Have its text recognised (OCR) by a scanning app, then open the result.',
  );
}

function tooManyPages(): Refusal {
  return new Refusal(
    `has more than ${MAX_PDF_PAGES.toLocaleString('en')} pages or far too much text`,
    'Split it and open the parts one by one.',
  );
}
