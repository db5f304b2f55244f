import type { Component, EngineDeps } from '../engine';
import type { GraphSession } from '../../ort/session';
import type { GraphForm } from './form';
import { loadGraph } from './graph';
import { windows } from './windows';

/** About five seconds; a cancel waits for no more than this. */
const MAX_WINDOW_FRAMES = 512;

export interface VocodeRequest {
  /** [frames, mel bins], normalised, as the flow leaves it. */
  readonly mel: Float32Array;
  readonly frames: number;
  readonly maxFrames: number;
  readonly checkpoint: () => Promise<void>;
}

export interface Vocoder extends Component {
  vocode(request: VocodeRequest): Promise<Float32Array<ArrayBuffer>>;
}

export async function loadVocoder(deps: EngineDeps, form: GraphForm): Promise<Vocoder> {
  const { session, weightBytes } = await loadGraph(deps, 'vocoder.onnx');
  return {
    name: 'vocoder',
    weightBytes,
    vocode: (request) => vocode(session, form, request),
    release: () => session.release(),
  };
}

/** Spectrum by the network, window by window; waveform by overlap-add, which needs no windows of its own. */
export async function vocode(
  session: Pick<GraphSession, 'run'>,
  form: Pick<GraphForm, 'vocoderContextFrames' | 'startWave'>,
  { mel, frames, maxFrames, checkpoint }: VocodeRequest,
): Promise<Float32Array<ArrayBuffer>> {
  const melBins = mel.length / frames;
  const limit = maxFrames > 0 ? Math.min(maxFrames, MAX_WINDOW_FRAMES) : MAX_WINDOW_FRAMES;
  const contextFrames = form.vocoderContextFrames;
  const wave = form.startWave(frames);
  for (const window of windows(frames, { maxFrames: limit, contextFrames })) {
    await checkpoint();
    const data = mel.subarray(window.from * melBins, window.to * melBins);
    const dims = [1, window.to - window.from, melBins];
    wave.add(await session.run({ mel: { data, dims } }), window);
  }
  return wave.finish();
}
