import type { SpokenClause } from '../contracts/export';
import type { Span } from '../contracts/text';
import type { SourceText } from './source-text';
import type { PlacedClause, PlacedWord } from './timeline';

/** A caption: `start` and `end` in samples of the file. */
export interface Cue {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly words: readonly CueWord[];
}

export interface CueWord extends PlacedWord {
  /** With the punctuation around it, up to the next word. */
  readonly text: string;
}

/** Two lines of what broadcasters allow (EBU and BBC guidelines: about 37 to 42 characters a line). */
const MAX_CUE_CHARACTERS = 84;

interface OpenWord extends PlacedWord {
  /** The source from here on belongs to this word, up to where the next one's begins. */
  readonly from: number;
  readonly to: number;
  readonly endsClause: boolean;
}

/** A cue for each sentence; long ones are cut, at the end of a clause where that leaves enough behind. */
export function* sentenceCues(
  clauses: Iterable<PlacedClause>,
  source: SourceText,
): Generator<Cue, void> {
  let sentence: OpenWord[] = [];
  let current: SpokenClause | null = null;
  for (const placed of clauses) {
    if (current !== null && !isSame(current.sentence, placed.clause.sentence)) {
      yield* cutCues(sentence, source);
      sentence = [];
    }
    current = placed.clause;
    sentence.push(...openWords(placed, source));
  }
  yield* cutCues(sentence, source);
}

function openWords({ clause, words }: PlacedClause, source: SourceText): OpenWord[] {
  const froms = words.map(({ span }, i) => {
    const before = words[i - 1]?.span.end ?? clause.span.start;
    return i === 0 ? clause.span.start : source.cutBefore(span.start, before);
  });
  return words.map((word, i) => ({
    ...word,
    from: froms[i] ?? word.span.start,
    to: froms[i + 1] ?? clause.span.end,
    endsClause: i === words.length - 1,
  }));
}

function* cutCues(words: readonly OpenWord[], source: SourceText): Generator<Cue, void> {
  let rest = words;
  while (rest.length > 0) {
    const count = fitting(rest);
    yield cueOf(rest.slice(0, count), source);
    rest = rest.slice(count);
  }
}

/** How many words the next cue takes: at least one. */
function fitting(words: readonly OpenWord[]): number {
  const from = words[0]?.from ?? 0;
  const over = words.findIndex((word) => word.to - from > MAX_CUE_CHARACTERS + 1);
  if (over === -1) return words.length;
  const most = Math.max(1, over);
  for (let count = most; count > 0; count--) {
    const last = words[count - 1];
    if (last?.endsClause === true && last.to - from > MAX_CUE_CHARACTERS / 2) return count;
  }
  return most;
}

function cueOf(words: readonly OpenWord[], source: SourceText): Cue {
  const texts = words.map(({ from, to }) => source.slice({ start: from, end: to }));
  const [first, last] = [words[0], words.at(-1)];
  return {
    text: source.slice({ start: first?.from ?? 0, end: last?.to ?? 0 }),
    start: first?.start ?? 0,
    end: last?.end ?? 0,
    words: words.map(({ span, start, end }, i) => ({ span, start, end, text: texts[i] ?? '' })),
  };
}

const isSame = (a: Span, b: Span) => a.start === b.start && a.end === b.end;
