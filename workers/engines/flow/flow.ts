/** The staged voice: phonemes -> means and durations -> flow steps -> vocoder. */
import { shiftPitch } from '../../../src/audio/stretch';
import { cancelled } from '../../../src/base/errors';
import { hashText, seededRandom } from '../../../src/base/random';
import type { StageTimings, SynthesisOptions } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';
import type { FlowVoiceManifest } from '../../../src/contracts/voices';
import type { EngineOutput } from '../../../src/contracts/workers';
import type { Engine, EngineDeps } from '../engine';
import { repeatRows, symbolFrames } from './durations';
import { trimEdges } from './edges';
import { loadFlowDecoder, type FlowDecoder } from './flow-decoder';
import { graphForm, type GraphForm } from './form';
import { parseManifest } from './manifest';
import { inStage } from './stage';
import { SymbolTable } from './symbols';
import { assertSpeechlike } from './mel-shape';
import { loadTextEncoder, type TextEncoder } from './text-encoder';
import { wordTimings } from './timings';
import { loadVocoder, type Vocoder } from './vocoder';

type Stages = EngineOutput['stages'];

interface FlowParts {
  readonly manifest: FlowVoiceManifest;
  readonly form: GraphForm;
  readonly symbols: SymbolTable;
  readonly encoder: TextEncoder;
  readonly decoder: FlowDecoder;
  readonly vocoder: Vocoder;
  readonly deps: EngineDeps;
}

export async function loadFlowEngine(deps: EngineDeps): Promise<Engine> {
  const manifest = parseManifest(await deps.files.read('voice.json'));
  const form = graphForm(manifest, deps.files.voice);
  // One after the other: a runtime makes one session at a time. The largest first: what its making
  // takes besides the weights is used again for the others, and a heap never shrinks.
  const vocoder = await loadVocoder(deps, form);
  const decoder = await loadFlowDecoder(deps, form, manifest.melBins);
  const encoder = await loadTextEncoder(deps);
  const symbols = new SymbolTable(manifest.symbols);
  const parts = { manifest, form, symbols, encoder, decoder, vocoder, deps };
  const components = [encoder, decoder, vocoder];
  return {
    supports: {
      guidance: false,
      emotions: false,
      ...(form.blend === undefined ? {} : { blend: form.blend }),
    },
    synthesize: (utterance, options, signal) => synthesize(parts, utterance, options, signal),
    selfTest: () => selfTest(parts),
    components: () => components,
    release: async () => {
      for (const component of components) await component.release();
    },
  };
}

async function synthesize(
  parts: FlowParts,
  utterance: Utterance,
  options: SynthesisOptions,
  signal: AbortSignal,
): Promise<EngineOutput> {
  const { manifest, symbols, deps } = parts;
  const checkpoint = async () => {
    await deps.breathe();
    if (signal.aborted) throw cancelled('synthesize', 'engine.flow');
  };
  const startMs = deps.now();
  const { ids, units, unknown } = symbols.encode(utterance.phonemes);
  if (ids.length === 0) return silence(utterance, manifest.sampleRate, unknown);

  await checkpoint();
  const semitones = options.pitchSemitones + utterance.prosody.pitchSemitones;
  const speaking = parts.form.speaking(options.blend);
  const encoding = parts.encoder.encode(ids, utterance.language, speaking, semitones);
  const encoded = await inStage('encode', encoding);
  const pace = options.pace * utterance.prosody.rate;
  const frames = symbolFrames(encoded.logDurations, pace);
  const means = repeatRows(encoded.means, manifest.melBins, frames);
  const pitch = repeatRows(encoded.pitch, encoded.pitch.length / ids.length, frames);
  const total = means.length / manifest.melBins;
  const encodedMs = deps.now();

  const x = startingNoise(utterance.phonemes, means.length, options);
  const { steps, maxFramesPerChunk: maxFrames } = options;
  const flow = { speaking, x, means, pitch, frames: total, steps, maxFrames, checkpoint };
  await inStage('flow', parts.decoder.decode(flow));
  const { temperature } = options;
  assertSpeechlike(x, manifest.melBins, { voiceId: deps.files.voice.id, temperature });
  const flowedMs = deps.now();

  const vocoding = { mel: x, frames: total, maxFrames, checkpoint };
  const wave = await inStage('vocode', parts.vocoder.vocode(vocoding));
  const timings = wordTimings(utterance, { units, frames, hopSamples: manifest.hopSamples });
  const { pcm, words } = trimEdges(wave, timings, manifest.sampleRate);
  const { restSemitones } = encoded;
  const gain = speaking.gain(utterance.language) * utterance.prosody.gain;
  const shaped = shape(pcm, restSemitones, gain, manifest.sampleRate);
  const endMs = deps.now();

  const stages: Stages = {
    encodeMs: encodedMs - startMs,
    flowMs: flowedMs - encodedMs,
    vocodeMs: endMs - flowedMs,
    totalMs: endMs - startMs,
    frames: total,
    tokens: ids.length,
    steps,
  };
  const { sampleRate } = manifest;
  const chunk = { utteranceId: utterance.id, pcm: shaped, sampleRate, words };
  const predictedSamples = total * manifest.hopSamples;
  return { chunk, stages, unknownSymbols: unknown, predictedSamples };
}

