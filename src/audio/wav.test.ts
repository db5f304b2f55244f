import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWavAssembler, writePcm16 } from './wav';
import { wavHeader } from './wav-header';

interface Parsed {
  readonly form: string;
  readonly sampleRate: number;
  readonly channels: number;
  readonly bits: number;
  /** As the header says, RF64's own table included. */
  readonly dataBytes: number;
  readonly riffBytes: number;
  readonly dataAt: number;
}

/** Reads the chunks as a player would; follows the ds64 table of RF64. */
function parse(file: Uint8Array): Parsed {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const id = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  const form = id(0);
  expect(id(8)).toBe('WAVE');
  let riffBytes = view.getUint32(4, true);
  let wideData: number | null = null;
  let format = { sampleRate: 0, channels: 0, bits: 0 };
  for (let at = 12; ;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (id(at) === 'data') {
      return { form, ...format, riffBytes, dataBytes: wideData ?? size, dataAt: body };
    }
    if (id(at) === 'ds64') {
      riffBytes = Number(view.getBigUint64(body, true));
      wideData = Number(view.getBigUint64(body + 8, true));
      expect(Number(view.getBigUint64(body + 16, true))).toBe(wideData / 2);
    }
    if (id(at) === 'fmt ') {
      expect(view.getUint16(body, true)).toBe(1);
      const sampleRate = view.getUint32(body + 4, true);
      expect(view.getUint32(body + 8, true)).toBe(sampleRate * 2);
      format = {
        channels: view.getUint16(body + 2, true),
        sampleRate,
        bits: view.getUint16(body + 14, true),
      };
    }
    at = body + size;
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

describe('wavHeader', () => {
  it('says how long the file is', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 40 }), (samples) => {
        const header = wavHeader(24_000, samples * 2);
        const parsed = parse(header);
        const large = samples * 2 + 36 > 0xffffffff;
        expect(parsed).toMatchObject({ channels: 1, sampleRate: 24_000, bits: 16 });
        expect(parsed.form).toBe(large ? 'RF64' : 'RIFF');
        expect(parsed.dataBytes).toBe(samples * 2);
        expect(parsed.riffBytes).toBe(header.length + samples * 2 - 8);
        expect(parsed.dataAt).toBe(header.length);
      }),
    );
  });

  it('turns to RF64 exactly where 32 bits end', () => {
    expect(parse(wavHeader(24_000, 0xffffffff - 37)).form).toBe('RIFF');
    expect(parse(wavHeader(24_000, 0xffffffff - 35)).form).toBe('RF64');
  });

  it('claims all there is while the length is unknown', () => {
    const header = wavHeader(22_050, null);
    expect(header.length).toBe(44);
    expect(parse(header)).toMatchObject({ form: 'RIFF', dataBytes: 0xffffffff });
  });
});

describe('writePcm16', () => {
  it('rounds, clips and counts', () => {
    const target = new Int16Array(8);
    const pcm = Float32Array.of(0, 1, -1, 0.5, 1.5, -2, Number.NaN, Number.POSITIVE_INFINITY);
    expect(writePcm16(pcm, target)).toBe(4);
    expect([...target]).toEqual([0, 32767, -32767, 16384, 32767, -32767, 0, 32767]);
  });

  it('is never more than half a step off', () => {
    fc.assert(
      fc.property(fc.float32Array({ min: -1, max: 1, noNaN: true }), (pcm) => {
        const target = new Int16Array(pcm.length);
        expect(writePcm16(pcm, target)).toBe(0);
        pcm.forEach((value, i) => {
          expect(Math.abs((target[i] ?? 0) / 32767 - value)).toBeLessThanOrEqual(0.5001 / 32767);
        });
      }),
    );
  });
});

describe('createWavAssembler', () => {
  it('gives back every sample in order, however it was cut', async () => {
    const pieces = fc.array(fc.float32Array({ min: -1, max: 1, noNaN: true, maxLength: 50 }));
    await fc.assert(
      fc.asyncProperty(pieces, async (chunks) => {
        const wav = createWavAssembler(24_000);
        for (const chunk of chunks) wav.append(chunk);
        const file = await bytesOf(wav.finish());
        const parsed = parse(file);
        const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
        expect(wav.samples).toBe(total);
        expect(parsed.dataBytes).toBe(total * 2);
        expect(file.length).toBe(parsed.dataAt + total * 2);
        const samples = new Int16Array(file.slice(parsed.dataAt).buffer);
        const expected = chunks.flatMap((chunk) => [...chunk]).map((x) => Math.round(x * 32767));
        // A sum with 0 turns -0 into 0: an integer knows one zero only.
        expect([...samples]).toEqual(expected.map((value) => value + 0));
      }),
    );
  });

  it('joins parts of a megabyte without a seam', async () => {
    const wav = createWavAssembler(24_000);
    const chunk = Float32Array.from({ length: 70_001 }, (_, i) => ((i % 1000) - 500) / 500);
    for (let i = 0; i < 20; i++) wav.append(chunk);
    const file = await bytesOf(wav.finish());
    const samples = new Int16Array(file.slice(44).buffer);
    expect(samples.length).toBe(20 * chunk.length);
    const wrong = samples.findIndex(
      (value, i) => value !== Math.round((chunk[i % chunk.length] ?? 0) * 32767) + 0,
    );
    expect(wrong).toBe(-1);
  });

  it('counts what it clips and refuses more after the end', () => {
    const wav = createWavAssembler(24_000);
    wav.append(Float32Array.of(2, 0));
    expect(wav.clippedSamples).toBe(1);
    expect(wav.finish().type).toBe('audio/wav');
    expect(() => wav.append(new Float32Array(1))).toThrow();
  });
});
