import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bookEnding } from './mp4-book';
import { box, boxesOf, fullBox, readBoxes, u32, type Box } from './mp4-boxes';

const POSITION = 5000;
const TIMESCALE = 57_600;

/** As small as a `moov` can be that the book is made of. */
function movie(): Uint8Array {
  const header = fullBox(
    'mvhd',
    {},
    u32(0),
    u32(0),
    u32(TIMESCALE),
    u32(1),
    new Uint8Array(76),
    u32(2),
  );
  const track = fullBox(
    'tkhd',
    { flags: 3 },
    u32(0),
    u32(0),
    u32(1),
    u32(0),
    u32(1),
    new Uint8Array(60),
  );
  const tags = box('udta', box('meta', u32(0)));
  return box('moov', header, box('trak', track, box('mdia', u32(0))), tags);
}

function inside(boxes: readonly Box[], ...path: string[]): readonly Box[] {
  return path.reduce(
    (level, type) => readBoxes(level.find((one) => one.type === type)?.body ?? new Uint8Array()),
    boxes,
  );
}
const bodyOf = (boxes: readonly Box[], type: string) =>
  boxes.find((one) => one.type === type)?.body ?? new Uint8Array();
const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const titles = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), {
  minLength: 1,
  maxLength: 300,
});

it('adds chapters in both ways, where their texts truly lie, and the edit that skips the priming', () => {
  fc.assert(
    fc.property(titles, (names) => {
      const chapters = names.map((title, i) => ({ title, start: i * 2400, end: (i + 1) * 2400 }));
      const samples = names.length * 2400;
      const content = { chapters, sampleRate: 24_000, samples, primingSamples: 1024 };
      const ending = bookEnding(movie(), POSITION, content);
      const boxes = readBoxes(ending);
      expect(boxes.map(({ type }) => type)).toEqual(['mdat', 'moov']);
      const tracks = inside(boxes, 'moov').filter(({ type }) => type === 'trak');
      const [sound = [], text = []] = tracks.map(({ body }) => readBoxes(body));

      const edit = viewOf(bodyOf(inside(sound, 'edts'), 'elst'));
      expect(edit.getBigUint64(8)).toBe(BigInt(Math.round((samples / 24_000) * TIMESCALE)));
      expect(edit.getBigUint64(16)).toBe(1024n);
      expect(viewOf(bodyOf(inside(sound, 'tref'), 'chap')).getUint32(0)).toBe(2);

      expect(readTexts(ending, inside(text, 'mdia', 'minf', 'stbl'))).toEqual(names);
      const list = bodyOf(inside(boxes, 'moov', 'udta'), 'chpl');
      expect(list[8]).toBe(Math.min(255, names.length));
      expect(viewOf(bodyOf(inside(boxes, 'moov'), 'mvhd')).getUint32(96)).toBe(3);
      expect(inside(boxes, 'moov', 'udta').map(({ type }) => type)).toEqual(['meta', 'chpl']);
    }),
    { numRuns: 30 },
  );
});

/** The chapters' titles, read from where the sample table says they are. */
function readTexts(ending: Uint8Array, table: readonly Box[]): string[] {
  const sizes = viewOf(bodyOf(table, 'stsz'));
  const count = sizes.getUint32(8);
  let at = Number(viewOf(bodyOf(table, 'co64')).getBigUint64(8)) - POSITION;
  return Array.from({ length: count }, (_, i) => {
    const size = sizes.getUint32(12 + 4 * i);
    const sample = ending.subarray(at, at + size);
    at += size;
    const length = viewOf(sample).getUint16(0);
    return new TextDecoder().decode(sample.subarray(2, 2 + length));
  });
}

it('writes long durations where the header has 64 bits', () => {
  const children = readBoxes(readBoxes(movie())[0]?.body ?? new Uint8Array());
  const long = fullBox(
    'mvhd',
    { version: 1 },
    new Uint8Array(16),
    u32(TIMESCALE),
    new Uint8Array(8),
    new Uint8Array(76),
    u32(2),
  );
  const rest = boxesOf(children.filter(({ type }) => type !== 'mvhd'));
  const samples = 24_000 * 3600 * 30;
  const content = { chapters: [], sampleRate: 24_000, samples, primingSamples: 1024 };
  const ending = readBoxes(bookEnding(box('moov', long, ...rest), POSITION, content));
  const header = viewOf(bodyOf(inside(ending, 'moov'), 'mvhd'));
  expect(header.getBigUint64(24)).toBe(BigInt(3600 * 30 * TIMESCALE));
});

it('refuses what is no movie', () => {
  expect(() => readBoxes(Uint8Array.of(0, 0, 0, 3, 1, 1, 1, 1))).toThrow();
  const content = { chapters: [], sampleRate: 24_000, samples: 1, primingSamples: 0 };
  expect(() => bookEnding(box('free'), 0, content)).toThrow();
});
