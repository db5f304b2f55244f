import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom/worker';
import type { Language } from '../../src/contracts/text';
import { BlockWriter } from './block-writer';
import { languageOfTag } from './epub';
import { AROUND_TEXT } from './html-elements';
import { readHtml } from './html-model';
import type { ReadContent } from './read-content';

/** Beyond this the page is a book, and weighing its parts would take longer than reading it. */
const LONGEST_PAGE_UNITS = 3_000_000;
const MAX_ELEMENTS = 60_000;
/** Less than this share of the words, and the article that was found is not what the page is about. */
const LEAST_SHARE = 0.3;

interface Article {
  readonly title: string | null;
  readonly author: string | null;
  readonly html: string;
}

/** A saved web page: its article, without what stands around it; else the whole page. */
export function readWebPage(html: string): ReadContent {
  const whole = contentOf(html, AROUND_TEXT);
  const article = html.length > LONGEST_PAGE_UNITS ? null : articleOf(html);
  if (article === null) return whole;
  const found = contentOf(article.html, new Set(), article.title, whole.language);
  if (found.text.length < whole.text.length * LEAST_SHARE) return whole;
  return {
    ...found,
    title: article.title ?? whole.title,
    author: article.author,
    language: whole.language,
  };
}

function articleOf(html: string): Article | null {
  const { document } = parseHTML(html) as unknown as { document: unknown };
  // Types of the DOM are not known in a worker; linkedom's document is what the library asks for.
  const reader = new Readability(document as never, {
    maxElemsToParse: MAX_ELEMENTS,
    charThreshold: 250,
  });
  try {
    const found = reader.parse();
    if (typeof found?.content !== 'string') return null;
    return {
      html: found.content,
      title: found.title?.trim() || null,
      author: found.byline?.trim() || null,
    };
  } catch {
    // It found more elements than it may weigh, or a page that confuses it.
    return null;
  }
}

/** HTML as it is, for pieces of pages (the clipboard) and for what is no article. */
export function contentOf(
  html: string,
  skips: ReadonlySet<string>,
  heading: string | null = null,
  known: Language | null = null,
): ReadContent {
  const writer = new BlockWriter();
  writer.language = known;
  let language = known;
  let title: string | null = null;
  let hasHeading = false;
  const chapters: { title: string; depth: number; start: number }[] = [];
  writer.onHeading = (depth, text, start) => {
    hasHeading = true;
    if (depth <= 3) chapters.push({ title: text, depth, start });
  };
  if (heading !== null) writeTitle(writer, heading, html);
  readHtml(html, writer, {
    skips,
    onTitle: (found) => (title ??= found || null),
    onLanguage: (tag) => {
      language ??= languageOfTag(tag);
      writer.language = language;
    },
  });
  if (hasHeading) for (const one of chapters) writer.chapter(one.title, one.depth, one.start);
  return { title, author: null, language, cover: null, ...writer.finish() };
}

/** The extraction takes the headline away from the article; it is to be heard all the same. */
function writeTitle(writer: BlockWriter, title: string, html: string): void {
  if (html.includes(`>${title}</h`)) return;
  writer.openHeading(1);
  writer.text(title);
  writer.closeHeading();
}
