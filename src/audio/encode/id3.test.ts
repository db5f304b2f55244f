import fc from 'fast-check';
import { expect, it } from 'vitest';
import { id3Length, id3Tag } from './id3';

interface Frame {
  readonly id: string;
  readonly body: Uint8Array;
}

/** Reads the frames of a version 2.3 tag. */
function frames(bytes: Uint8Array): Frame[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Frame[] = [];
  for (let at = 0; at < bytes.length;) {
    const id = String.fromCharCode(...bytes.subarray(at, at + 4));
    const size = view.getUint32(at + 4);
    expect(id).toMatch(/^[A-Z0-9]{4}$/);
    found.push({ id, body: bytes.subarray(at + 10, at + 10 + size) });
    at += 10 + size;
    expect(at).toBeLessThanOrEqual(bytes.length);
  }
  return found;
}

function text(body: Uint8Array | undefined): string {
  expect(body?.[0]).toBe(1);
  return new TextDecoder('utf-16le').decode(body?.subarray(3));
}

const titles = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });

it('lists every chapter with its title and times, in milliseconds', () => {
  fc.assert(
    fc.property(fc.array(titles, { maxLength: 300 }), titles, (names, title) => {
      const chapters = names.map((name, i) => ({
        title: name,
        start: i * 2400,
        end: i * 2400 + 2400,
      }));
      const tag = id3Tag({ title, author: 'A', cover: null, chapters, sampleRate: 24_000 });
      expect(id3Length(tag)).toBe(tag.length);
      const all = frames(tag.subarray(10));
      expect(text(all.find(({ id }) => id === 'TIT2')?.body)).toBe(title);
      const found = all.filter(({ id }) => id === 'CHAP').map(({ body }) => chapter(body));
      expect(found).toEqual(
        names.map((name, i) => ({ id: `ch${i}`, from: i * 100, to: i * 100 + 100, title: name })),
      );
      const contents = all.find(({ id }) => id === 'CTOC')?.body;
      if (names.length === 0) expect(contents).toBeUndefined();
      else expect(contents?.[5]).toBe(Math.min(255, names.length));
    }),
    { numRuns: 30 },
  );
});

function chapter(body: Uint8Array) {
  const end = body.indexOf(0);
  const view = new DataView(body.buffer, body.byteOffset + end + 1);
  const [title] = frames(body.subarray(end + 17));
  return {
    id: String.fromCharCode(...body.subarray(0, end)),
    from: view.getUint32(0),
    to: view.getUint32(4),
    title: text(title?.body),
  };
}

it('carries the cover', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const cover = { type: 'image/png' as const, bytes };
  const tag = id3Tag({ title: 'T', author: null, cover, chapters: [], sampleRate: 24_000 });
  const picture =
    frames(tag.subarray(10)).find(({ id }) => id === 'APIC')?.body ?? new Uint8Array();
  expect(String.fromCharCode(...picture.subarray(1, 10))).toBe('image/png');
  expect([...picture.slice(-3)]).toEqual([1, 2, 3]);
  expect(frames(tag.subarray(10)).some(({ id }) => id === 'TPE1')).toBe(false);
});
