/** Was every word of the text heard once? */
import type { Span, Utterance } from '../contracts/text';

export interface WordCount {
  readonly expected: number;
  readonly spokenOnce: number;
  /** Their places in the text. */
  readonly repeated: readonly Span[];
  readonly lost: readonly Span[];
  /** They came after a word that stands behind them. */
  readonly outOfOrder: readonly Span[];
}

/** @param heard Words in the order in which they began to sound. */
export function countWords(utterances: readonly Utterance[], heard: readonly Span[]): WordCount {
  const expected = utterances.flatMap(({ words }) => words.map(({ span }) => span));
  const times = new Map<number, number>();
  const outOfOrder: Span[] = [];
  let furthest = -1;
  for (const span of heard) {
    times.set(span.start, (times.get(span.start) ?? 0) + 1);
    if (span.start < furthest) outOfOrder.push(span);
    furthest = Math.max(furthest, span.start);
  }
  const heardTimes = ({ start }: Span) => times.get(start) ?? 0;
  return {
    expected: expected.length,
    spokenOnce: expected.filter((span) => heardTimes(span) === 1).length,
    repeated: expected.filter((span) => heardTimes(span) > 1),
    lost: expected.filter((span) => heardTimes(span) === 0),
    outOfOrder,
  };
}
