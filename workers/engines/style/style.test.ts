import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { MODELS } from '../pieces/testing';
import { utteranceOf } from '../testing';
import { weights } from '../pieces/weights';
import { blendedRow } from './blend';
import { joinPieces } from './join';
import { readNpy } from './npy';
import { readStyleArchive } from './npz';
import { onnxFacts } from './onnx-facts';
import { inPieces } from './pieces';
import { rawStyleTable, STYLE_SIZE, styleRow, type StyleTable } from './table';
import { kokoroStyle } from './testing';

const read = (path: string) => new Uint8Array(readFileSync(new URL(path, MODELS)));

function table(rows: number, value: (row: number, i: number) => number): StyleTable {
  const at = (_: unknown, i: number) => value(Math.floor(i / STYLE_SIZE), i % STYLE_SIZE);
  return { rows, values: Float32Array.from({ length: rows * STYLE_SIZE }, at) };
}

describe('the style table', () => {
  it('is read as Kokoro publishes it, from wherever it lies in memory', () => {
    const bytes = kokoroStyle(1);
    expect(bytes).toHaveLength(522_240);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const read = rawStyleTable(shifted.subarray(3), 'a.bin');
    expect(read.rows).toBe(510);
    expect(read.values).toEqual(new Float32Array(bytes.buffer));
  });

  it('gives its last row to longer texts, and its first to none', () => {
    const three = table(3, (row) => row);
    expect([-1, 0, 2, 3, 900].map((row) => styleRow(three, row)[0])).toEqual([0, 0, 2, 2, 2]);
  });

  it('refuses what is not rows of numbers', () => {
    const spoilt = kokoroStyle(1).slice(0, 4 * STYLE_SIZE);
    spoilt.fill(0xff, 8, 12);
    const wrong = [new Uint8Array(0), new Uint8Array(1023), spoilt, new Uint8Array(4097 * 1024)];
    for (const bytes of wrong) expect(() => rawStyleTable(bytes, 'a.bin')).toThrow('damaged');
  });
});

describe('a blend', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('is a whole: the chosen voice has what is left, and no share more than was asked', () => {
    fc.assert(
      fc.property(fc.array(share, { maxLength: 6 }), (shares) => {
        const { chosen, others } = weights(shares);
        const sum = others.reduce((total, weight) => total + weight, chosen);
        expect(sum).toBeCloseTo(1, 9);
        expect(chosen).toBeGreaterThanOrEqual(0);
        others.forEach((weight, i) => expect(weight).toBeLessThanOrEqual(shares[i] ?? 0));
      }),
    );
    expect(weights([0.25, 0.5])).toEqual({ chosen: 0.25, others: [0.25, 0.5] });
    expect(weights([1, 1])).toEqual({ chosen: 0, others: [0.5, 0.5] });
  });

  it('mixes the first half by timbre and the second by prosody', () => {
    const mixed = blendedRow(
      table(2, () => 1),
      [
        { table: table(2, () => 3), timbre: 0.5, prosody: 0 },
        { table: table(2, () => 9), timbre: 0.25, prosody: 1 },
      ],
      0,
    );
    expect([...mixed.subarray(0, 128)].every((value) => value === 0.25 + 1.5 + 2.25)).toBe(true);
    expect([...mixed.subarray(128)].every((value) => value === 9)).toBe(true);
  });

  it('takes each voice at the length of the text, or at its longest', () => {
    const shares = [{ table: table(1, () => 100), timbre: 0.5, prosody: 0.5 }];
    expect(
      blendedRow(
        table(510, (row) => row),
        shares,
        40,
      )[0],
    ).toBe(70);
  });

  it('without shares is the voice itself', () => {
    const own = table(4, (row, i) => row + i / 7);
    expect(blendedRow(own, [], 2)).toEqual(styleRow(own, 2));
  });

  it('of shares that are none is refused', () => {
    for (const wrong of [-0.1, 1.1, NaN]) expect(() => weights([0.1, wrong])).toThrow('share');
  });
});

describe('pieces', () => {
  const [SPACE, MARK] = [16, 4];
  const limits = { best: 40, most: 100, space: SPACE, marks: new Set([MARK]) };
  const symbolsOf = (ids: readonly number[]) => ({ ids, units: ids.map((_, i) => i) });

  it('hold every symbol once, in order, and no more than the model bears', () => {
    const id = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 43, max: 60 }) },
      fc.constantFrom(SPACE, MARK),
    );
    fc.assert(
      fc.property(fc.array(id, { maxLength: 700 }), (ids) => {
        const pieces = inPieces(symbolsOf(ids), limits);
        const units = pieces.flatMap((piece) => piece.units);
        const missing = ids.map((_, i) => i).filter((unit) => !units.includes(unit));
        expect(units).toEqual(units.toSorted((a, b) => a - b));
        expect(new Set(units).size).toBe(units.length);
        expect(missing.every((unit) => ids[unit] === SPACE)).toBe(true);
        for (const piece of pieces) {
          expect(piece.ids.length).toBeLessThanOrEqual(limits.most);
          expect(piece.ids).toEqual(piece.units.map((unit) => ids[unit]));
        }
      }),
    );
  });

  it('are cut between words alone, near the best length, rather after a mark', () => {
    const word = [43, 44, 45, 46];
    const text = Array.from({ length: 30 }, (_, i) => [...word, i === 7 ? MARK : 50, SPACE]).flat();
    const pieces = inPieces(symbolsOf(text), limits);
    expect(pieces[0]?.ids.at(-1)).toBe(MARK);
    for (const { ids } of pieces) {
      expect(ids[0]).toBe(43);
      expect(ids.length).toBeGreaterThan(25);
      expect(ids.length).toBeLessThan(62);
    }
    const short = text.slice(0, 58);
    expect(inPieces(symbolsOf(short), limits)).toEqual([symbolsOf(short)]);
  });

  it('are joined with their words where they sound', () => {
    const utterance = utteranceOf('ab cd ef');
    const at = (word: number, startSample: number, endSample: number) =>
      utterance.words.map(({ span }, i) =>
        i === word ? { span, startSample, endSample } : { span, startSample: 0, endSample: 0 },
      );
    const pieces = [
      { pcm: new Float32Array(10).fill(1), words: at(0, 2, 8) },
      { pcm: new Float32Array(20).fill(2), words: at(2, 5, 20) },
    ];
    const { pcm, words } = joinPieces(utterance, pieces);
    expect(pcm).toHaveLength(30);
    expect([pcm[9], pcm[10]]).toEqual([1, 2]);
    expect(words.map(({ startSample, endSample }) => [startSample, endSample])).toEqual([
      [2, 8],
      [8, 8],
      [15, 30],
    ]);
  });
});

