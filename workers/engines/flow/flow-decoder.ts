import type { Component, EngineDeps } from '../engine';
import { output } from '../../ort/session';
import { loadGraph } from './graph';
import { windows } from './windows';

/** Three frames of each of its dilated convolutions (1, 2, 4, 1, 1, 2), doubled: rows are pairs. */
const CONTEXT_FRAMES = 66;
/** About eleven seconds. Memory grows with this, at some 20 KB a frame. */
const MAX_WINDOW_FRAMES = 1024;

export interface FlowRequest {
  /** [frames, mel bins], the starting noise; it becomes the spectrum. */
  readonly x: Float32Array;
  /** [frames, mel bins]. */
  readonly means: Float32Array;
  /** Even. */
  readonly frames: number;
  readonly steps: number;
  /** Most frames at once; 0 is no limit of the caller's. */
  readonly maxFrames: number;
  /** Between two runs: yields to messages, throws when cancelled. */
  readonly checkpoint: () => Promise<void>;
}

export interface FlowDecoder extends Component {
  /** Carries noise to speech along the learnt flow, by Euler steps, in place. */
  decode(request: FlowRequest): Promise<void>;
}

export async function loadFlowDecoder(deps: EngineDeps, melBins: number): Promise<FlowDecoder> {
  const { session, weightBytes } = await loadGraph(deps, 'flow.onnx');
  const velocity = async (x: Float32Array, means: Float32Array, time: number) => {
    const dims = [1, x.length / melBins, melBins];
    const t = { data: Float32Array.of(time), dims: [1] };
    const outputs = await session.run({ x: { data: x, dims }, mu: { data: means, dims }, t });
    return output(outputs, 'v');
  };
  return {
    name: 'flow decoder',
    weightBytes,
    decode: async ({ x, means, frames, steps, maxFrames, checkpoint }) => {
      const limit = maxFrames > 0 ? Math.min(maxFrames, MAX_WINDOW_FRAMES) : MAX_WINDOW_FRAMES;
      const pieces = windows(frames, { maxFrames: limit, contextFrames: CONTEXT_FRAMES });
      const whole = new Float32Array(x.length);
      for (let step = 0; step < steps; step++) {
        for (const { from, to, keepFrom, keepTo } of pieces) {
          await checkpoint();
          const a = from * melBins;
          const b = to * melBins;
          const v = await velocity(x.subarray(a, b), means.subarray(a, b), step / steps);
          whole.set(
            v.subarray((keepFrom - from) * melBins, (keepTo - from) * melBins),
            keepFrom * melBins,
          );
        }
        for (let i = 0; i < x.length; i++) {
          x[i] = (x[i] as number) + (whole[i] as number) / steps;
        }
      }
    },
    release: () => session.release(),
  };
}
