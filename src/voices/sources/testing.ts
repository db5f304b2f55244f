/** Lists as the hub really sends them, in excerpts, for tests. */

const entry = (
  key: string,
  name: string,
  family: string,
  code: string,
  quality: string,
  bytes: number,
  more: object = {},
) => {
  const folder = `${family}/${code}/${name}/${quality}`;
  return {
    key,
    name,
    language: {
      code,
      family,
      region: code.slice(3),
      name_native: 'x',
      name_english: 'x',
      country_english: 'x',
    },
    quality,
    num_speakers: 1,
    speaker_id_map: {},
    files: {
      [`${folder}/${key}.onnx`]: {
        size_bytes: bytes,
        md5_digest: '2b96570db6becd09814a608c8d14a64f',
      },
      [`${folder}/${key}.onnx.json`]: {
        size_bytes: 5954,
        md5_digest: '9270af91d9b44a35b75cb6ce70dac93e',
      },
      [`${folder}/MODEL_CARD`]: {
        size_bytes: 237,
        md5_digest: '715587a977945498c5741b74eb81a1fd',
      },
    },
    aliases: [] as string[],
    ...more,
  };
};

/** Six voices of rhasspy/piper-voices: `voices.json`. */
export const PIPER_INDEX: Record<string, ReturnType<typeof entry>> = Object.fromEntries(
  [
    entry('zh_CN-huayan-x_low', 'huayan', 'zh', 'zh_CN', 'x_low', 20_628_813, {
      aliases: ['zh-cn-huayan-x-low'],
    }),
    entry('nl_BE-nathalie-medium', 'nathalie', 'nl', 'nl_BE', 'medium', 63_201_294),
    entry('en_US-lessac-high', 'lessac', 'en', 'en_US', 'high', 113_895_201),
    entry('en_US-amy-medium', 'amy', 'en', 'en_US', 'medium', 63_201_294),
    entry('pt_PT-tugão-medium', 'tugão', 'pt', 'pt_PT', 'medium', 63_201_294),
    entry('ne_NP-google-x_low', 'google', 'ne', 'ne_NP', 'x_low', 27_693_157, {
      num_speakers: 3,
      speaker_id_map: { '2099': 2, '0546': 0, '3614': 1 },
    }),
  ].map((one) => [one.key, one]),
);

const GIT_ID = '8b137891791fe96927ad78e64b0aad7bded08bdc';
const SHA = 'fbae9257e1e05ffc727e951ef9b9c98418e6d79f1c9b6b13bd59f5c9028a1478';

export const small = (path: string, size = 1200) => ({ type: 'file', oid: GIT_ID, size, path });

export const large = (path: string, size: number) => ({
  ...small(path, size),
  lfs: { oid: SHA, size, pointerSize: 133 },
  xetHash: 'b'.repeat(64),
});

/** As `/api/models/onnx-community/Kokoro-82M-v1.0-ONNX/tree/main?recursive=true` answers. */
export const KOKORO_TREE = [
  { type: 'directory', oid: GIT_ID, size: 0, path: 'onnx' },
  small('README.md'),
  large('onnx/model.onnx', 325_532_232),
  large('onnx/model_quantized.onnx', 92_361_271),
  large('voices/af_heart.bin', 522_240),
  large('voices/bm_george.bin', 522_240),
  large('voices/jf_alpha.bin', 522_240),
];

export const kittenTree = (model: string) => [
  small('config.json'),
  large(model, 25_000_000),
  large('voices.npz', 3_278_000),
];

export const SUPERTONIC_TREE = [
  small('LICENSE'),
  large('onnx/duration_predictor.onnx', 3_700_000),
  large('onnx/text_encoder.onnx', 36_400_000),
  large('onnx/vector_estimator.onnx', 256_500_000),
  large('onnx/vocoder.onnx', 101_400_000),
  small('onnx/tts.json'),
  large('onnx/unicode_indexer.json', 262_000),
  small('voice_styles/F1.json', 290_000),
  small('voice_styles/M1.json', 290_000),
];