/** As numpy.lib.format writes it. */
function npy(header: string, data: Uint8Array, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const size = version === 1 ? [text.length & 255, text.length >> 8] : [text.length, 0, 0, 0];
  return Uint8Array.from([0x93, 78, 85, 77, 80, 89, version, 0, ...size, ...text, ...data]);
}

describe('NumPy archives', () => {
  const floats = (length: number) =>
    new Uint8Array(Float32Array.from({ length }, (_, i) => i).buffer);
  const good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

  it('as numpy itself wrote them, stored and packed', () => {
    const stored = readStyleArchive(read('kitten-0.1/voices.npz'), 'voices.npz');
    expect([...stored.keys()].toSorted()).toEqual(
      ['2-f', '2-m', '3-f', '3-m', '4-f', '4-m', '5-f', '5-m'].map((name) => `expr-voice-${name}`),
    );
    expect(stored.get('expr-voice-2-f')?.rows).toBe(1);
    const packed = readStyleArchive(read('kitten-0.8/voices.npz'), 'voices.npz');
    const leo = packed.get('expr-voice-5-m');
    expect(leo?.rows).toBe(400);
    // Its rows differ by 1/64 every fifty.
    expect((leo?.values[399 * 256] ?? 0) - (leo?.values[0] ?? 0)).toBe(7 / 64);
  });

  it('hold arrays of each version, single or double', () => {
    const expected = { shape: [2, 3], values: Float32Array.of(0, 1, 2, 3, 4, 5) };
    expect(readNpy(npy(good, floats(6)))).toEqual(expected);
    expect(readNpy(npy(good, floats(6), 2))).toEqual(expected);
    const doubles = new Uint8Array(Float64Array.of(0, 1, 2, 3, 4, 5).buffer);
    expect(readNpy(npy(good.replace('<f4', '<f8'), doubles))).toEqual(expected);
  });

  it.each([
    ['no array', new Uint8Array(40), 'no NumPy array'],
    ['a header without an end', npy(good, floats(0)).subarray(0, 30), 'within its header'],
    ['too little data', npy(good, floats(5)), '20 bytes of data, not 24'],
    ['too much data', npy(good, floats(7)), '28 bytes'],
    ['objects', npy(good.replace('<f4', '|O'), floats(6)), 'not floats'],
    ['columns first', npy(good.replace('False', 'True'), floats(6)), 'not in order'],
    ['no shape', npy(good.replace('2, 3', ''), floats(6)), 'shape'],
    ['a vast shape', npy(good.replace('2, 3', '99999999999, 3'), floats(6)), 'shape'],
  ])('refuse %s', (_, bytes, reason) => {
    expect(() => readNpy(bytes)).toThrow(reason);
    expect(() => readStyleArchive(zipSync({ 'a.npy': bytes }), 'v.npz')).toThrow('damaged');
  });

  it('refuse what is no archive, is empty, cut, or unpacks to too much', () => {
    const refused = (bytes: Uint8Array) => () => readStyleArchive(bytes, 'v.npz');
    expect(refused(new Uint8Array(9))).toThrow('damaged');
    expect(refused(zipSync({ 'readme.txt': floats(3) }))).toThrow('damaged');
    expect(refused(zipSync({ 'a.npy': new Uint8Array(9 * 2 ** 20) }))).toThrow('damaged');
    const whole = read('kitten-0.8/voices.npz');
    for (const bytes of [100, whole.length >> 1, whole.length - 1])
      expect(refused(whole.subarray(0, bytes))).toThrow('damaged');
  });

  it('throw nothing else, whatever is changed in them', () => {
    const whole = read('kitten-0.1/voices.npz');
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const spoilt = whole.slice();
        for (const [at, byte] of changes) spoilt[at] = byte;
        try {
          readStyleArchive(spoilt, 'voices.npz');
        } catch (thrown) {
          expect(thrown).toMatchObject({ kind: 'modelLoad' });
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the facts of an ONNX file', () => {
  it.each([
    ['kokoro/model.onnx', { isFloat32: true, isNoisy: false }],
    ['kokoro/model_quantized.onnx', { isFloat32: false, isNoisy: false }],
    ['kokoro/model_noisy.onnx', { isFloat32: true, isNoisy: true }],
  ])('%s', (path, facts) => expect(onnxFacts(read(path))).toEqual(facts));

  it('are told or refused, whatever the bytes are', () => {
    const whole = read('kokoro/model.onnx');
    expect(() => onnxFacts(whole.subarray(0, 5000))).toThrow();
    expect(() => onnxFacts(new TextEncoder().encode('<!doctype html><html></html>'))).toThrow();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          onnxFacts(bytes);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Error);
        }
      }),
    );
  });
});
