/** KittenTTS 0.1 and 0.8 (nano, micro, mini): small StyleTTS 2 models for English, eight voices in one archive. */
import type { Voice } from '../../../src/contracts/voices';
import type { Engine, EngineDeps, LoadEngine } from '../engine';
import { fileNamed, loadShares } from '../style/files';
import { loadStyleGraph } from '../style/graph';
import { readStyleArchive } from '../style/npz';
import { styleEngine } from '../style/speak';
import { COMMA_ID, END_ID, MARK_IDS, PAD_ID, SPACE_ID } from './alphabet';
import { findStyle, parseConfig, priorOf, speakerOf } from './config';
import { encode } from './encode';

const NAME = 'kitten';
const SAMPLE_RATE_HZ = 24_000;
/** No speech: the model closes every text with it. */
const TAIL_SAMPLES = 5000;
/** Symbols without those around. Beyond 400 the graph's own shapes no longer fit (`/bert/Expand`). */
const LIMITS = { best: 160, most: 395, space: SPACE_ID, marks: MARK_IDS };

async function loadKitten(deps: EngineDeps): Promise<Engine> {
  const { voice } = deps.files;
  const archiveFile = fileNamed(voice, '.npz', NAME);
  const config = parseConfig(await deps.files.read(fileNamed(voice, 'config.json', NAME).name));
  const archive = await deps.files.read(archiveFile.name);
  const tables = readStyleArchive(archive, archiveFile.name);
  const own = findStyle(speakerOf(voice, tables), config, tables);
  const graph = await loadStyleGraph(deps, fileNamed(voice, '.onnx', NAME).name, NAME);
  return styleEngine(
    {
      name: NAME,
      sampleRate: SAMPLE_RATE_HZ,
      graph,
      style: own.style,
      limits: LIMITS,
      around,
      speed: priorOf(own.name, config),
      frameSamples: null,
      tailSamples: TAIL_SAMPLES,
      encode: ({ phonemes }) => encode(phonemes),
      row: (_, characters) => characters,
      // All voices of a model are in its archive: nothing more is read.
      shares: loadShares(
        async ({ voiceId, speakerId }) => findStyle(speakerId ?? voiceId, config, tables).style,
      ),
    },
    deps,
  );
}

/** The model's own front-end adds a comma where a piece has no mark at its end. */
function around(ids: readonly number[]) {
  const isClosed = MARK_IDS.has(ids.at(-1) ?? PAD_ID);
  const mark = isClosed ? [] : [SPACE_ID, COMMA_ID];
  return { before: [PAD_ID], after: [...mark, END_ID, PAD_ID] };
}

export const loadKittenEngine: LoadEngine = Object.assign(loadKitten, { avoidsGpu });

/** Of the published files one alone says that it is float32. */
function avoidsGpu({ files }: Voice): string | null {
  if (files.some(({ name, url }) => /fp32.*\.onnx/i.test(`${url} ${name}`))) return null;
  return 'This voice is a compact edition of Kitten, which only the processor computes rightly.';
}
