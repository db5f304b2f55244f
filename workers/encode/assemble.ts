import { shapeEdges } from '../../src/audio/join';
import { resample } from '../../src/audio/resample';
import { stretch } from '../../src/audio/stretch';
import { placeClauses, type Tempo } from '../../src/captions/timeline';
import type { SpokenClause, SpokenPiece } from '../../src/contracts/export';

/**
 * The sound of a file from its first sample to its last, in pieces, each where the timeline has it. Edges
 * are shaped here and not when they are spoken: a clause that was made again meets its neighbours as well.
 */
export function* assemble(
  clauses: Iterable<SpokenClause>,
  readPiece: (piece: SpokenPiece) => Float32Array,
  tempo: Tempo,
): Generator<Float32Array, void> {
  let at = 0;
  let previousSample = 0;
  for (const { clause, pieces, end } of placeClauses(clauses, tempo)) {
    for (const [i, { piece, start, length }] of pieces.entries()) {
      if (start > at) {
        yield new Float32Array(start - at);
        previousSample = 0;
      }
      const isLast = i === pieces.length - 1;
      const joint = { previousSample, silenceFollows: isLast && clause.pauseAfterMs > 0 };
      const pcm = shapeEdges(atTempo(readPiece(piece), piece, tempo), tempo.sampleRate, joint);
      if (pcm.length !== length) throw new Error('The sound is not as long as its timeline.');
      if (length > 0) yield pcm;
      previousSample = pcm.at(-1) ?? previousSample;
      at = start + length;
    }
    if (end > at) {
      yield new Float32Array(end - at);
      previousSample = 0;
      at = end;
    }
  }
}

function atTempo(pcm: Float32Array, piece: SpokenPiece, tempo: Tempo): Float32Array {
  const atRate =
    piece.sampleRate === tempo.sampleRate ? pcm : resample(pcm, piece.sampleRate, tempo.sampleRate);
  return tempo.speed === 1 ? atRate : stretch(atRate, tempo.speed, tempo.sampleRate);
}
