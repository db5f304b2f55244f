/** ONNX Runtime's sessions, some runs of which go wrong when the armory says so. */
import { seededRandom } from '../../src/base/random';
import type { FaultName, FaultStage } from '../../src/faults/names';
import type { Providers } from '../engines/open';
import type { GraphSession, SessionProvider } from '../ort/session';
import { deliberate, never, type Armory } from './armory';
import { block, crash, die } from './faulty-worker';

type Outputs = Awaited<ReturnType<GraphSession['run']>>;

const STAGES: Readonly<Record<string, FaultStage>> = {
  'encoder.onnx': 'encode',
  'flow.onnx': 'flow',
  'vocoder.onnx': 'vocode',
};

export function faultyProviders(providers: Providers, armory: Armory): Providers {
  return {
    wasm: async (threads) => faultyProvider(await providers.wasm(threads), armory),
    webgpu: async (threads) => {
      const { gpu, cpu } = await providers.webgpu(threads);
      return { gpu: faultyProvider(gpu, armory), cpu };
    },
  };
}

function faultyProvider(provider: SessionProvider, armory: Armory): SessionProvider {
  return {
    ...provider,
    createSession: async (graph, name) => {
      const session = await provider.createSession(graph, name);
      const stage = STAGES[name];
      return stage === undefined ? session : faultySession(session, stage, armory);
    },
  };
}

/** What concerns the whole engine strikes in the middle of a job: in a step of the flow. */
function faultySession(session: GraphSession, stage: FaultStage, armory: Armory): GraphSession {
  return {
    ...session,
    run: async (inputs) => {
      const fault = armory.take(stage) ?? (stage === 'flow' ? armory.take('engine') : null);
      return fault === null ? session.run(inputs) : fail(fault, () => session.run(inputs));
    },
  };
}

/** Kinds by name alone: a stage has those that names.ts gives it. */
async function fail(fault: FaultName, run: () => Promise<Outputs>): Promise<Outputs> {
  const kind = fault.slice(fault.indexOf('.') + 1);
  switch (kind) {
    case 'nan':
      return changed(await run(), (values) => values.fill(NaN));
    case 'wrong':
      return changed(await run(), noiseLike);
    case 'silence':
      return changed(await run(), (values) => values.fill(0));
    case 'short':
      return changed(await run(), (values) => values.subarray(0, values.length / 2));
    case 'hang':
      return never;
    case 'block':
      return block();
    case 'die':
      return die();
    case 'crash':
      return crash(fault);
    case 'memory':
      throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    case 'deviceLost':
      throw new Error('The GPU device was lost (reason: unknown).');
    default:
      throw deliberate(fault);
  }
}

function changed(outputs: Outputs, change: (values: Float32Array) => Float32Array): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, values]) => [name, change(Float32Array.from(values))]),
  );
}

/** As loud as the right numbers and otherwise unlike them: what a GPU makes that computes wrongly. */
function noiseLike(values: Float32Array): Float32Array {
  const power = values.reduce((sum, value) => sum + value ** 2, 0) / Math.max(1, values.length);
  const scale = Math.sqrt(power);
  const random = seededRandom(values.length);
  return values.map(() => scale * random.gaussian());
}
