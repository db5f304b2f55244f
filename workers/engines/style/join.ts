/** The pieces of an utterance one after the other, as one. */
import type { WordTiming } from '../../../src/contracts/speech';
import type { Utterance } from '../../../src/contracts/text';
import type { SpokenPiece } from './piece';
import { inOrder, type Place } from './timings';

export interface Joined {
  readonly pcm: Float32Array<ArrayBuffer>;
  readonly words: readonly WordTiming[];
}

export function joinPieces(
  utterance: Pick<Utterance, 'words'>,
  pieces: readonly Pick<SpokenPiece, 'pcm' | 'words'>[],
): Joined {
  const pcm = new Float32Array(pieces.reduce((sum, piece) => sum + piece.pcm.length, 0));
  const places = new Map<number, Place>();
  let offset = 0;
  for (const piece of pieces) {
    pcm.set(piece.pcm, offset);
    for (const [word, { startSample, endSample }] of piece.words.entries()) {
      if (endSample <= startSample) continue;
      const start = places.get(word)?.startSample ?? offset + startSample;
      places.set(word, { startSample: start, endSample: offset + endSample });
    }
    offset += piece.pcm.length;
  }
  return { pcm, words: inOrder(utterance, places) };
}
