import { Parser } from 'htmlparser2';
import { MAX_DEPTH } from '../../src/documents/limits';
import { Refusal } from '../../src/documents/refusal';

/** An element of a small XML file (a table of contents, metadata), without its namespace. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All text within, white space collapsed. */
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/**
 * Lenient, as readers of books must be. Declared entities are never expanded and nothing outside the
 * file is ever fetched; a file that declares any is refused, because no maker of books does.
 */
export function parseXml(xml: string): XmlElement {
  refuseEntities(xml);
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (open.length > MAX_DEPTH) {
          throw new Refusal('nests its parts deeper than any document does', ANOTHER_COPY);
        }
        open.push({
          name: local(name),
          attributes: localNames(attributes),
          children: [],
          text: '',
        });
      },
      ontext: (text) => {
        const top = open.at(-1);
        if (top) top.text += text;
      },
      onclosetag: () => {
        const done = open.pop();
        const parent = open.at(-1);
        if (done === undefined || parent === undefined) return;
        parent.children.push({ ...done, text: tidy(done.text) });
        parent.text += done.text;
      },
    },
    { xmlMode: true },
  );
  parser.write(xml);
  parser.end();
  return { ...root, text: tidy(root.text) };
}

const ANOTHER_COPY = 'Get it from a source you trust, or paste its text here.';

/** Entities can be made to expand without end, or to name files of the reader's device. */
export function refuseEntities(xml: string): void {
  if (!/<!ENTITY/i.test(xml)) return;
  throw new Refusal('defines words of its own (entities), as files made to harm do', ANOTHER_COPY);
}

/** All descendants of this name, in order. */
export function all(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...all(child, name),
  ]);
}

export function first(element: XmlElement, name: string): XmlElement | null {
  for (const child of element.children) {
    const found = child.name === name ? child : first(child, name);
    if (found !== null) return found;
  }
  return null;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function localNames(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [local(name), value]),
  );
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
