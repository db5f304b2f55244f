/** Several speakers and languages (training/README.md, "The graphs"): pitch is led, spectra are complex. */
import type { Language } from '../../../src/contracts/text';
import type { FlowVoiceFormat2, Voice } from '../../../src/contracts/voices';
import { output, type Outputs, type TensorInput } from '../../ort/session';
import type { BentPitch, GraphForm, WaveMaker } from './form';
import { FrameAdder } from './frame-adder';
import { unusableManifest } from './manifest';
import { mixOf, speakerNamed } from './speaker-mix';
import type { Window } from './windows';

/** Further from a speaker's own pitch than training has shown, the voice is no longer itself. */
const MAX_BEND_DEVIATIONS = 1.5;
/** The flow was taught the length of steps of 1, 1/2, 1/4 and 1/8; 0 stands for all smaller ones. */
const MOST_TOLD_STEPS = 8;
/** What the squares of a Hann window add up to when it moves by a quarter of its length. */
const WINDOW_POWER = 1.5;

type Speaking = Pick<Voice, 'id' | 'speaker' | 'languages'>;

export function form2(manifest: FlowVoiceFormat2, voice: Speaking): GraphForm {
  const { melBins, hopSamples, fftSize } = manifest;
  const languages = languagesOf(manifest, voice);
  const name = voice.speaker.id ?? Object.keys(manifest.speakers)[0] ?? '';
  if (speakerNamed(manifest, name) === null) {
    throw unusableManifest(new Error(`Voice "${voice.id}" is to speak as "${name}": not there.`));
  }
  return {
    flowContextFrames: manifest.flowContextFrames,
    vocoderContextFrames: manifest.vocoderContextFrames,
    ...(Object.keys(manifest.speakers).length > 1 ? { blend: 'apart' } : {}),
    speaking: (blend) => {
      const { timbre, prosody, isOne } = mixOf(manifest, name, blend);
      const [sound, movement] = [rowOf(timbre.embedding), rowOf(prosody.embedding)];
      const encoderFeeds =
        (speaker: TensorInput) => (ids: readonly number[], language: Language) => ({
          ids: { data: Int32Array.from(ids), dims: [1, ids.length] },
          language: languages(language),
          speaker,
        });
      return {
        timbreFeeds: encoderFeeds(sound),
        prosodyFeeds: isOne ? null : encoderFeeds(movement),
        // The flow hears pitch in the unit of the one whose sound it makes.
        bend: (outputs, semitones) => bend(outputs, semitones, timbre.deviationSemitones),
        flowFeeds: ({ frames, x, means, pitch, time, steps }) => ({
          x: { data: x, dims: [1, frames, melBins] },
          mu: { data: means, dims: [1, frames, melBins] },
          pitch: { data: pitch, dims: [1, frames] },
          speaker: sound,
          t: { data: Float32Array.of(time), dims: [1] },
          step: { data: Float32Array.of(steps <= MOST_TOLD_STEPS ? 1 / steps : 0), dims: [1] },
        }),
        gain: (language) => timbre.gain(spokenAs(voice, language)),
      };
    },
    startWave: (frames) => new HopWave(fftSize, hopSamples, frames),
  };
}

function bend(outputs: Outputs, semitones: number, deviationSemitones: number): BentPitch {
  const wanted = semitones / deviationSemitones;
  const shift = Math.min(MAX_BEND_DEVIATIONS, Math.max(-MAX_BEND_DEVIATIONS, wanted));
  const pitch = output(outputs, 'pitch').map((value) => value + shift);
  return { pitch, restSemitones: (wanted - shift) * deviationSemitones };
}

/** frames * hop samples; frame k's middle is half a hop after sample k * hop. */
class HopWave implements WaveMaker {
  readonly #adder: FrameAdder;
  readonly #hop: number;
  readonly #wave: Float32Array<ArrayBuffer>;

  constructor(fftSize: number, hopSamples: number, frames: number) {
    this.#adder = new FrameAdder(fftSize, 1 / WINDOW_POWER);
    this.#hop = hopSamples;
    this.#wave = new Float32Array(frames * hopSamples);
  }

  add(outputs: Outputs, { from, keepFrom, keepTo }: Window): void {
    const real = output(outputs, 'real');
    const imaginary = output(outputs, 'imaginary');
    const { fftSize, re, im } = this.#adder;
    const bins = re.length;
    for (let frame = keepFrom; frame < keepTo; frame++) {
      const row = (frame - from) * bins;
      re.set(real.subarray(row, row + bins));
      im.set(imaginary.subarray(row, row + bins));
      this.#adder.add(this.#wave, frame * this.#hop - (fftSize - this.#hop) / 2);
    }
  }

  finish(): Float32Array<ArrayBuffer> {
    return this.#wave;
  }
}

/** A language that the voice does not speak is read as its first one. */
function spokenAs({ languages }: Speaking, language: Language): Language {
  return languages.includes(language) ? language : (languages[0] ?? language);
}

function languagesOf(
  { languages }: FlowVoiceFormat2,
  voice: Speaking,
): (language: Language) => TensorInput {
  const rows = new Map(
    voice.languages.map((language) => {
      const embedding = languages[language];
      if (embedding !== undefined) return [language, rowOf(embedding)];
      throw unusableManifest(new Error(`Voice "${voice.id}" lacks the language "${language}".`));
    }),
  );
  const [own] = rows.values();
  if (own === undefined) throw unusableManifest(new Error(`Voice "${voice.id}" has no language.`));
  return (language) => rows.get(spokenAs(voice, language)) ?? own;
}

function rowOf(embedding: readonly number[]): TensorInput {
  return { data: Float32Array.from(embedding), dims: [1, embedding.length] };
}
