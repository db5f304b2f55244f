/** An engine of StyleTTS 2 models: symbols in pieces, a style for each, one graph to sound. */
import { throwIfAborted } from '../../../src/base/abort';
import type { StageTimings, SynthesisOptions } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';
import type { EngineOutput } from '../../../src/contracts/workers';
import type { Engine, EngineDeps } from '../engine';
import { inStage } from '../flow/stage';
import { shapeSound, silentOutput } from '../pieces/sound';
import { blendedRow } from './blend';
import { joinPieces } from './join';
import { speakPiece, type SpokenPiece } from './piece';
import { inPieces, type PieceLimits, type Symbols } from './pieces';
import { selfTestSound } from './self-test';
import type { StyleVoice } from './voice';

type Deps = Pick<EngineDeps, 'now' | 'breathe'>;

export function styleEngine(voice: StyleVoice, deps: Deps): Engine {
  return {
    supports: {
      guidance: false,
      emotions: false,
      blend: 'apart',
      steps: false,
      temperature: false,
      ...(voice.graph.hasDurations ? {} : { timings: 'estimated' }),
    },
    synthesize: (utterance, options, signal) =>
      synthesize(voice, deps, { utterance, options, signal }),
    selfTest: () => selfTestSound(voice),
    components: () => [voice.graph],
    release: () => voice.graph.release(),
  };
}

interface Order {
  readonly utterance: Utterance;
  readonly options: SynthesisOptions;
  readonly signal: AbortSignal;
}

async function synthesize(
  voice: StyleVoice,
  { now, breathe }: Deps,
  { utterance, options, signal }: Order,
): Promise<EngineOutput> {
  const startMs = now();
  const encoded = voice.encode(utterance);
  if (encoded.ids.length === 0) return silentOutput(utterance, voice.sampleRate, encoded.unknown);
  const pieces = inPieces(encoded, limitsFor(voice.limits, options));
  const shares = await voice.shares(options.blend);
  const speed = voice.speed * options.pace * utterance.prosody.rate;
  const encodedMs = now();
  const spoken: SpokenPiece[] = [];
  for (const piece of pieces) {
    await breathe();
    throwIfAborted(signal, 'synthesize', `engine.${voice.name}`);
    const row = voice.row(piece.ids.length, charactersOf(utterance, piece));
    const manner = { style: blendedRow(voice.style, shares, row), speed };
    const speaking = speakPiece(voice, utterance, piece, manner);
    spoken.push(await inStage('vocode', speaking, `engine.${voice.name}`));
  }
  const { pcm, words } = joinPieces(utterance, spoken);
  const shaped = shapeSound(pcm, utterance, options, voice.sampleRate);
  const endMs = now();
  const stages: Omit<StageTimings, 'textMs'> = {
    encodeMs: encodedMs - startMs,
    flowMs: 0,
    vocodeMs: endMs - encodedMs,
    totalMs: endMs - startMs,
    frames: sum(spoken, ({ frames }) => frames),
    tokens: encoded.ids.length,
    steps: 1,
  };
  return {
    chunk: { utteranceId: utterance.id, pcm: shaped, sampleRate: voice.sampleRate, words },
    stages,
    unknownSymbols: encoded.unknown,
    predictedSamples: sum(spoken, ({ predictedSamples }) => predictedSamples),
  };
}

/** A symbol lasts about 80 ms, which is seven of the mel frames that `maxFramesPerChunk` counts in. */
const FRAMES_PER_SYMBOL = 7;
const FEWEST_SYMBOLS = 16;

function limitsFor(limits: PieceLimits, { maxFramesPerChunk }: SynthesisOptions): PieceLimits {
  if (maxFramesPerChunk === 0) return limits;
  const wanted = Math.floor(maxFramesPerChunk / FRAMES_PER_SYMBOL);
  const most = Math.min(limits.most, Math.max(FEWEST_SYMBOLS, wanted));
  return { ...limits, most, best: Math.min(limits.best, most) };
}

/** Length of the words as they are spoken, with the spaces between them. */
function charactersOf({ words, phonemeWords }: Utterance, { units }: Symbols): number {
  const said = new Set(units.map((unit) => (unit < 0 ? -1 : (phonemeWords[unit] ?? -1))));
  return sum(
    words.filter((_, word) => said.has(word)),
    ({ spoken }) => spoken.length + 1,
  );
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
