/** The host page's own text, read for the player, and marked in its place while it sounds. */
import type { TextSpan } from '../contracts/embed';
import type { SottoPlayer } from './player';

export interface ArticleOptions {
  /** What not to read, besides scripts, navigation, buttons and the like. */
  readonly skip?: string;
}

const SKIPPED =
  'script,style,noscript,template,nav,aside,footer,button,select,input,textarea,svg,canvas,audio,' +
  'video,iframe,object,sotto-player,[hidden],[aria-hidden=true],[data-sotto=skip]';
const BLOCKS = /^(block|flex|grid|list-item|table|table-row|table-caption|flow-root)/;

/** A stretch of the text that stands in one text node as it is. */
interface Piece {
  readonly start: number;
  readonly length: number;
  readonly node: Text;
  readonly offset: number;
}

/** The main article of the page, or what a selector or an element says. */
export function readArticle(
  root: Element | string = 'main article, article, main, [role=main]',
  { skip }: ArticleOptions = {},
): Article {
  const element = typeof root === 'string' ? document.querySelector(root) : root;
  return new Article(element ?? document.body, skip === undefined ? SKIPPED : `${SKIPPED},${skip}`);
}

export class Article {
  readonly element: Element;
  /** Blocks are parted by blank lines, spaces are single. */
  readonly text: string;
  /** The primary subtag of the page's language; null where it has none. */
  readonly language: string | null;
  readonly #pieces: readonly Piece[];
  readonly #names: readonly string[] = ['sotto-sentence', 'sotto-word'];

  constructor(element: Element, skipped: string) {
    this.element = element;
    const reader = new Reader(skipped);
    reader.read(element);
    this.text = reader.text;
    this.#pieces = reader.pieces;
    const tag = element.closest('[lang]')?.getAttribute('lang') ?? '';
    this.language = /^[a-z]{2,3}(?=-|$)/.exec(tag.toLowerCase())?.[0] ?? null;
  }

  /** Where a stretch of the text stands on the page. A range a text node. */
  rangesOf({ start, end }: TextSpan): Range[] {
    const ranges: Range[] = [];
    for (const piece of this.#pieces) {
      const { node, offset, length } = piece;
      if (piece.start >= end || piece.start + length <= start || !node.isConnected) continue;
      const from = offset + Math.max(0, start - piece.start);
      const to = Math.min(node.length, offset + Math.min(length, end - piece.start));
      const last = ranges.at(-1);
      // The spaces between the words of one node are marked too.
      if (last?.endContainer === node) last.setEnd(node, to);
      else {
        const range = document.createRange();
        range.setStart(node, Math.min(from, node.length));
        range.setEnd(node, to);
        ranges.push(range);
      }
    }
    return ranges;
  }

  /** The place in the text of a place on the page, e.g. a click; null where nothing is read. */
  offsetAt(node: Node, offset: number): number | null {
    const piece = this.#pieces.find(
      (one) => one.node === node && offset >= one.offset && offset <= one.offset + one.length,
    );
    return piece === undefined ? null : piece.start + offset - piece.offset;
  }

  /**
   * Marks the sentence and the word (`::highlight(sotto-sentence)`, `::highlight(sotto-word)`) while
   * the player reads this text. Where a browser has no such highlights nothing is marked. Returns how
   * to stop.
   */
  follow(player: SottoPlayer): () => void {
    const highlights = globalThis.CSS?.highlights;
    if (highlights === undefined || typeof Highlight !== 'function') return () => {};
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      // In a layer: what the page's own styles say of them counts more.
      '@layer sotto{::highlight(sotto-sentence){background-color:#e4eadb;color:#26211c}' +
        '::highlight(sotto-word){background-color:#b9d9c4;color:#26211c}}',
    );
    document.adoptedStyleSheets.unshift(sheet);
    const clear = () => this.#names.forEach((name) => highlights.delete(name));
    const stops = [
      player.on('word', ({ word, sentence }) => {
        [sentence, word].forEach((span, i) => {
          const highlight = new Highlight(...(span === null ? [] : this.rangesOf(span)));
          highlight.priority = i;
          highlights.set(this.#names[i] ?? '', highlight);
        });
      }),
      player.on('ended', clear),
    ];
    return () => {
      stops.forEach((stop) => stop());
      clear();
      const { adoptedStyleSheets } = document;
      document.adoptedStyleSheets = adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }
}

class Reader {
  text = '';
  readonly pieces: Piece[] = [];
  readonly #skipped: string;
  /** What stands between the text so far and the next word. */
  #gap: '' | ' ' | '\n' | '\n\n' = '';

  constructor(skipped: string) {
    this.#skipped = skipped;
  }

  read(element: Element): void {
    const { display, visibility } = getComputedStyle(element);
    if (display === 'none' || visibility === 'hidden') return;
    const isBlock = BLOCKS.test(display);
    if (isBlock) this.#widen('\n\n');
    for (const child of element.childNodes) {
      if (child instanceof Text) this.#add(child);
      else if (child instanceof HTMLBRElement) this.#widen('\n');
      else if (child instanceof Element && !child.matches(this.#skipped)) this.read(child);
    }
    if (display === 'table-cell') this.#widen('\n');
    if (isBlock) this.#widen('\n\n');
  }

  #add(node: Text): void {
    for (const { 0: found, index } of node.data.matchAll(/[^\s]+|\s+/g)) {
      if (/^\s/.test(found)) this.#widen(' ');
      else this.#piece(node, index, found);
    }
  }

  #piece(node: Text, offset: number, word: string): void {
    if (this.text !== '') this.text += this.#gap;
    this.#gap = '';
    this.pieces.push({ start: this.text.length, length: word.length, node, offset });
    this.text += word;
  }

  #widen(gap: ' ' | '\n' | '\n\n'): void {
    if (gap.length > this.#gap.length || (this.#gap === ' ' && gap !== ' ')) this.#gap = gap;
  }
}
