import type { ChapterMark, ExportChapter } from '../contracts/export';
import type { Span } from '../contracts/text';
import type { PlacedClause } from './timeline';

/** Longer ones are cut: MP4's list of chapters counts a title's bytes in one byte. */
const MAX_TITLE_CHARACTERS = 60;

/**
 * Chapters as they lie in the file, from its first sample to its last without a gap: each begins with
 * its first clause and lasts until the next one's. Those of which nothing was spoken are left out, and
 * what is spoken before the first belongs to a chapter of the file's own title.
 */
export function chapterMarks(
  clauses: Iterable<PlacedClause>,
  chapters: readonly ExportChapter[],
  title: string,
): readonly ChapterMark[] {
  const sorted = [...chapters].sort((a, b) => a.span.start - b.span.start);
  const starts: { title: string; start: number }[] = [];
  let next = 0;
  let end = 0;
  for (const placed of clauses) {
    const { start } = placed.clause.span;
    let begins: ExportChapter | null = null;
    while (next < sorted.length && (sorted[next]?.span.start ?? Infinity) <= start) {
      const chapter = sorted[next++] as ExportChapter;
      if (start < chapter.span.end) begins = chapter;
    }
    if (begins !== null) starts.push({ title: begins.title, start: placed.start });
    else if (starts.length === 0) starts.push({ title, start: placed.start });
    end = placed.end;
  }
  return starts.map((one, i) => ({
    title: shortTitle(one.title, title),
    start: one.start,
    end: starts[i + 1]?.start ?? end,
  }));
}

function shortTitle(title: string, otherwise: string): string {
  const line = title.replaceAll(/\s+/gu, ' ').trim() || otherwise;
  const characters = [...line];
  if (characters.length <= MAX_TITLE_CHARACTERS) return line;
  return `${characters
    .slice(0, MAX_TITLE_CHARACTERS - 1)
    .join('')
    .trimEnd()}…`;
}

/** A line that begins with the word for a chapter and its number, or that Markdown marks as a heading. */
const HEADING =
  /^[ \t]*(?:#{1,2}[ \t]+(?<marked>\S.*)|(?<named>(?:chapter|part|book|kapitel|teil|buch|hoofdstuk|deel|boek)[ \t]+(?:\d{1,4}|[ivxlc]{1,8}|[a-zäöüß-]{3,14})\b.{0,80}))$/gimu;
/** A heading has blank lines around it, or is the text's first line. */
const PARAGRAPH_BREAK = /(?:^|\n[ \t]*\r?\n[ \t]*)$/u;
const LINE_END = /^\r?\n/u;

/** Chapters of a text without structure, by its headings; none where it has not at least two. */
export function headingChapters(source: string, range: Span): readonly ExportChapter[] {
  const found = [...source.matchAll(HEADING)].filter((match) => standsAlone(source, match));
  if (found.length < 2) return [];
  return found
    .map((match, i) => ({
      title: (match.groups?.['marked'] ?? match.groups?.['named'] ?? '').trim(),
      span: { start: match.index, end: found[i + 1]?.index ?? source.length },
    }))
    .filter(({ span }) => span.start < range.end && span.end > range.start);
}

function standsAlone(source: string, match: RegExpExecArray): boolean {
  const before = source.slice(Math.max(0, match.index - 8), match.index);
  const after = source.slice(match.index + match[0].length, match.index + match[0].length + 2);
  const isFirst = source.slice(0, match.index).trim() === '';
  return (isFirst || PARAGRAPH_BREAK.test(before)) && (after === '' || LINE_END.test(after));
}
