import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SottoError } from '../../base/errors';
import { ownerOf } from '../../contracts/voices';
import { parseKeptVoices } from '../kept-voices';
import { fileAddress, HUGGING_FACE, isPlainPath } from './hub';
import { parseHubTree } from './hub-tree';
import { kittenSource } from './kitten';
import { kokoroSource } from './kokoro';
import { withTermsOf } from './model-card';
import { parsePiperIndex, piperSource } from './piper';
import { supertonicSource } from './supertonic';
import { KOKORO_TREE, kittenTree, large, PIPER_INDEX, small, SUPERTONIC_TREE } from './testing';

const piper = (index: unknown) => parsePiperIndex(index, HUGGING_FACE);
const byKey = (key: string) => PIPER_INDEX[key] as NonNullable<(typeof PIPER_INDEX)[string]>;

/** Null where it is taken; rethrows what is no SottoError. */
function fieldOf(work: () => unknown): string | null {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof SottoError && thrown.detail.kind === 'validation') {
      return thrown.detail.field;
    }
    throw thrown;
  }
  return null;
}

describe('the Piper index', () => {
  const voices = piper(PIPER_INDEX);
  const voice = (id: string) => voices.find((one) => one.id === id);

  it('tells of every voice with its files, sizes and digests', () => {
    expect(voices).toHaveLength(6);
    expect(voice('piper-en_US-amy-medium')).toMatchObject({
      name: 'Amy',
      engine: 'piper',
      locale: 'en-US',
      languages: ['en'],
      quality: 'medium',
      sampleRate: 22_050,
      speaker: { sex: 'female' },
      files: [
        {
          name: 'model.onnx',
          url: 'https://huggingface.co/rhasspy/piper-voices/resolve/main/en/en_US/amy/medium/en_US-amy-medium.onnx',
          bytes: 63_201_294,
          digest: 'md5:2b96570db6becd09814a608c8d14a64f',
        },
        { name: 'model.onnx.json', bytes: 5954 },
      ],
    });
  });

  it('names speakers in the order of their numbers', () => {
    const google = voice('piper-ne_NP-google-x_low');
    expect(google?.speakers).toEqual(['0546', '3614', '2099']);
    expect(google?.speaker.id).toBe('0546');
    expect(voice('piper-en_US-amy-medium')?.speakers).toBeUndefined();
  });

  it('keeps names of any script in addresses and out of ids', () => {
    const tugao = voice('piper-pt_PT-tugao-medium');
    expect(tugao?.name).toBe('Tugão');
    expect(tugao?.files[0]?.url).toContain('/tug%C3%A3o/medium/pt_PT-tug%C3%A3o-medium.onnx');
  });

  it('says where use is limited, and where only the makers know', () => {
    expect(voice('piper-en_US-lessac-high')?.licence.limits).toMatch(/non-commercial/);
    expect(voice('piper-nl_BE-nathalie-medium')?.licence).toMatchObject({ name: 'CC0-1.0' });
    expect(voice('piper-nl_BE-nathalie-medium')?.licence.limits).toBeUndefined();
    const amy = voice('piper-en_US-amy-medium');
    expect(amy?.licence.url).toMatch(/\/blob\/main\/en\/en_US\/amy\/medium\/MODEL_CARD$/);
    expect(amy && piperSource(HUGGING_FACE).cardOf(amy)).toMatch(/\/resolve\/main\/.*MODEL_CARD$/);
  });

  it('can be kept and read again', () => {
    expect(parseKeptVoices(structuredClone(voices))).toEqual(voices);
  });

  it.each(['../../x.onnx', '/x.onnx', 'https://elsewhere.example/x.onnx', 'a//x.onnx', 'a?b.onnx'])(
    'is refused whole for the address %j',
    (path) => {
      const file = { size_bytes: 1, md5_digest: '0'.repeat(32) };
      const amy = byKey('en_US-amy-medium');
      const odd = { ...amy, files: { ...amy.files, [path]: file } };
      expect(fieldOf(() => piper({ ...PIPER_INDEX, odd }))).toBe('piper.odd.files');
    },
  );

  it('leaves out a few voices it cannot read, but not many', () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [
        `v${i}`,
        { ...byKey('en_US-amy-medium'), key: `v${i}` },
      ]),
    );
    const strange = { ...byKey('en_US-amy-medium'), quality: 'sublime' };
    expect(piper({ ...many, v0: strange })).toHaveLength(19);
    expect(fieldOf(() => piper({ ...many, v0: strange, v1: {}, v2: null }))).toBe('piper');
  });

  it('survives anything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(fieldOf(() => piper(json))).not.toBeNull();
      }),
    );
  });

  it('never makes an address outside the repository', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (path) => {
        if (!isPlainPath(path)) return;
        const where = { repository: 'a/b', revision: 'main' };
        const url = new URL(fileAddress(HUGGING_FACE, where, path));
        expect(url.href.startsWith('https://huggingface.co/a/b/resolve/main/')).toBe(true);
        expect(url.search + url.hash).toBe('');
      }),
    );
  });
});

