/** A loaded Piper graph: symbols in, sound out, and the frames of each symbol where they can be had. */
import { requirePort, findPort } from '../../ort/ports';
import { output, type GraphSession, type Port } from '../../ort/session';
import type { EngineDeps } from '../engine';
import { integers } from '../pieces/integers';
import { editGraph } from './graph-edit';

export interface PiperInput {
  readonly ids: readonly number[];
  readonly scales: {
    readonly noise: number;
    readonly length: number;
    readonly durationNoise: number;
  };
  /** Ignored by graphs of one speaker. */
  readonly speaker: number;
  /** Standard normal numbers; they are used again from the start where there are too few. */
  readonly noise: () => Float32Array;
}

export interface PiperSound {
  readonly pcm: Float32Array<ArrayBuffer>;
  /** For each number of the input; null where the graph does not tell. */
  readonly frames: Int32Array | null;
}

export interface PiperGraph {
  readonly hasSpeakers: boolean;
  readonly weightBytes: number;
  run(input: PiperInput): Promise<PiperSound>;
  release(): Promise<void>;
}

/** Names by which exports of VITS call their inputs and outputs; Piper's own stand first. */
const NAMES = {
  symbols: ['input', 'x'],
  lengths: ['input_lengths', 'x_lengths', 'x_length'],
  scales: ['scales'],
  speaker: ['sid'],
  wave: ['output', 'audio'],
  frames: ['w_ceil', 'durations'],
} as const;

interface OpenedSession {
  readonly session: GraphSession;
  readonly frames: string | null;
  readonly noise: string | null;
}

/** Throws kind `modelLoad` where the graph is none of Piper's. */
export async function loadPiperGraph(
  { provider, files }: Pick<EngineDeps, 'provider' | 'files'>,
  file: string,
): Promise<PiperGraph> {
  const bytes = await files.read(file);
  const opened = await openSession(bytes, (graph) => provider.createSession(graph, file));
  try {
    return boundGraph(opened, file, bytes.byteLength);
  } catch (thrown) {
    await opened.session.release();
    throw thrown;
  }
}

async function openSession(
  bytes: Uint8Array,
  create: (graph: Uint8Array) => Promise<GraphSession>,
): Promise<OpenedSession> {
  const edited = editGraph(bytes);
  const published = { bytes, frames: null, noise: null };
  // An edit that the runtime does not take costs the edit, not the voice.
  const { session, graph } = await create(edited.bytes).then(
    (session) => ({ session, graph: edited }),
    async (thrown: unknown) => {
      if (edited.bytes === bytes) throw thrown;
      return { session: await create(bytes), graph: published };
    },
  );
  const frames = graph.frames ?? findPort(session.outputs, NAMES.frames)?.name ?? null;
  return { session, frames, noise: graph.noise };
}

function boundGraph(
  { session, frames, noise }: OpenedSession,
  file: string,
  weightBytes: number,
): PiperGraph {
  const where = { component: 'piper', file };
  const input = (names: readonly string[]) => requirePort(session.inputs, names, where);
  const symbols = input(NAMES.symbols);
  const lengths = input(NAMES.lengths);
  const scales = input(NAMES.scales);
  const speaker: Port | undefined = findPort(session.inputs, NAMES.speaker);
  const wave = requirePort(session.outputs, NAMES.wave, where);
  return {
    hasSpeakers: speaker !== undefined,
    weightBytes,
    run: async (asked) => {
      const { ids } = asked;
      const { noise: loudness, length, durationNoise } = asked.scales;
      const numbers = noise === null ? null : asked.noise();
      const outputs = await session.run({
        [symbols.name]: integers(symbols, ids, [1, ids.length]),
        [lengths.name]: integers(lengths, [ids.length], [1]),
        [scales.name]: { data: Float32Array.of(loudness, length, durationNoise), dims: [3] },
        ...(speaker && { [speaker.name]: integers(speaker, [asked.speaker], [1]) }),
        ...(noise !== null && numbers && { [noise]: { data: numbers, dims: [numbers.length] } }),
      });
      return {
        pcm: Float32Array.from(output(outputs, wave.name)),
        frames: frames === null ? null : framesOf(output(outputs, frames), ids),
      };
    },
    release: () => session.release(),
  };
}

/** Null where they are not those of the symbols. */
function framesOf(values: Float32Array, ids: readonly number[]): Int32Array | null {
  return values.length === ids.length ? Int32Array.from(values) : null;
}
