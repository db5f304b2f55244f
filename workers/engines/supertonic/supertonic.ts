/**
 * Voices of Supertonic 1 to 3 (Supertone): letters in, and a flow over a latent in as many steps as are asked
 * for. The same text and seed give the same samples. The model does not tell when its words sound: that is
 * estimated, and said to be.
 */
import { throwIfAborted } from '../../../src/base/abort';
import { seededRandom } from '../../../src/base/random';
import type { SynthesisOptions } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';
import type { Voice } from '../../../src/contracts/voices';
import type { EngineOutput } from '../../../src/contracts/workers';
import type { Engine, EngineDeps } from '../engine';
import { refusal } from '../pieces/refusal';
import { shapeSound, silentOutput } from '../pieces/sound';
import { encodeText } from './characters';
import {
  parseConfig,
  parseIndexer,
  parseStyle,
  type SupertonicConfig,
  type UnicodeIndexer,
} from './config';
import { loadGraphs, type SupertonicGraphs } from './graphs';
import { joinPassages, type SpokenPassage } from './join';
import { COMPONENT, flow, speakPassage, stepsOf } from './passage-speech';
import { languageFor, readPassages } from './reading';

interface SupertonicParts {
  readonly config: SupertonicConfig;
  readonly indexer: UnicodeIndexer;
  readonly graphs: SupertonicGraphs;
  readonly deps: EngineDeps;
}

export async function loadSupertonicEngine(deps: EngineDeps): Promise<Engine> {
  const { files } = deps;
  const read = async <T>(file: string, parse: (bytes: Uint8Array, file: string) => T) =>
    parse(await files.read(file), file);
  const config = await read('tts.json', parseConfig);
  const indexer = await read('unicode_indexer.json', parseIndexer);
  const style = await read(styleFile(files.voice), parseStyle);
  const graphs = await loadGraphs(deps, config, style);
  const parts = { config, indexer, graphs, deps };
  return {
    supports: { guidance: false, emotions: false, timings: 'estimated' },
    synthesize: (utterance, options, signal) => synthesize(parts, utterance, options, signal),
    selfTest: () => selfTest(parts),
    components: () => graphs.components,
    release: () => graphs.release(),
  };
}

/** That of the speaker asked for, e.g. `F1.json`, or `style.json`; without a speaker, the first there is. */
function styleFile({ id, files, speaker }: Voice): string {
  const styles = files
    .map(({ name }) => name)
    .filter((name) => name.endsWith('.json') && !/^(tts|unicode_indexer)\.json$/.test(name));
  const asked = speaker.id === undefined ? styles : [`${speaker.id}.json`, 'style.json'];
  const found = asked.find((name) => styles.includes(name));
  if (found !== undefined) return found;
  throw refusal(`There is no ${asked[0] ?? 'style'} among its files.`, {
    component: 'supertonic',
    file: asked[0] ?? id,
    message: 'This voice does not know the speaker that was chosen.',
  });
}

async function synthesize(
  parts: SupertonicParts,
  utterance: Utterance,
  options: SynthesisOptions,
  signal: AbortSignal,
): Promise<EngineOutput> {
  const { config, deps } = parts;
  const { sampleRate } = config;
  const checkpoint = async () => {
    await deps.breathe();
    throwIfAborted(signal, 'synthesize', COMPONENT);
  };
  const startMs = deps.now();
  const passages = readPassages(utterance, parts.indexer, deps.files.voice);
  const unknown = passages.reduce((sum, { encoded }) => sum + encoded.unknown, 0);
  const audible = passages.filter(({ encoded }) => encoded.ids.length > 0);
  if (audible.length === 0) return silentOutput(utterance, sampleRate, unknown);

  const pace = options.pace * utterance.prosody.rate;
  const spoken: SpokenPassage[] = [];
  for (const { passage, encoded } of audible) {
    spoken.push(await speakPassage(parts, { passage, encoded, pace, options, checkpoint }));
  }
  const joined = joinPassages(spoken, utterance.words, sampleRate);
  const pcm = shapeSound(joined.pcm, utterance, options, sampleRate);
  const sum = (of: (passage: SpokenPassage) => number) =>
    spoken.reduce((total, passage) => total + of(passage), 0);
  return {
    chunk: { utteranceId: utterance.id, pcm, sampleRate, words: joined.words },
    stages: {
      encodeMs: sum(({ encodeMs }) => encodeMs),
      flowMs: sum(({ flowMs }) => flowMs),
      vocodeMs: sum(({ vocodeMs }) => vocodeMs),
      totalMs: deps.now() - startMs,
      frames: sum(({ places }) => places),
      tokens: sum(({ tokens }) => tokens),
      steps: stepsOf(options),
    },
    unknownSymbols: unknown,
    predictedSamples: joined.predictedSamples,
  };
}

const TEST_TEXT = 'One, two.';
const TEST_PLACES = 8;
const TEST_STEPS = 2;

/** Small enough for a software GPU; every graph is run. Its length is not the model's to say. */
async function selfTest(parts: SupertonicParts): Promise<Float32Array> {
  const { graphs, config, indexer, deps } = parts;
  const { ids } = encodeText(TEST_TEXT, indexer, languageFor(indexer, deps.files.voice, 'en'));
  const encoded = await graphs.encode(ids);
  const random = seededRandom(1);
  const length = TEST_PLACES * config.latentChannels;
  const noise = Float32Array.from({ length }, () => random.gaussian());
  const request = { steps: TEST_STEPS, places: TEST_PLACES, checkpoint: deps.breathe };
  const latent = await flow(graphs, encoded, noise, request);
  const wave = await graphs.vocode(latent, TEST_PLACES);
  return Float32Array.from([encoded.seconds, ...wave]);
}
