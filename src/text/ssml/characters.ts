import type { Run, RunStyle } from '../../contracts/text';

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
const REFERENCE = /&(?:#x([0-9a-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));/gi;

function character(match: RegExpExecArray | RegExpMatchArray): string {
  const [, hex, decimal, name] = match;
  if (name !== undefined) return NAMED[name] ?? '';
  return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
}

/** Raw character data as runs: one a verbatim stretch, one a character reference. */
export function characterRuns(raw: string, offset: number, style: RunStyle): Run[] {
  const runs: Run[] = [];
  const push = (text: string, from: number, to: number) => {
    const span = { start: offset + from, end: offset + to };
    if (text !== '') runs.push({ kind: 'text', text, span, style });
  };
  let at = 0;
  for (const match of raw.matchAll(REFERENCE)) {
    const end = match.index + match[0].length;
    push(raw.slice(at, match.index), at, match.index);
    push(character(match), match.index, end);
    at = end;
  }
  push(raw.slice(at), at, raw.length);
  return runs;
}

/** Text of a unit's content: references resolved, comments and CDATA marks gone. */
export function plainCharacters(raw: string): string {
  return raw
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part) =>
      part.startsWith('<![CDATA[')
        ? part.slice(9, -3)
        : part
            .replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, '')
            .replace(REFERENCE, (...match) => character(match as unknown as RegExpMatchArray)),
    )
    .join('');
}
