/**
 * Voices of Piper (rhasspy/piper, OHF-Voice/piper1-gpl): VITS in one graph, from IPA by espeak-ng or from letters.
 *
 * The same text and seed give the same samples as far as the graph's noise can be taken out of its hands
 * (graph-edit.ts), which was so with every export we know of. A graph that draws its noise otherwise speaks a
 * little differently each time: the seed is then without effect.
 *
 * It is one run, so a cancel is heard before and after it and not within; a clause is short enough for that.
 */
import { throwIfAborted } from '../../../src/base/abort';
import { hashText, seededRandom } from '../../../src/base/random';
import type { SynthesisOptions, WordTiming } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';
import type { Voice } from '../../../src/contracts/voices';
import type { EngineOutput } from '../../../src/contracts/workers';
import type { Engine, EngineDeps, LoadEngine } from '../engine';
import { trimEdges } from '../flow/edges';
import { inStage } from '../flow/stage';
import { wordTimings } from '../flow/timings';
import { estimateTimings } from '../pieces/estimated-timings';
import { refusal } from '../pieces/refusal';
import { shapeSound, silentOutput } from '../pieces/sound';
import { parseConfig, speakerOf, type PiperConfig } from './config';
import { loadPiperGraph, type PiperGraph, type PiperSound } from './graph';
import { normalisePeak } from './peak';
import { readingOf, type Reading } from './reading';
import { encodeSymbols } from './symbols';

const COMPONENT = 'engine.piper';

interface PiperParts {
  readonly config: PiperConfig;
  readonly graph: PiperGraph;
  readonly speaker: number;
  /** Samples of a frame; null where the graph does not tell how long its symbols are. */
  readonly hopSamples: number | null;
  readonly deps: EngineDeps;
}

/** VITS has gone wrong on WebGPU in ONNX Runtime (#21108), and every peer runs it on the CPU. */
export const loadPiperEngine: LoadEngine = Object.assign(load, {
  avoidsGpu: () =>
    'Voices of this kind go wrong on graphics processors and are made for the CPU, so it speaks.',
});

async function load(deps: EngineDeps): Promise<Engine> {
  const { graphFile, configFile } = filesOf(deps.files.voice);
  const config = parseConfig(await deps.files.read(configFile), configFile);
  const graph = await loadPiperGraph(deps, graphFile);
  try {
    const speaker = graph.hasSpeakers ? speakerOf(config, deps.files.voice, configFile) : 0;
    const tested = await graph.run(testInput(config, speaker));
    const hopSamples = hopOf(tested);
    const parts = { config, graph, speaker, hopSamples, deps };
    const component = { name: 'voice', weightBytes: graph.weightBytes, release: graph.release };
    return {
      supports: {
        guidance: false,
        emotions: false,
        steps: false,
        ...(hopSamples === null ? { timings: 'estimated' } : {}),
      },
      synthesize: (utterance, options, signal) => synthesize(parts, utterance, options, signal),
      // There is no other backend to compare it with, and this has warmed it up.
      selfTest: async () => tested.pcm,
      components: () => [component],
      release: () => graph.release(),
    };
  } catch (thrown) {
    await graph.release();
    throw thrown;
  }
}

function filesOf({ id, files }: Voice) {
  const ending = (end: string) => files.find(({ name }) => name.endsWith(end))?.name;
  const [graphFile, configFile] = [ending('.onnx'), ending('.onnx.json') ?? ending('.json')];
  if (graphFile !== undefined && configFile !== undefined) return { graphFile, configFile };
  throw refusal('It has no .onnx file, or no .onnx.json beside it.', {
    component: 'piper',
    file: id,
  });
}

/** A few letters, without noise, so that the answer is always the same. */
function testInput(config: PiperConfig, speaker: number) {
  const letters = [...config.symbolIds.keys()].filter((symbol) => /^\p{Ll}$/u.test(symbol));
  const { ids } = encodeSymbols(letters.slice(0, 6).join(''), config.symbolIds);
  const scales = { ...config.scales, noise: 0, durationNoise: 0 };
  return { ids, scales, speaker, noise: () => new Float32Array(1) };
}

