/** One passage from its characters to its sound. */
import { hashText, seededRandom } from '../../../src/base/random';
import type { SynthesisOptions } from '../../../src/contracts/speech';
import type { EngineDeps } from '../engine';
import { inStage } from '../flow/stage';
import type { EncodedText } from './characters';
import type { SupertonicConfig } from './config';
import type { EncodedPassage, SupertonicGraphs } from './graphs';
import type { SpokenPassage } from './join';
import type { Passage } from './passages';

export const COMPONENT = 'engine.supertonic';
/** No passage is that long unless the prediction has gone astray. */
const MAX_PASSAGE_SECONDS = 90;

interface PassageParts {
  readonly config: SupertonicConfig;
  readonly graphs: SupertonicGraphs;
  readonly deps: EngineDeps;
}

export interface PassageRequest {
  readonly passage: Passage;
  readonly encoded: EncodedText;
  readonly pace: number;
  readonly options: SynthesisOptions;
  readonly checkpoint: () => Promise<void>;
}

export async function speakPassage(
  { config, graphs, deps }: PassageParts,
  { passage, encoded: { ids }, pace, options, checkpoint }: PassageRequest,
): Promise<SpokenPassage> {
  const startMs = deps.now();
  await checkpoint();
  const encoding = graphs
    .encode(ids)
    .then((encoded) => ({ encoded, places: placesOf(encoded, pace, config) }));
  const { encoded, places } = await inStage('encode', encoding, COMPONENT);
  const encodedMs = deps.now();
  const noise = startingNoise(passage.text, places * config.latentChannels, options, deps);
  const request = { steps: stepsOf(options), places, checkpoint };
  const latent = await inStage('flow', flow(graphs, encoded, noise, request), COMPONENT);
  const flowedMs = deps.now();
  await checkpoint();
  const pcm = await inStage('vocode', graphs.vocode(latent, places), COMPONENT);
  return {
    passage,
    pcm,
    places,
    tokens: ids.length,
    encodeMs: encodedMs - startMs,
    flowMs: flowedMs - encodedMs,
    vocodeMs: deps.now() - flowedMs,
  };
}

/** From noise to a latent that can be made sound. */
export async function flow(
  graphs: SupertonicGraphs,
  encoded: EncodedPassage,
  noise: Float32Array,
  request: Pick<PassageRequest, 'checkpoint'> & { readonly steps: number; readonly places: number },
): Promise<Float32Array> {
  const { steps, places, checkpoint } = request;
  let latent = noise;
  for (let step = 0; step < steps; step++) {
    await checkpoint();
    latent = await graphs.move(encoded, { latent, places, step, steps });
  }
  return latent;
}

/** As long as predicted, and on to the next whole place: nothing of the last word is cut. */
function placesOf({ seconds }: EncodedPassage, pace: number, config: SupertonicConfig): number {
  const paced = seconds / pace;
  if (!(paced > 0 && paced <= MAX_PASSAGE_SECONDS)) {
    throw new Error(`A passage cannot be ${paced} seconds long.`);
  }
  const samples = Math.floor(paced * config.sampleRate);
  return Math.max(1, Math.ceil(samples / config.hopSamples));
}

/** At the voice's own temperature as loud as the model was taught. */
function startingNoise(
  text: string,
  length: number,
  { seed, temperature }: SynthesisOptions,
  { files }: Pick<EngineDeps, 'files'>,
): Float32Array {
  const own = files.voice.defaults.temperature;
  const warmth = own > 0 ? temperature / own : temperature;
  const random = seededRandom(hashText(text, seed));
  return Float32Array.from({ length }, () => warmth * random.gaussian());
}

export const stepsOf = ({ steps }: SynthesisOptions) => Math.max(1, Math.round(steps));
