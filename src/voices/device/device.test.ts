import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileDigest, Voice } from '../../contracts/voices';
import { parseKeptVoices } from '../kept-voices';
import { ByteWindow, Malformed } from './byte-window';
import { importVoices } from './import-voices';
import { readOnnxHeader } from './onnx-header';
import { recognise } from './recognise';
import { jsonFile, onnxBytes, piperConfig, PIPER_INPUTS, STYLE_INPUTS } from './testing';

const graphFile = (name: string, inputs: readonly string[] = PIPER_INPUTS, more = {}) =>
  new File([onnxBytes({ inputs, ...more })], name);
const read = (bytes: Uint8Array<ArrayBuffer>) => readOnnxHeader(new Blob([bytes]));
const MODELS = new URL('../../../e2e/models/piper-single/', import.meta.url);

describe('readOnnxHeader', () => {
  it('reads what a graph takes and gives; weights that are listed as inputs do not count', async () => {
    const bytes = onnxBytes({ inputs: [...PIPER_INPUTS, 'w'], weightBytes: 400_000 });
    expect(await read(bytes)).toEqual({
      inputs: PIPER_INPUTS,
      outputs: ['output'],
      producer: 'pytorch',
      hasExternalWeights: false,
    });
    const outside = onnxBytes({ inputs: ['x'], isExternal: true });
    expect(await read(outside)).toMatchObject({ hasExternalWeights: true });
  });

  it('reads a real export, and only a little of a large one', async () => {
    const file = readFileSync(new URL('en_US-small-medium.onnx', MODELS));
    const header = await readOnnxHeader(new Blob([new Uint8Array(file)]));
    expect(header.inputs).toEqual(expect.arrayContaining(PIPER_INPUTS));
    let bytesRead = 0;
    const large = new Blob([onnxBytes({ inputs: ['x'], weightBytes: 300_000 })]);
    await readOnnxHeader({
      size: large.size,
      slice: (start, end) => {
        bytesRead += end - start;
        return large.slice(start, end);
      },
    });
    expect(bytesRead).toBeLessThan(200_000);
  });

  it('refuses every shortened file as malformed', async () => {
    const whole = onnxBytes({ inputs: PIPER_INPUTS });
    // What follows the graph may be missing unseen: the version of the operators.
    const graphEnds = whole.length - 4;
    for (let length = 0; length < graphEnds; length++) {
      await expect(read(whole.slice(0, length)), `${length} bytes`).rejects.toBeInstanceOf(
        Malformed,
      );
    }
  });

  it('refuses a field that reaches beyond its message', async () => {
    const output = [0x62, 3, 0x0a, 1, 0x79];
    const tooLong = [0x5a, 40];
    const graph = [...output, ...tooLong];
    const rest = Array.from({ length: 20 }, () => [0x18, 1]).flat();
    const bytes = Uint8Array.from([0x08, 8, 0x3a, graph.length, ...graph, ...rest]);
    await expect(read(bytes)).rejects.toBeInstanceOf(Malformed);
  });

  it('ends on any bytes, with a header or as malformed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const header = await read(new Uint8Array(bytes)).catch((thrown: unknown) => thrown);
        if (header instanceof Error) expect(header).toBeInstanceOf(Malformed);
      }),
    );
  });

  it('ends on any one byte changed', async () => {
    const whole = onnxBytes({ inputs: PIPER_INPUTS });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const changed = whole.with(at, value);
        const header = await read(changed).catch((thrown: unknown) => thrown);
        if (header instanceof Error) expect(header).toBeInstanceOf(Malformed);
      }),
    );
  });

  it('reads numbers of any size across its windows', async () => {
    const window = new ByteWindow(new Blob([Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x10, 5)]));
    expect(await window.varint()).toBe(2 ** 32);
    expect(await window.varint()).toBe(5);
    await expect(window.take(1)).rejects.toBeInstanceOf(Malformed);
  });
});