/** Null where what the graph gives cannot be the frames of its symbols. */
function hopOf({ pcm, frames }: PiperSound): number | null {
  const total = frames?.reduce((sum, count) => sum + count, 0) ?? 0;
  const hopSamples = pcm.length / total;
  return total > 0 && Number.isInteger(hopSamples) ? hopSamples : null;
}

async function synthesize(
  parts: PiperParts,
  utterance: Utterance,
  options: SynthesisOptions,
  signal: AbortSignal,
): Promise<EngineOutput> {
  const { config, graph, speaker, deps } = parts;
  const checkpoint = async () => {
    await deps.breathe();
    throwIfAborted(signal, 'synthesize', COMPONENT);
  };
  const { sampleRate } = config;
  const startMs = deps.now();
  const reading = readingOf(utterance, config.reads);
  const { ids, units, unknown } = encodeSymbols(reading.text, config.symbolIds);
  if (ids.length === 0) return silentOutput(utterance, sampleRate, unknown);

  await checkpoint();
  const scales = scalesFor(parts, utterance, options);
  const noise = () => noiseFor(reading.text, ids.length / scales.length, options.seed);
  const running = graph.run({ ids, scales, speaker, noise });
  const { pcm: wave, frames } = await inStage('vocode', running, COMPONENT);
  await checkpoint();

  const pcm = normalisePeak(wave);
  const exact = exactTimings(parts, reading, { units, frames });
  const trimmed = trimEdges(pcm, exact ?? [], sampleRate);
  const words = exact === null ? estimateTimings(reading.words, trimmed.pcm) : trimmed.words;
  const shaped = shapeSound(trimmed.pcm, utterance, options, sampleRate);
  const totalMs = deps.now() - startMs;
  return {
    chunk: { utteranceId: utterance.id, pcm: shaped, sampleRate, words },
    stages: {
      encodeMs: 0,
      flowMs: 0,
      vocodeMs: totalMs,
      totalMs,
      frames: frames?.reduce((sum, count) => sum + count, 0) ?? 0,
      tokens: ids.length,
      steps: 1,
    },
    unknownSymbols: unknown,
    predictedSamples: wave.length,
  };
}

/**
 * At the voice's own temperature and pace exactly what its makers set; both noises follow the temperature
 * together.
 */
function scalesFor(
  { config, deps }: PiperParts,
  { prosody }: Utterance,
  { temperature, pace }: SynthesisOptions,
): PiperConfig['scales'] {
  const { noise, length, durationNoise } = config.scales;
  const own = deps.files.voice.defaults.temperature;
  const warmth = own > 0 ? temperature / own : temperature;
  return {
    noise: noise * warmth,
    length: length / (pace * prosody.rate),
    durationNoise: durationNoise * warmth,
  };
}

/** Channels of a frame's noise, and frames of a symbol, that few voices go beyond. */
const NOISE_PER_SYMBOL = 192 * 8;
const MAX_NOISE = 2 ** 19;

function noiseFor(text: string, symbols: number, seed: number): Float32Array {
  const length = Math.min(MAX_NOISE, Math.ceil(symbols * NOISE_PER_SYMBOL));
  const random = seededRandom(hashText(text, seed));
  return Float32Array.from({ length }, () => random.gaussian());
}

/** Null where the graph does not tell them. */
function exactTimings(
  { hopSamples }: PiperParts,
  { words, wordOfUnit }: Reading,
  { units, frames }: { readonly units: readonly number[]; readonly frames: Int32Array | null },
): WordTiming[] | null {
  if (hopSamples === null || frames === null) return null;
  const spoken = words.map(({ span, text }) => ({ span, spoken: text }));
  return wordTimings({ words: spoken, phonemeWords: wordOfUnit }, { units, frames, hopSamples });
}
