/** The first voices: 64-bit ids, one speaker, log magnitude and phase, frames centred on hop marks. */
import type { FlowVoiceFormat1 } from '../../../src/contracts/voices';
import { output, type Outputs } from '../../ort/session';
import type { GraphForm, WaveMaker } from './form';
import { FrameAdder } from './frame-adder';
import type { Window } from './windows';

/** Three frames of each of its dilated convolutions (1, 2, 4, 1, 1, 2), doubled: rows are pairs. */
const FLOW_CONTEXT_FRAMES = 66;
/** Three frames of its first convolution and of each of its eight blocks, made even. */
const VOCODER_CONTEXT_FRAMES = 28;
/** Training clipped magnitudes here; a wild frame stays finite. */
const MAX_MAGNITUDE = 100;
const ENVELOPE_FLOOR = 1e-8;

type Shape = Pick<FlowVoiceFormat1, 'melBins' | 'hopSamples' | 'fftSize'>;

export function form1({ melBins, hopSamples, fftSize }: Shape): GraphForm {
  return {
    flowContextFrames: FLOW_CONTEXT_FRAMES,
    vocoderContextFrames: VOCODER_CONTEXT_FRAMES,
    speaking: () => ({
      timbreFeeds: (ids) => ({
        ids: { data: BigInt64Array.from(ids, BigInt), dims: [1, ids.length] },
      }),
      prosodyFeeds: null,
      bend: (_, semitones) => ({ pitch: new Float32Array(0), restSemitones: semitones }),
      flowFeeds: ({ frames, x, means, time }) => ({
        x: { data: x, dims: [1, frames, melBins] },
        mu: { data: means, dims: [1, frames, melBins] },
        t: { data: Float32Array.of(time), dims: [1] },
      }),
      gain: () => 1,
    }),
    startWave: (frames) => new CentredWave(fftSize, hopSamples, frames),
  };
}

/** (frames - 1) * hop samples; frame k's middle is sample k * hop. */
class CentredWave implements WaveMaker {
  readonly #adder: FrameAdder;
  readonly #hop: number;
  readonly #frames: number;
  readonly #wave: Float32Array<ArrayBuffer>;

  constructor(fftSize: number, hopSamples: number, frames: number) {
    this.#adder = new FrameAdder(fftSize);
    this.#hop = hopSamples;
    this.#frames = frames;
    this.#wave = new Float32Array(Math.max(0, frames - 1) * hopSamples);
  }

  /** `spectrum`: rows of log magnitudes, then phases. */
  add(outputs: Outputs, { from, keepFrom, keepTo }: Window): void {
    const spectrum = output(outputs, 'spectrum');
    const { fftSize } = this.#adder;
    for (let frame = keepFrom; frame < keepTo; frame++) {
      this.#polar(spectrum, (frame - from) * (fftSize + 2));
      this.#adder.add(this.#wave, frame * this.#hop - fftSize / 2);
    }
  }

  /** Divides by the summed squared windows of all frames. */
  finish(): Float32Array<ArrayBuffer> {
    const { fftSize } = this.#adder;
    const wave = this.#wave;
    const steady = Float64Array.from({ length: this.#hop }, (_, n) =>
      this.#envelopeAt(2 * fftSize - ((2 * fftSize) % this.#hop) + n, Infinity),
    );
    for (let n = 0; n < wave.length; n++) {
      const isSteady = n >= fftSize && n < wave.length - fftSize;
      const envelope = isSteady
        ? (steady[n % this.#hop] as number)
        : this.#envelopeAt(n, this.#frames);
      wave[n] = (wave[n] as number) / (envelope + ENVELOPE_FLOOR);
    }
    return wave;
  }

  #envelopeAt(sample: number, frames: number): number {
    const { fftSize, window } = this.#adder;
    const centred = sample + fftSize / 2;
    const last = Math.min(frames - 1, Math.floor(centred / this.#hop));
    let sum = 0;
    for (let k = last; k >= 0 && centred - k * this.#hop < fftSize; k--) {
      sum += (window[centred - k * this.#hop] as number) ** 2;
    }
    return sum;
  }

  #polar(spectrum: Float32Array, row: number): void {
    const { re, im } = this.#adder;
    const bins = re.length;
    for (let k = 0; k < bins; k++) {
      const magnitude = Math.min(MAX_MAGNITUDE, Math.exp(spectrum[row + k] as number));
      const phase = spectrum[row + bins + k] as number;
      re[k] = magnitude * Math.cos(phase);
      im[k] = magnitude * Math.sin(phase);
    }
  }
}