describe('recognise', () => {
  const reasons = async (...files: File[]) =>
    (await recognise(files)).refusals.map((r) => r.reason);
  const PAIR = [
    graphFile('en_US-amy-medium.onnx'),
    jsonFile('en_US-amy-medium.onnx.json', piperConfig()),
  ];

  it('takes a Piper pair, whatever else lies beside it', async () => {
    const { voices, refusals } = await recognise([...PAIR, new File(['hello'], 'README.txt')]);
    expect(voices).toMatchObject([
      { name: 'Amy', engine: 'piper', locale: 'en-US', languages: ['en'], sampleRate: 22_050 },
    ]);
    expect(refusals).toHaveLength(1);
  });

  it('pairs several by name, and one pair whatever it is called', async () => {
    const other = [
      jsonFile('de_DE-eva-low.onnx.json', piperConfig({ espeak: { voice: 'de' } })),
      graphFile('de_DE-eva-low.onnx'),
    ];
    const { voices } = await recognise([...other, ...PAIR]);
    expect(voices.map(({ name, locale }) => [name, locale])).toEqual([
      ['Eva', 'de'],
      ['Amy', 'en-US'],
    ]);
    const renamed = await recognise([graphFile('a'), jsonFile('config.json', piperConfig())]);
    expect(renamed.voices).toHaveLength(1);
  });

  it('lists speakers', async () => {
    const config = piperConfig({ num_speakers: 2, speaker_id_map: { bob: 1, ada: 0 } });
    const graph = graphFile('a.onnx', [...PIPER_INPUTS, 'sid']);
    const { voices } = await recognise([graph, jsonFile('a.onnx.json', config)]);
    expect(voices[0]?.speakers).toEqual(['ada', 'bob']);
    const mute = await reasons(graphFile('a.onnx'), jsonFile('a.onnx.json', config));
    expect(mute[0]).toMatch(/do not belong together/);
  });

  it('takes Kokoro styles, each as a voice of the one graph', async () => {
    const style = (name: string) => new File([new Uint8Array(522_240)], name);
    const graph = graphFile('model.onnx', STYLE_INPUTS);
    const found = await recognise([style('bf_emma.bin'), style('own.bin'), graph]);
    expect(found.refusals).toEqual([]);
    expect(found.voices.map(({ name, engine }) => [name, engine])).toEqual([
      ['Emma', 'kokoro'],
      ['Own', 'kokoro'],
    ]);
  });

  it('takes a voice of ours', async () => {
    const manifest = { sampleRate: 24_000, hopSamples: 256, symbols: ['_', 'a'] };
    const graphs = ['encoder', 'flow', 'vocoder'].map((name) => graphFile(`${name}.onnx`, ['x']));
    const { voices, refusals } = await recognise([...graphs, jsonFile('voice.json', manifest)]);
    expect(refusals).toEqual([]);
    expect(voices[0]?.files.map(({ name }) => name)).toEqual([
      'encoder.onnx',
      'flow.onnx',
      'vocoder.onnx',
      'voice.json',
    ]);
    const [half] = await reasons(...graphs.slice(0, 1), jsonFile('voice.json', manifest));
    expect(half).toMatch(/only a part.*“flow.onnx”, “vocoder.onnx”/);
  });

  it.each([
    ['half a pair', [graphFile('a.onnx')], /only half.*“a.onnx.json”/],
    ['the other half', [jsonFile('a.onnx.json', piperConfig())], /only half.*“a.onnx”/],
    ['a style alone', [new File([new Uint8Array(1024)], 'a.bin')], /only half.*\.onnx/],
    ['nothing', [new File([], 'a.onnx')], /is empty/],
    ['a page', [new File(['<!DOCTYPE html><p>Sign in'], 'a.onnx')], /web page/],
    [
      'a git pointer',
      [new File(['version https://git-lfs.github.com/spec/v1\n'], 'a.onnx')],
      /git/,
    ],
    ['an archive', [new File(['PK\u0003\u0004....'], 'a.zip')], /archive/],
    [
      'half a graph',
      [new File([onnxBytes({ inputs: ['x'] }).slice(0, 90)], 'a.onnx')],
      /cut short/,
    ],
    ['half a JSON', [new File(['{"audio": {'], 'a.onnx.json')], /not whole JSON/],
    ['weights elsewhere', [graphFile('a.onnx', ['x'], { isExternal: true })], /another file/],
    ['another model', [graphFile('a.onnx', ['pixels'])], /it takes “pixels”/],
    [
      'a picture',
      [new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47)], 'a.png')],
      /no part of a voice/,
    ],
  ])('refuses %s and says why', async (_, files, reason) => {
    const found = await recognise(files);
    expect(found.voices).toEqual([]);
    expect(found.refusals.map((one) => one.reason).join(' ')).toMatch(reason);
  });

  it.each([
    [{ phoneme_type: 'pinyin' }, /“pinyin”, which Sotto cannot/],
    [{ phoneme_id_map: undefined }, /“phoneme_id_map” is wrong/],
    [{ audio: { sample_rate: 1e9 } }, /“audio.sample_rate” is wrong/],
    [{ espeak: {} }, /does not tell its language/],
  ])('refuses a description with %j', async (change, reason) => {
    const refusals = await reasons(
      graphFile('a.onnx'),
      jsonFile('a.onnx.json', piperConfig(change)),
    );
    expect(refusals.join(' ')).toMatch(reason);
  });

  it('refuses a graph that is too large without reading it', async () => {
    const large = Object.defineProperty(graphFile('a.onnx'), 'size', { value: 2 ** 31 });
    expect((await reasons(large))[0]).toMatch(/too large/);
  });

  it('takes no file of any mixture twice, and always says something', async () => {
    const some = fc.constantFrom(...PAIR, graphFile('b.onnx', ['x']), jsonFile('c.json', {}));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(some, { minLength: 1 }), async (files) => {
        const { voices, refusals } = await recognise(files);
        const placed = voices.flatMap((voice) => voice.files.map(({ file }) => file.name));
        const told = [...placed, ...refusals.map(({ fileName }) => fileName)];
        expect(told.length).toBeGreaterThan(0);
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });
});

