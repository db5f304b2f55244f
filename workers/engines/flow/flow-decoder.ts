import type { Component, EngineDeps } from '../engine';
import { output } from '../../ort/session';
import type { GraphForm, Speaking } from './form';
import { loadGraph } from './graph';
import { windows } from './windows';

/** About eleven seconds. Memory grows with this, at some 20 KB a frame. */
const MAX_WINDOW_FRAMES = 1024;

export interface FlowRequest {
  readonly speaking: Speaking;
  /** [frames, mel bins], the starting noise; it becomes the spectrum. */
  readonly x: Float32Array;
  /** [frames, mel bins]. */
  readonly means: Float32Array;
  /** [frames], or empty where the flow obeys none. */
  readonly pitch: Float32Array;
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

export async function loadFlowDecoder(
  deps: EngineDeps,
  form: Pick<GraphForm, 'flowContextFrames'>,
  melBins: number,
): Promise<FlowDecoder> {
  const { session, weightBytes } = await loadGraph(deps, 'flow.onnx');
  return {
    name: 'flow decoder',
    weightBytes,
    decode: async ({ speaking, x, means, pitch, frames, steps, maxFrames, checkpoint }) => {
      const limit = maxFrames > 0 ? Math.min(maxFrames, MAX_WINDOW_FRAMES) : MAX_WINDOW_FRAMES;
      const contextFrames = form.flowContextFrames;
      const pieces = windows(frames, { maxFrames: limit, contextFrames });
      const whole = new Float32Array(x.length);
      for (let step = 0; step < steps; step++) {
        for (const { from, to, keepFrom, keepTo } of pieces) {
          await checkpoint();
          const feeds = speaking.flowFeeds({
            frames: to - from,
            x: x.subarray(from * melBins, to * melBins),
            means: means.subarray(from * melBins, to * melBins),
            pitch: pitch.subarray(from, to),
            time: step / steps,
            steps,
          });
          const v = output(await session.run(feeds), 'v', (to - from) * melBins);
          const kept = v.subarray((keepFrom - from) * melBins, (keepTo - from) * melBins);
          whole.set(kept, keepFrom * melBins);
        }
        for (let i = 0; i < x.length; i++) {
          x[i] = (x[i] as number) + (whole[i] as number) / steps;
        }
      }
    },
    release: () => session.release(),
  };
}
