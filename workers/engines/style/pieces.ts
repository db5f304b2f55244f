/** Long texts in pieces a model can say, cut between words and rather after a mark than not. */

/** What a model is given, and for each symbol the unit of the phonemes it came from, or -1. */
export interface Symbols {
  readonly ids: readonly number[];
  readonly units: readonly number[];
}

export interface Encoded extends Symbols {
  /** Phonemes without a symbol; they were left out. */
  readonly unknown: number;
}

export interface PieceLimits {
  /** Symbols of a piece that sounds best: pieces are cut near it, and kept whole up to half as much again. */
  readonly best: number;
  /** Symbols the model bears. */
  readonly most: number;
  readonly space: number;
  readonly marks: ReadonlySet<number>;
}

/**
 * All symbols in order, but for the spaces that were cut at. A word is cut only where it is longer than
 * `most` by itself.
 */
export function inPieces({ ids, units }: Symbols, limits: PieceLimits): Symbols[] {
  const pieces: Symbols[] = [];
  let from = 0;
  while (from < ids.length) {
    const to = pieceEnd(ids, from, limits);
    pieces.push({ ids: ids.slice(from, to), units: units.slice(from, to) });
    from = ids[to] === limits.space ? to + 1 : to;
  }
  return pieces;
}

function pieceEnd(ids: readonly number[], from: number, limits: PieceLimits): number {
  const rest = ids.length - from;
  const count = Math.max(Math.round(rest / limits.best), Math.ceil(rest / limits.most));
  if (count <= 1) return ids.length;
  const ideal = from + Math.min(Math.ceil(rest / count), limits.most);
  let end = ideal;
  let least = Infinity;
  for (let cut = from + 1; cut < ids.length && cut <= from + limits.most; cut++) {
    if (ids[cut] !== limits.space) continue;
    const isAfterMark = limits.marks.has(ids[cut - 1] ?? -1);
    const badness = Math.abs(cut - ideal) - (isAfterMark ? limits.best / 3 : 0);
    if (badness < least) [least, end] = [badness, cut];
  }
  return end;
}
