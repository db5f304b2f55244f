/** The four graphs of a Supertonic voice, their inputs found by name. */
import { requirePort } from '../../ort/ports';
import { output, type GraphSession, type Port, type TensorInput } from '../../ort/session';
import type { Component, EngineDeps } from '../engine';
import { loadGraph } from '../flow/graph';
import { integers } from '../pieces/integers';
import { refusal } from '../pieces/refusal';
import type { SupertonicConfig, SupertonicStyle } from './config';

/** What a graph must have. */
const GRAPHS = {
  duration_predictor: { inputs: ['text_ids', 'style_dp', 'text_mask'], output: 'duration' },
  text_encoder: { inputs: ['text_ids', 'style_ttl', 'text_mask'], output: 'text_emb' },
  vector_estimator: {
    inputs: [
      'noisy_latent',
      'text_emb',
      'style_ttl',
      'latent_mask',
      'text_mask',
      'current_step',
      'total_step',
    ],
    output: 'denoised_latent',
  },
  vocoder: { inputs: ['latent'], output: 'wav_tts' },
} as const;

type GraphName = keyof typeof GRAPHS;
/** The largest first: what its making takes is used again for the others, and a heap never shrinks. */
const ORDER: readonly GraphName[] = [
  'vector_estimator',
  'vocoder',
  'text_encoder',
  'duration_predictor',
];

interface LoadedGraph extends Component {
  readonly name: GraphName;
  readonly session: GraphSession;
}

export interface EncodedPassage {
  readonly ids: readonly number[];
  /** [1, text channels, characters]. */
  readonly embedding: Float32Array;
  readonly seconds: number;
}

export interface FlowStep {
  /** [latent channels, places]. */
  readonly latent: Float32Array;
  readonly places: number;
  /** From 0 to `steps` - 1. */
  readonly step: number;
  readonly steps: number;
}

export interface SupertonicGraphs {
  readonly components: readonly Component[];
  encode(ids: readonly number[]): Promise<EncodedPassage>;
  /** One step of the flow; gives the next latent. */
  move(encoded: EncodedPassage, step: FlowStep): Promise<Float32Array>;
  /** Samples of all places. */
  vocode(latent: Float32Array, places: number): Promise<Float32Array<ArrayBuffer>>;
  release(): Promise<void>;
}

/** Throws kind `modelLoad` where a graph lacks what it needs. One after the other, as a runtime has it. */
export async function loadGraphs(
  deps: EngineDeps,
  config: SupertonicConfig,
  style: SupertonicStyle,
): Promise<SupertonicGraphs> {
  const loaded: LoadedGraph[] = [];
  const release = async () => {
    for (const { session } of loaded) await session.release();
  };
  try {
    for (const name of ORDER) {
      const { session, weightBytes } = await loadGraph(deps, `${name}.onnx`);
      loaded.push({ name, session, weightBytes, release: () => session.release() });
      assertFits(name, session, config, style);
    }
  } catch (thrown) {
    await release();
    throw thrown;
  }
  return boundGraphs(loaded, config, style, release);
}

/** Its inputs and output are there, and as wide as the voice's other files say. */
function assertFits(
  name: GraphName,
  session: GraphSession,
  { latentChannels }: SupertonicConfig,
  { ttl, dp }: SupertonicStyle,
): void {
  const where = { component: 'supertonic', file: `${name}.onnx` };
  const widths: Readonly<Record<string, readonly (number | null)[]>> = {
    style_ttl: ttl.dims,
    style_dp: dp.dims,
    noisy_latent: [null, latentChannels, null],
    latent: [null, latentChannels, null],
  };
  for (const input of GRAPHS[name].inputs) {
    const port = requirePort(session.inputs, [input], where);
    if (isAsWide(port, widths[input] ?? [])) continue;
    const shape = port.shape.join(', ');
    throw refusal(`${where.file} wants ${input} as [${shape}]; the voice has others.`, where);
  }
  requirePort(session.outputs, [GRAPHS[name].output], where);
}

/** Sizes that are named and not told may be anything. */
function isAsWide({ shape }: Port, sizes: readonly (number | null)[]): boolean {
  return sizes.every((size, i) => {
    const declared = shape[i];
    return size === null || typeof declared !== 'number' || declared < 1 || declared === size;
  });
}

function boundGraphs(
  loaded: readonly LoadedGraph[],
  { latentChannels, hopSamples }: SupertonicConfig,
  { ttl, dp }: SupertonicStyle,
  release: () => Promise<void>,
): SupertonicGraphs {
  const run = async (
    name: GraphName,
    feeds: (inputs: readonly Port[]) => Feeding,
    length?: number,
  ) => {
    const session = loaded.find((graph) => graph.name === name)?.session;
    if (session === undefined) throw new Error(`There is no ${name}.`);
    return output(await session.run(feeds(session.inputs)), GRAPHS[name].output, length);
  };
  return {
    components: loaded,
    release,
    encode: async (ids) => {
      const text = (inputs: readonly Port[]) => ({
        text_ids: integers(portNamed(inputs, 'text_ids'), ids, [1, ids.length]),
        text_mask: ones(ids.length),
      });
      const durations = (inputs: readonly Port[]) => ({ ...text(inputs), style_dp: dp });
      const [seconds = NaN] = await run('duration_predictor', durations, 1);
      const embedding = await run('text_encoder', (inputs) => ({
        ...text(inputs),
        style_ttl: ttl,
      }));
      return { ids, embedding, seconds };
    },
    move: ({ ids, embedding }, { latent, places, step, steps }) => {
      const feeds = {
        noisy_latent: { data: latent, dims: [1, latentChannels, places] },
        text_emb: { data: embedding, dims: [1, embedding.length / ids.length, ids.length] },
        style_ttl: ttl,
        latent_mask: ones(places),
        text_mask: ones(ids.length),
        current_step: { data: Float32Array.of(step), dims: [1] },
        total_step: { data: Float32Array.of(steps), dims: [1] },
      };
      return run('vector_estimator', () => feeds, latent.length);
    },
    vocode: async (latent, places) => {
      const feeds = { latent: { data: latent, dims: [1, latentChannels, places] } };
      return Float32Array.from(await run('vocoder', () => feeds, places * hopSamples));
    },
  };
}

type Feeding = Readonly<Record<string, TensorInput>>;

function portNamed(ports: readonly Port[], name: string): Pick<Port, 'type'> {
  return ports.find((port) => port.name === name) ?? { type: 'int64' };
}

/** A mask of one text or one latent, all of which is to be heard. */
function ones(length: number): TensorInput {
  return { data: new Float32Array(length).fill(1), dims: [1, 1, length] };
}
