import type { FlowVoiceManifest } from '../../../src/contracts/voices';
import type { Component, EngineDeps } from '../engine';
import { output, type GraphSession } from '../../ort/session';
import { loadGraph } from './graph';
import { InverseStft } from './istft';
import { windows } from './windows';

/** Three frames of its first convolution and of each of its eight blocks, made even. */
const CONTEXT_FRAMES = 28;
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
  /** (frames - 1) * hop samples; frame k's middle is sample k * hop. */
  vocode(request: VocodeRequest): Promise<Float32Array<ArrayBuffer>>;
}

export async function loadVocoder(
  deps: EngineDeps,
  manifest: Pick<FlowVoiceManifest, 'melBins' | 'hopSamples'>,
): Promise<Vocoder> {
  const { session, weightBytes } = await loadGraph(deps, 'vocoder.onnx');
  return {
    name: 'vocoder',
    weightBytes,
    vocode: (request) => vocode(session, manifest, request),
    release: () => session.release(),
  };
}

/** Spectrum by the network, window by window; waveform by overlap-add, which needs no windows of its own. */
export async function vocode(
  session: Pick<GraphSession, 'run'>,
  { melBins, hopSamples }: Pick<FlowVoiceManifest, 'melBins' | 'hopSamples'>,
  { mel, frames, maxFrames, checkpoint }: VocodeRequest,
): Promise<Float32Array<ArrayBuffer>> {
  const wave = new Float32Array(Math.max(0, frames - 1) * hopSamples);
  const limit = maxFrames > 0 ? Math.min(maxFrames, MAX_WINDOW_FRAMES) : MAX_WINDOW_FRAMES;
  let synthesis: InverseStft | null = null;
  for (const window of windows(frames, { maxFrames: limit, contextFrames: CONTEXT_FRAMES })) {
    await checkpoint();
    const { from, to, keepFrom, keepTo } = window;
    const data = mel.subarray(from * melBins, to * melBins);
    const outputs = await session.run({ mel: { data, dims: [1, to - from, melBins] } });
    const spectrum = output(outputs, 'spectrum');
    const rowSize = spectrum.length / (to - from);
    synthesis ??= new InverseStft(rowSize - 2, hopSamples);
    const kept = spectrum.subarray((keepFrom - from) * rowSize, (keepTo - from) * rowSize);
    synthesis.add(kept, keepFrom, wave);
  }
  synthesis?.normalise(frames, wave);
  return wave;
}
