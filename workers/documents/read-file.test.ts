import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strToU8, zipSync } from 'fflate';
import { SottoError } from '../../src/base/errors';
import { readFile } from './read-file';

const OPF =
  '<package><metadata><title>T</title></metadata><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>';
const CONTAINER = '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>';
const bookOf = (body: string) =>
  zipSync({
    mimetype: strToU8('application/epub+zip'),
    'META-INF/container.xml': strToU8(CONTAINER),
    'c.opf': strToU8(OPF),
    'a.xhtml': strToU8(`<html><head><title/></head><body>${body}</body></html>`),
  });
const read = (data: Uint8Array, name: string) => readFile({ blob: new Blob([data.slice()]), name });

async function outcome(data: Uint8Array, name: string): Promise<string> {
  try {
    const model = await read(data, name);
    expect(model.text.trim()).not.toBe('');
    return 'read';
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(SottoError);
    expect((thrown as SottoError).suggestion).not.toBe('');
    return (thrown as SottoError).message;
  }
}

describe('readFile', () => {
  it('sees through markup: lists, quotes, tables, notes, pictures', async () => {
    const body =
      '<h1><a id="x"/>One<br/>Two</h1><ol start="3"><li><p>three</p><p>more</p></li><li>four</li></ol>' +
      '<blockquote>said</blockquote><p>A word<sup><a epub:type="noteref" href="#n">1</a></sup>.</p>' +
      '<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>' +
      '<table><tr><td>Only looks</td></tr></table><img src="x" alt="A quay"/><p hidden="">no</p>';
    const { text, blocks, title } = await read(bookOf(body), 'a.epub');
    expect(title).toBe('T');
    expect(blocks.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)).toEqual([
      'heading: One\nTwo',
      'item: 3. three',
      'item: more',
      'item: 4. four',
      'quote: said',
      'paragraph: A word.',
      'note: Table: 2 columns, 2 rows.',
      'row: A;\u2003B',
      'row: 1;\u20032',
      'paragraph: Only looks',
      'picture: Picture: A quay.',
    ]);
  });

  it('reads any HTML or refuses it, and never fails otherwise', async () => {
    const tag = fc.constantFrom(
      ...'p div table tr td th ul ol li h1 h3 pre code em b br img blockquote script title svg'.split(
        ' ',
      ),
    );
    const bit = fc.oneof(
      tag.map((name) => `<${name}>`),
      tag.map((name) => `</${name}>`),
      tag.map((name) => `<${name}/>`),
      fc.string({ maxLength: 6 }),
      fc.constantFrom('words ', '&amp;', '&#0;', '<!--', '-->', '<![CDATA[', ']]>'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bit, { maxLength: 30 }), async (bits) => {
        await outcome(bookOf(bits.join('')), 'a.epub');
      }),
      { numRuns: 150 },
    );
  });

  it('says of any damaged book what is wrong, in a sentence', async () => {
    const book = bookOf('<p>Words that are to be read.</p>');
    expect(await outcome(book, 'a.epub')).toBe('read');
    const damage = fc.record({
      cut: fc.integer({ min: 4, max: book.length }),
      at: fc.nat(book.length - 1),
      byte: fc.nat(255),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ cut, at, byte }) => {
        const damaged = book.slice();
        damaged[at] = byte;
        await outcome(damaged, 'a.epub');
        const shorter = await outcome(book.slice(0, cut), 'a.epub');
        if (cut < book.length) expect(shorter).toMatch(/^“a\.epub” (?:is|holds) .+\.$/);
      }),
      { numRuns: 100 },
    );
  });
});