describe('the hub’s list of files', () => {
  it('knows large files by SHA-256 and small ones by their git id', () => {
    const tree = parseHubTree(KOKORO_TREE);
    expect(tree.get('onnx/model.onnx')).toMatchObject({ bytes: 325_532_232 });
    expect(tree.get('onnx/model.onnx')?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(tree.get('README.md')?.digest).toMatch(/^git:[0-9a-f]{40}$/);
    expect(tree.has('onnx')).toBe(false);
  });

  it('takes no odd paths, sizes or digests', () => {
    const odd = [small('../x'), small('x', -1), { ...small('y'), oid: 'z' }, null, 7];
    const bad = { ...large('z', 5), lfs: { oid: '0', size: 5 } };
    expect([...parseHubTree([...odd, bad, small('good')]).keys()]).toEqual(['good']);
    expect(fieldOf(() => parseHubTree({ error: 'Repository not found' }))).toBe('tree');
  });
});

describe('Kokoro', () => {
  const source = kokoroSource(HUGGING_FACE);

  it('reads language and sex from the name; both editions share the style', () => {
    const voices = source.voicesOf([KOKORO_TREE]);
    expect(voices).toHaveLength(6);
    const [cpu, gpu] = ['kokoro-bm_george', 'kokoro-bm_george-gpu'].map((id) =>
      voices.find((voice) => voice.id === id),
    );
    expect(cpu).toMatchObject({ name: 'George', locale: 'en-GB', speaker: { sex: 'male' } });
    expect([cpu?.madeFor, gpu?.madeFor]).toEqual(['wasm', 'webgpu']);
    const owners = [cpu, gpu].map((one) => one?.files.map((file) => one && ownerOf(one, file)));
    expect(owners).toEqual([
      ['kokoro-q8', 'kokoro-styles'],
      ['kokoro-fp32', 'kokoro-styles'],
    ]);
  });

  it('has 54 voices when all are there', () => {
    const tree = source.voicesOf([KOKORO_TREE]);
    expect(tree.filter(({ madeFor }) => madeFor === 'wasm')).toHaveLength(3);
    const prefixes = 'af am bf bm ef em ff hf hm if im jf jm pf pm zf zm';
    const all = listOf54().map((key) => large(`voices/${key}.bin`, 522_240));
    const voices = source.voicesOf([[...KOKORO_TREE, ...all]]);
    expect(voices.filter(({ madeFor }) => madeFor === 'wasm')).toHaveLength(54);
    const found = new Set(listOf54().map((key) => key.slice(0, 2)));
    expect([...found].sort().join(' ')).toBe(prefixes);
  });

  it('is refused where nothing is there', () => {
    expect(fieldOf(() => source.voicesOf([[]]))).toBe('kokoro');
  });
});

describe('Kitten and Supertonic', () => {
  it('have eight voices in each edition of Kitten, which share all files', () => {
    const source = kittenSource(HUGGING_FACE);
    expect(source.lists).toHaveLength(5);
    const models = ['nano_v0_8', 'nano_v0_8', 'micro_v0_8', 'mini_v0_8', 'nano_v0_1'];
    const voices = source.voicesOf(models.map((model) => kittenTree(`kitten_tts_${model}.onnx`)));
    expect(voices).toHaveLength(40);
    expect(voices[0]).toMatchObject({
      id: 'kitten-nano-0.8-int8-bella',
      weights: 'kitten-nano-0.8-int8',
      speaker: { sex: 'female', id: 'expr-voice-2-f' },
    });
    expect(parseKeptVoices(structuredClone(voices))).toEqual(voices);
  });

  it('share four graphs and two tables in Supertonic, and say what its licence limits', () => {
    const voices = supertonicSource(HUGGING_FACE).voicesOf([SUPERTONIC_TREE, [], SUPERTONIC_TREE]);
    expect(voices.map(({ id }) => id)).toEqual([
      'supertonic-3-f1',
      'supertonic-3-m1',
      'supertonic-1-f1',
      'supertonic-1-m1',
    ]);
    const [f1] = voices;
    expect(f1?.languages).toHaveLength(31);
    expect(f1?.licence.limits).toMatch(/consent/);
    expect(f1?.files.filter(({ owner }) => owner === 'supertonic-3')).toHaveLength(6);
    expect(f1?.files.every(({ mirrors }) => mirrors?.length === 1)).toBe(true);
    expect(parseKeptVoices(structuredClone(voices))).toEqual(voices);
  });
});

describe('a model card', () => {
  const [voice] = piper({ amy: byKey('en_US-amy-medium') });
  const terms = (licence: string) =>
    voice && withTermsOf(`# Model card\n\n## Dataset\n\n* License: ${licence}\n`, voice).licence;

  it('names the licence, and whether it limits use', () => {
    expect(terms('CC0')).toMatchObject({ name: 'CC0' });
    expect(terms('CC0')?.limits).toBeUndefined();
    expect(terms('CC BY-SA 4.0')?.limits).toBeUndefined();
    expect(terms('CC BY-NC-SA 4.0')?.limits).toMatch(/no commercial use/);
    expect(terms('Blizzard Challenge')?.limits).toMatch(/limits/);
    expect(terms('https://example.org/license.html')?.name).toBe('example.org');
    expect(terms('Something else')?.limits).toMatch(/model card/);
  });

  it('changes nothing where it names none', () => {
    expect(voice && withTermsOf('<html>Sign in</html>', voice)).toBe(voice);
  });
});

describe('voices as they were kept', () => {
  const voices = piper(PIPER_INDEX);
  it.each([
    'https://elsewhere.example/x',
    'http://huggingface.co/x',
    'https://a:b@huggingface.co/x',
  ])('must not send the app to %s', (url) => {
    const [one] = structuredClone(voices) as unknown as { files: { url: string }[] }[];
    if (one?.files[0]) one.files[0].url = url;
    expect(fieldOf(() => parseKeptVoices([one]))).toBe('0.files.0.url');
  });
});

function listOf54(): string[] {
  const names =
    'af_alloy af_aoede af_bella af_heart af_jessica af_kore af_nicole af_nova af_river af_sarah af_sky ' +
    'am_adam am_echo am_eric am_fenrir am_liam am_michael am_onyx am_puck am_santa bf_alice bf_emma ' +
    'bf_isabella bf_lily bm_daniel bm_fable bm_george bm_lewis ef_dora em_alex em_santa ff_siwis hf_alpha ' +
    'hf_beta hm_omega hm_psi if_sara im_nicola jf_alpha jf_gongitsune jf_nezumi jf_tebukuro jm_kumo pf_dora ' +
    'pm_alex pm_santa zf_xiaobei zf_xiaoni zf_xiaoxiao zf_xiaoyi zm_yunjian zm_yunxi zm_yunxia zm_yunyang';
  return names.split(' ');
}
