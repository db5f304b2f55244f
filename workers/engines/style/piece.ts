/** One piece through the graph: its sound without silence at the edges, and its words in it. */
import type { WordTiming } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';
import { trimEdges } from '../flow/edges';
import { estimateTimings } from '../pieces/estimated-timings';
import type { StyleSound } from './graph';
import type { Symbols } from './pieces';
import { inOrder, placeSymbols, symbolsOfWords } from './timings';
import type { StyleVoice } from './voice';

export interface SpokenPiece {
  readonly pcm: Float32Array<ArrayBuffer>;
  /** One for each word of the utterance; those of other pieces have empty places. */
  readonly words: readonly WordTiming[];
  readonly frames: number;
  readonly predictedSamples: number;
}

type Of = Pick<StyleVoice, 'graph' | 'around' | 'sampleRate' | 'frameSamples' | 'tailSamples'>;

export async function speakPiece(
  voice: Of,
  utterance: Utterance,
  piece: Symbols,
  manner: { readonly style: Float32Array; readonly speed: number },
): Promise<SpokenPiece> {
  const { before, after } = voice.around(piece.ids);
  const ids = [...before, ...piece.ids, ...after];
  const sound = await voice.graph.run({ ids, ...manner });
  if (sound.wave.length === 0) throw new Error('The graph made no sound.');
  const { durations } = sound;
  const units = [...before.map(() => -1), ...piece.units, ...after.map(() => -1)];
  const places =
    durations === null
      ? estimated(utterance, piece, sound)
      : placed(voice, utterance, units, { ...sound, durations });
  const lastEnd = Math.max(0, ...places.map(({ endSample }) => endSample));
  const end = Math.max(sound.wave.length - voice.tailSamples, lastEnd);
  const { pcm, words } = trimEdges(sound.wave.slice(0, end), places, voice.sampleRate);
  const frames = durations?.reduce((sum, each) => sum + each, 0) ?? 0;
  return { pcm, words, frames, predictedSamples: sound.wave.length };
}

function placed(
  { frameSamples }: Of,
  utterance: Utterance,
  units: readonly number[],
  { wave, durations }: StyleSound & { readonly durations: Float32Array },
): WordTiming[] {
  const frames = durations.reduce((sum, each) => sum + each, 0);
  // Short of what was predicted, the last words are missing; and the words would be told at wrong times.
  if (frameSamples !== null && Math.abs(frames * frameSamples - wave.length) > 2 * frameSamples)
    throw new Error(`The graph made ${wave.length} samples for ${frames} frames.`);
  return inOrder(utterance, placeSymbols(utterance, { units, durations, samples: wave.length }));
}

function estimated(utterance: Utterance, piece: Symbols, { wave }: StyleSound): WordTiming[] {
  const texts = symbolsOfWords(utterance, piece.units);
  const said = [...texts.keys()];
  const written = said.map((word) => ({
    span: { start: word, end: word },
    text: texts.get(word) ?? '',
  }));
  const places = new Map(
    estimateTimings(written, wave).map(({ span, ...place }) => [span.start, place] as const),
  );
  return inOrder(utterance, places);
}
