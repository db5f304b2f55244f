import { isLanguage, type Language } from '../../src/contracts/text';
import { BlockWriter } from './block-writer';
import { coverFrom } from './cover';
import { contentsOfNav, contentsOfNcx, type ContentsLine } from './epub-contents';
import { readPackage, type EpubPackage } from './epub-package';
import { readHtml } from './html-model';
import type { ReadContent } from './read-content';
import { refuseEntities } from './xml';
import type { ZipArchive } from './zip';

/** An EPUB 2 or 3: its files in reading order, its table of contents as chapters. */
export async function readEpub(zip: ZipArchive): Promise<ReadContent> {
  const book = await readPackage(zip);
  const contents = await contentsOf(zip, book);
  const language = languageOfTag(book.languageTag);
  const writer = new BlockWriter();
  writer.language = language;
  const headings: { title: string; depth: number; start: number }[] = [];
  writer.onHeading = (depth, title, start) => headings.push({ title, depth, start });
  const places = await readSpine(zip, book, writer, contents);
  const chapters = contents.flatMap((line) => {
    const start = places.get(placeOf(line.path, line.fragment)) ?? places.get(line.path);
    return start === undefined ? [] : [{ title: line.title, depth: line.depth, start }];
  });
  for (const { title, depth, start } of chapters.length > 0 ? chapters : headings) {
    writer.chapter(title, depth, start);
  }
  return {
    title: book.title,
    author: book.author,
    language,
    cover: book.coverPath === null ? null : await coverFrom(() => zip.bytes(book.coverPath ?? '')),
    ...writer.finish(),
  };
}

/** Where the files, and the places in them that the contents name, begin in the text. */
async function readSpine(
  zip: ZipArchive,
  book: EpubPackage,
  writer: BlockWriter,
  contents: readonly ContentsLine[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Set(contents.map(({ path, fragment }) => placeOf(path, fragment)));
  const places = new Map<string, number>();
  for (const path of book.spine) {
    // The table of contents is in the list of chapters; read out it would be the book twice.
    if (path === book.nav?.path) continue;
    const xhtml = await zip.text(path);
    if (xhtml === null) continue;
    refuseEntities(xhtml.slice(0, PROLOG_UNITS));
    places.set(path, writer.next);
    const onId = (id: string) => {
      const place = placeOf(path, id);
      if (!wanted.has(place) || places.has(place)) return;
      writer.endBlock();
      places.set(place, writer.next);
    };
    readHtml(xhtml, writer, { onId });
  }
  return places;
}

/** Declarations stand before the first element. */
const PROLOG_UNITS = 65_536;

const placeOf = (path: string, fragment: string | null) =>
  fragment === null ? path : `${path}#${fragment}`;

async function contentsOf(zip: ZipArchive, { nav }: EpubPackage): Promise<ContentsLine[]> {
  const found = nav === null ? null : await zip.text(nav.path);
  if (nav === null || found === null) return [];
  return nav.kind === 'nav' ? contentsOfNav(found, nav.path) : contentsOfNcx(found, nav.path);
}

/** `en-GB` is `en`; what is no language tag is null. */
export function languageOfTag(tag: string | null): Language | null {
  const primary = tag?.trim().split(/[-_]/)[0]?.toLowerCase() ?? '';
  return isLanguage(primary) ? primary : null;
}
