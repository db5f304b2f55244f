/** What the elements of HTML mean for reading aloud. */
import type { Emphasis } from '../../src/contracts/documents';

/** Their text is not the author's, or not text. `title` is read apart. */
export const SKIPPED: ReadonlySet<string> = new Set(
  (
    'script style template noscript iframe frame object embed applet canvas audio video ' +
    'math select textarea button input datalist dialog rt rp link meta base'
  ).split(' '),
);

/** Of a web page, what is around the text. */
export const AROUND_TEXT: ReadonlySet<string> = new Set(
  'nav header footer aside form menu'.split(' '),
);

export const HEADINGS: Readonly<Record<string, number>> = {
  h1: 1,
  h2: 2,
  h3: 3,
  h4: 4,
  h5: 5,
  h6: 6,
};

export const EMPHASIS: Readonly<Record<string, Emphasis['kind']>> = {
  em: 'emphasis',
  i: 'emphasis',
  cite: 'emphasis',
  dfn: 'emphasis',
  var: 'emphasis',
  strong: 'strong',
  b: 'strong',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
};

/** Text before and after them belongs to different paragraphs. */
export const PARTS_BLOCKS: ReadonlySet<string> = new Set(
  (
    'html head body p div section article main header footer nav aside address figure dl dt dd hr ' +
    'details summary fieldset legend form center hgroup tbody thead tfoot search menu'
  ).split(' '),
);

type Attributes = Readonly<Record<string, string>>;

export function isHidden(attributes: Attributes): boolean {
  return (
    'hidden' in attributes ||
    attributes['aria-hidden'] === 'true' ||
    /display\s*:\s*none/i.test(attributes['style'] ?? '') ||
    typesOf(attributes).includes('pagebreak')
  );
}

/** The little number that leads to a note: heard in the middle of a sentence it is noise. */
export function isNoteMark(name: string, attributes: Attributes): boolean {
  if (name !== 'a' && name !== 'sup') return false;
  const types = typesOf(attributes);
  return (
    types.includes('noteref') ||
    types.includes('backlink') ||
    /\b(?:footnote-ref|footnote-back|footnote-anchor)\b/.test(attributes['class'] ?? '')
  );
}

function typesOf(attributes: Attributes): string[] {
  const types = `${attributes['epub:type'] ?? ''} ${attributes['role'] ?? ''}`;
  return types.split(/\s+/).map((type) => type.replace(/^doc-/, ''));
}
