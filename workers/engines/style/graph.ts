/** A StyleTTS 2 model in one graph: symbols, style and speed to sound. Exports name them differently. */
import { findPort, requirePort } from '../../ort/ports';
import { output, type Port, type TensorInput } from '../../ort/session';
import type { Component, EngineDeps } from '../engine';
import { integers } from '../pieces/integers';
import { refusal } from '../pieces/refusal';
import { onnxFacts, type OnnxFacts } from './onnx-facts';
import { STYLE_SIZE } from './table';

const IDS = ['input_ids', 'tokens'];
const STYLE = ['style', 'ref_s'];
const SPEED = ['speed'];
const WAVE = ['waveform', 'audio'];
const DURATIONS = ['durations', 'duration', 'pred_dur'];

export interface StyleRequest {
  readonly ids: readonly number[];
  readonly style: Float32Array;
  readonly speed: number;
}

export interface StyleSound {
  readonly wave: Float32Array<ArrayBuffer>;
  /** Frames for each id; null where the export does not tell. */
  readonly durations: Float32Array | null;
}

export interface StyleGraph extends Component {
  readonly hasDurations: boolean;
  readonly facts: OnnxFacts;
  run(request: StyleRequest): Promise<StyleSound>;
}

/** @param name Whose it is, for errors: the engine's name in the registry. */
export async function loadStyleGraph(
  { provider, files }: Pick<EngineDeps, 'provider' | 'files'>,
  fileName: string,
  name: string,
): Promise<StyleGraph> {
  const bytes = await files.read(fileName);
  const facts = factsOf(bytes, fileName, name);
  if (provider.backend === 'webgpu' && !facts.isFloat32)
    throw refusal('Its weights are not float32, which no GPU computes rightly.', {
      component: name,
      file: fileName,
    });
  const session = await provider.createSession(bytes, fileName);
  const where = { component: name, file: fileName };
  const ids = requirePort(session.inputs, IDS, where);
  const style = requirePort(session.inputs, STYLE, where);
  const speed = requirePort(session.inputs, SPEED, where);
  const wave = requirePort(session.outputs, WAVE, where);
  const durations = findPort(session.outputs, DURATIONS);
  return {
    name,
    weightBytes: bytes.byteLength,
    hasDurations: durations !== undefined,
    facts,
    run: async (request) => {
      const outputs = await session.run({
        [ids.name]: integers(ids, request.ids, [1, request.ids.length]),
        [style.name]: { data: request.style, dims: styleDims(style) },
        [speed.name]: speedInput(speed, request.speed),
      });
      return {
        // Copied: a runtime may keep what it gave, and sound is transferred to another thread.
        wave: output(outputs, wave.name).slice(),
        durations:
          durations === undefined ? null : output(outputs, durations.name, request.ids.length),
      };
    },
    release: () => session.release(),
  };
}

/** Some exports take whole speeds alone: then it is the nearest that is none too slow. */
function speedInput(port: Port, speed: number): TensorInput {
  if (port.type !== 'float32') return integers(port, [Math.max(1, Math.round(speed))], [1]);
  return { data: Float32Array.of(speed), dims: [1] };
}

/** One style, in as many axes as the graph has for it. */
function styleDims({ shape }: Port): number[] {
  return [...Array.from({ length: Math.max(1, shape.length - 1) }, () => 1), STYLE_SIZE];
}

function factsOf(bytes: Uint8Array, file: string, name: string): OnnxFacts {
  try {
    return onnxFacts(bytes);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw refusal(reason, { component: name, file });
  }
}
