/**
 * HTML, of whatever origin, as blocks. The text is taken event by event: no tree is built, nothing is
 * fetched, nothing is run, and unknown elements are seen through.
 */
import { Parser } from 'htmlparser2';
import type { Announcements } from '../../src/documents/announcements';
import { Refusal } from '../../src/documents/refusal';
import { MAX_DEPTH } from '../../src/documents/limits';
import type { BlockWriter } from './block-writer';
import { EMPHASIS, HEADINGS, PARTS_BLOCKS, SKIPPED, isHidden, isNoteMark } from './html-elements';

type Attributes = Readonly<Record<string, string>>;

export interface HtmlOptions {
  /** Elements to leave out beside those that never hold text. */
  readonly skips?: ReadonlySet<string>;
  /** Called for every `id` (and old `<a name>`), at the place of the text after it. */
  readonly onId?: (id: string) => void;
  readonly onTitle?: (title: string) => void;
  readonly onLanguage?: (tag: string) => void;
}

interface Source {
  readonly writer: BlockWriter;
  readonly words: () => Announcements;
  readonly options: HtmlOptions;
}

export function readHtml(html: string, writer: BlockWriter, options: HtmlOptions = {}): void {
  const reader = new HtmlReader({ writer, words: () => writer.words, options });
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      onclosetag: (name) => reader.close(name),
      ontext: (text) => reader.text(text),
    },
    // Books are XHTML: `<title/>` must not swallow the rest.
    { decodeEntities: true, recognizeSelfClosing: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  writer.endBlock();
}

class HtmlReader {
  readonly #source: Source;
  /** Names of open elements within what is left out; text counts again when it is empty. */
  #skipping: string[] = [];
  #depth = 0;
  #title: string | null = null;
  #taken: string[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  open(rawName: string, attributes: Attributes): void {
    const name = localName(rawName);
    if (++this.#depth > MAX_DEPTH) throw tooDeep();
    if (this.#skipping.length > 0) {
      this.#skipping.push(name);
      return;
    }
    if (name === 'html') this.#language(attributes);
    if (name === 'title') this.#title = '';
    const id = attributes['id'] ?? (name === 'a' ? attributes['name'] : undefined);
    if (id !== undefined) this.#source.options.onId?.(id);
    if (this.#isLeftOut(name, attributes)) {
      this.#skipping = [name];
      return;
    }
    this.#taken.push(name);
    this.#begin(name, attributes);
  }

  close(rawName: string): void {
    this.#depth--;
    const name = localName(rawName);
    if (this.#skipping.length > 0) {
      this.#skipping.pop();
      return;
    }
    if (name === 'title' && this.#title !== null) {
      this.#source.options.onTitle?.(this.#title.replace(/\s+/g, ' ').trim());
      this.#title = null;
    }
    if (this.#taken.pop() !== undefined) this.#end(name);
  }

  text(text: string): void {
    if (this.#title !== null) this.#title += text;
    else if (this.#skipping.length === 0) this.#source.writer.text(text);
  }

  #language(attributes: Attributes): void {
    const tag = attributes['xml:lang'] ?? attributes['lang'];
    if (tag !== undefined) this.#source.options.onLanguage?.(tag);
  }

  #isLeftOut(name: string, attributes: Attributes): boolean {
    const { skips } = this.#source.options;
    return (
      SKIPPED.has(name) ||
      skips?.has(name) === true ||
      isHidden(attributes) ||
      isNoteMark(name, attributes)
    );
  }

  #begin(name: string, attributes: Attributes): void {
    const { writer } = this.#source;
    const emphasis = EMPHASIS[name];
    if (emphasis !== undefined) return writer.openMark(emphasis);
    const level = HEADINGS[name];
    if (level !== undefined) return writer.openHeading(level);
    switch (name) {
      case 'ul':
      case 'ol':
        return writer.openList(name === 'ol', Number(attributes['start'] ?? 1));
      case 'li':
        return writer.openItem();
      case 'blockquote':
        return writer.openQuote();
      case 'pre':
        return writer.openCode();
      case 'caption':
      case 'figcaption':
        return writer.openCaption();
      case 'table':
        return writer.openTable();
      case 'tr':
        return writer.openRow();
      case 'td':
      case 'th':
        return writer.openCell(name === 'th');
      case 'br':
        return writer.text('\u2028');
      case 'img':
      case 'image':
        return writer.picture(attributes['alt'] ?? '');
      default:
        if (PARTS_BLOCKS.has(name)) writer.endBlock();
    }
  }

  #end(name: string): void {
    const { writer } = this.#source;
    if (EMPHASIS[name] !== undefined) return writer.closeMark();
    if (HEADINGS[name] !== undefined) return writer.closeHeading();
    switch (name) {
      case 'ul':
      case 'ol':
        return writer.closeList();
      case 'li':
        return writer.endBlock();
      case 'blockquote':
        return writer.closeQuote();
      case 'pre':
        return writer.closeCode();
      case 'caption':
      case 'figcaption':
        return writer.closeCaption();
      case 'table':
        return writer.closeTable();
      case 'td':
      case 'th':
        return writer.closeCell();
      default:
        if (PARTS_BLOCKS.has(name)) writer.endBlock();
    }
  }
}

/** `svg:image`, `xhtml:p`: some makers write their namespaces out. */
function localName(name: string): string {
  const colon = name.lastIndexOf(':');
  return (colon === -1 ? name : name.slice(colon + 1)).toLowerCase();
}

function tooDeep(): Refusal {
  return new Refusal(
    'nests its parts deeper than any document does',
    'Copy its text and paste it here.',
  );
}
