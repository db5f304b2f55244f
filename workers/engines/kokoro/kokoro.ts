/** Kokoro v1.0: 82 million weights in one graph, 54 voices of 522 kB that share it. */
import { SottoError } from '../../../src/base/errors';
import type { BlendShare } from '../../../src/contracts/speech';
import { ownerOf, type Voice, type VoiceFile } from '../../../src/contracts/voices';
import type { Engine, EngineDeps, LoadEngine } from '../engine';
import { fileNamed, loadShares } from '../style/files';
import { loadStyleGraph } from '../style/graph';
import { styleEngine } from '../style/speak';
import { rawStyleTable } from '../style/table';
import { MARK_IDS, SPACE_ID } from './alphabet';
import { spell } from './spell';
import type { Variety } from './spellings';

const NAME = 'kokoro';
const SAMPLE_RATE_HZ = 24_000;
/** 25 ms. */
const FRAME_SAMPLES = 600;
/** Symbols: the model has 512 places, one either side is for the pads. */
const LIMITS = { best: 160, most: 510, space: SPACE_ID, marks: MARK_IDS };
const PAD = 0;

/** Their writing is not turned into sounds by espeak-ng as the model learnt it. */
const NOT_READ: Readonly<Partial<Record<string, string>>> = { ja: 'Japanese', zh: 'Chinese' };

async function loadKokoro(deps: EngineDeps): Promise<Engine> {
  const { voice } = deps.files;
  refuseUnread(voice);
  const graphFile = fileNamed(voice, '.onnx', NAME);
  const styleFile = fileNamed(voice, '.bin', NAME);
  const style = rawStyleTable(await deps.files.read(styleFile.name), styleFile.name);
  const graph = await loadStyleGraph(deps, graphFile.name, NAME);
  const shares = loadShares(async (share) => {
    const { owner, name } = styleFileOf(share, voice, styleFile);
    return rawStyleTable(await deps.files.readFrom(owner, name), name);
  });
  return styleEngine(
    {
      name: NAME,
      sampleRate: SAMPLE_RATE_HZ,
      graph,
      style,
      limits: LIMITS,
      around: () => ({ before: [PAD], after: [PAD] }),
      speed: 1,
      frameSamples: FRAME_SAMPLES,
      tailSamples: 0,
      encode: ({ phonemes, language }) => spell(phonemes, varietyOf(language, voice.locale)),
      row: (symbols) => symbols - 1,
      shares,
    },
    deps,
  );
}

export const loadKokoroEngine: LoadEngine = Object.assign(loadKokoro, { avoidsGpu });

/** GPUs compute its quantised and half-precision files wrongly (onnxruntime 29807, 32578). */
function avoidsGpu({ files, madeFor }: Voice): string | null {
  const isNarrow = files.some(({ name, url }) =>
    /(fp16|bf16|q4|q8|quant|int8)[^/]*\.onnx/i.test(`${name} ${url}`),
  );
  if (!isNarrow && madeFor !== 'wasm') return null;
  return 'This voice is the compact edition of Kokoro, which only the processor computes rightly.';
}

/** By the text's own region where it tells one, else by the voice's. */
function varietyOf(language: string, locale: string): Variety {
  if (!/^en\b/.test(language)) return 'other';
  const tag = language.includes('-') ? language : locale;
  return /^en-(GB|IE|AU|NZ|ZA|IN)\b/i.test(tag) ? 'british' : 'american';
}

/** How a style is kept that comes without a speaker's name: from the listener's own disk. */
const NAMELESS_STYLE = 'style.bin';

/** Voices of one family keep their styles alike: under one name or each under its own, named by the speaker. */
function styleFileOf({ voiceId, speakerId }: BlendShare, voice: Voice, styleFile: VoiceFile) {
  if (speakerId === null) return { owner: voiceId, name: NAMELESS_STYLE };
  const owner = ownerOf(voice, styleFile);
  const own = voice.speaker.id;
  if (own === undefined) return { owner: voiceId, name: `${speakerId}.bin` };
  const name = styleFile.name.replace(own, () => speakerId);
  return { owner: owner === voice.id ? voiceId : owner, name };
}

function refuseUnread({ locale, name }: Voice): void {
  const language = NOT_READ[locale.split('-')[0] ?? ''];
  if (language === undefined) return;
  throw new SottoError(
    `Sotto cannot read ${language} aloud with ${name} yet.`,
    { kind: 'config', key: 'voice' },
    {
      operation: 'load',
      component: `engine.${NAME}`,
      suggestion: `Choose another voice: what turns ${language} writing into sounds for this one is missing.`,
    },
  );
}
