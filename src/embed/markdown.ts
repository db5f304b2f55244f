/** What a voice reads of a Markdown text: its words, without the marks around them. */

const FENCE = /^ {0,3}(`{3,}|~{3,})[^\n]*$/;
const LINES: readonly (readonly [RegExp, string])[] = [
  // Rules and tables' separators.
  [/^ {0,3}([-*_])( *\1){2,} *$/, ''],
  [/^ *\|?( *:?-+:? *\|)+( *:?-+:?)? *$/, ''],
  // Definitions of links.
  [/^ {0,3}\[[^\]]+\]:.*$/, ''],
  // Headings, quotes, list marks, task boxes.
  [/^ {0,3}#{1,6} +/, ''],
  [/ +#+ *$/, ''],
  [/^ {0,3}(> ?)+/, ''],
  [/^ *([-*+]|\d{1,9}[.)]) +(\[[ xX]\] +)?/, ''],
];
/** No repeat is without an end: what stands in them is somebody else's, and must not cost more than its length. */
const SPANS: readonly (readonly [RegExp, string])[] = [
  [/!\[([^\]]{0,300})\]\([^()\s]{0,500}(?: "[^"]{0,200}")?\)/g, '$1'],
  [/\[([^\]]{1,300})\]\([^()\s]{0,500}(?: "[^"]{0,200}")?\)/g, '$1'],
  [/\[([^\]]{1,300})\]\[[^\]]{0,100}\]/g, '$1'],
  [/<(https?:[^>\s]{1,500})>/g, '$1'],
  [/<\/?[a-z][^>]{0,500}>/gi, ''],
  [/(?<!`)(`{1,3})([^`]{1,500})\1(?!`)/g, '$2'],
  [/(\*\*|__)(?=\S)([^\n]{0,500}?\S)\1/g, '$2'],
  [/\*(?=\S)([^*\n]{0,500}?\S)\*/g, '$1'],
  [/(?<!\w)_(?=\S)([^_\n]{0,500}?\S)_(?!\w)/g, '$1'],
  [/~~(?=\S)([^\n]{0,500}?\S)~~/g, '$1'],
  [/\\([!-/:-@[-`{-~])/g, '$1'],
];

/** Code keeps its words; only the fences go. */
export function plainFromMarkdown(markdown: string): string {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  let fence: string | null = null;
  const kept = lines.map((line) => {
    const mark = FENCE.exec(line)?.[1] ?? null;
    if (mark !== null && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      return '';
    }
    return fence === null ? plainLine(line) : line;
  });
  return kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function plainLine(line: string): string {
  const bare = [...LINES, ...SPANS].reduce((text, [from, to]) => text.replace(from, to), line);
  return line.trimStart().startsWith('|')
    ? bare.replace(/ *\| */g, ', ').replace(/^, |, $/g, '')
    : bare;
}