function startingNoise(
  phonemes: string,
  length: number,
  { seed, temperature }: SynthesisOptions,
): Float32Array {
  const random = seededRandom(hashText(phonemes, seed));
  const noise = new Float32Array(length);
  for (let i = 0; i < length; i++) noise[i] = temperature * random.gaussian();
  return noise;
}

function shape(
  pcm: Float32Array<ArrayBuffer>,
  semitones: number,
  gain: number,
  sampleRate: number,
): Float32Array {
  const shifted = semitones === 0 ? pcm : shiftPitch(pcm, semitones, sampleRate);
  return gain === 1 ? shifted : shifted.map((sample) => sample * gain);
}

const NO_WORK: Omit<StageTimings, 'textMs'> = {
  encodeMs: 0,
  flowMs: 0,
  vocodeMs: 0,
  totalMs: 0,
  frames: 0,
  tokens: 0,
  steps: 0,
};

/** Nothing of it can be spoken: every word has its empty place. */
function silence(utterance: Utterance, sampleRate: number, unknown: number): EngineOutput {
  const words = utterance.words.map(({ span }) => ({ span, startSample: 0, endSample: 0 }));
  const pcm = new Float32Array(0);
  const chunk = { utteranceId: utterance.id, pcm, sampleRate, words };
  return { chunk, stages: NO_WORK, unknownSymbols: unknown };
}

const TEST_IDS = 8;
const TEST_FRAMES = 32;

/** Small enough for a software GPU; every graph and every operator of them is run. */
async function selfTest(parts: FlowParts): Promise<Float32Array> {
  const ids = Array.from({ length: TEST_IDS }, (_, i) => 1 + i);
  const language = parts.deps.files.voice.languages[0] ?? 'en';
  const speaking = parts.form.speaking();
  const { means, logDurations, pitch } = await parts.encoder.encode(ids, language, speaking, 0);
  const each = Int32Array.from(ids, () => TEST_FRAMES / TEST_IDS);
  const spread = repeatRows(means, parts.manifest.melBins, each);
  const tune = repeatRows(pitch, pitch.length / ids.length, each);
  const random = seededRandom(1);
  const x = Float32Array.from(spread, () => 0.5 * random.gaussian());
  const checkpoint = () => parts.deps.breathe();
  const common = { speaking, frames: TEST_FRAMES, maxFrames: 0, checkpoint };
  await parts.decoder.decode({ ...common, x, means: spread, pitch: tune, steps: 1 });
  const wave = await parts.vocoder.vocode({ ...common, mel: x });
  return Float32Array.from([...logDurations, ...wave]);
}
