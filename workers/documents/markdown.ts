import { marked } from 'marked';
import { BlockWriter } from './block-writer';
import { languageOfTag } from './epub';
import { readHtml } from './html-model';
import type { ReadContent } from './read-content';

/** CommonMark with GitHub's tables. HTML in it is treated like any stranger's. */
export function readMarkdown(source: string): ReadContent {
  const { body, fields } = frontMatter(source);
  const language = languageOfTag(fields.get('lang') ?? fields.get('language') ?? null);
  const writer = new BlockWriter();
  writer.language = language;
  let firstTitle: string | null = null;
  writer.onHeading = (level, title, start) => {
    if (level === 1) firstTitle ??= title.trim();
    if (level <= 3) writer.chapter(title, level, start);
  };
  readHtml(marked.parse(body, { gfm: true, async: false }), writer);
  return {
    title: fields.get('title') ?? firstTitle,
    author: fields.get('author') ?? null,
    language,
    cover: null,
    ...writer.finish(),
  };
}

const FRONT_MATTER = /^\uFEFF?---[ \t]*\n([\s\S]{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;

/** The simple fields of a block of metadata at the top, as static site generators use it. */
function frontMatter(source: string): { body: string; fields: ReadonlyMap<string, string> } {
  const found = FRONT_MATTER.exec(source);
  if (found === null) return { body: source, fields: new Map() };
  const fields = (found[1] ?? '').split('\n').flatMap((line): [string, string][] => {
    const field = /^([A-Za-z]+):[ \t]+(.+?)[ \t]*$/.exec(line);
    const value = (field?.[2] ?? '').replace(/^(["'])(.*)\1$/, '$2');
    return field === null || value === '' ? [] : [[(field[1] ?? '').toLowerCase(), value]];
  });
  return { body: source.slice(found[0].length), fields: new Map(fields) };
}