describe('importVoices', () => {
  function storage() {
    const kept = new Map<string, readonly string[]>();
    return {
      kept,
      digest: async (file: Blob): Promise<FileDigest> => {
        const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
        return `sha256:${Buffer.from(hash).toString('hex')}`;
      },
      keep: async (voice: Voice, files: Readonly<Record<string, Blob>>) =>
        void kept.set(voice.id, Object.keys(files)),
    };
  }
  const pair = () => [graphFile('a.onnx'), jsonFile('a.onnx.json', piperConfig())];

  it('keeps a voice under its digest, so that the same files are the same voice', async () => {
    const device = storage();
    const first = await importVoices(pair(), device);
    const again = await importVoices(pair(), device);
    const other = await importVoices(
      [graphFile('a.onnx', [...PIPER_INPUTS, 'sid']), pair()[1] as File],
      device,
    );
    expect(first.voices[0]?.id).toMatch(/^device-[0-9a-f]{16}$/);
    expect(again.voices[0]?.id).toBe(first.voices[0]?.id);
    expect(other.voices[0]?.id).not.toBe(first.voices[0]?.id);
    expect(device.kept.get(first.voices[0]?.id ?? '')).toEqual(['model.onnx', 'model.onnx.json']);
    expect(parseKeptVoices(structuredClone(first.voices))).toEqual(first.voices);
  });

  it('tells why a voice could not be kept, and goes on', async () => {
    const full = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    const { voices, refusals } = await importVoices(pair(), { ...storage(), keep: full });
    expect(voices).toEqual([]);
    expect(refusals[0]?.reason).toMatch(/“a.onnx” could not be kept/);
  });
});
