import { splitDataOf } from './split-data';
import { spokenUnits } from './scripts';
import type { PlanWord } from './words';

/** Lengths in characters as spoken. */
const MIN_CLAUSE = 20;
const AIM = 110;
const MAX_CLAUSE = 180;
/**
 * A short start: each utterance must be made while the one before it sounds, and the first sounds
 * while nothing is there yet. One that would leave little over is not cut.
 */
const RAMP = [
  { min: 14, max: 30, whole: 40 },
  { min: 25, max: 70, whole: 90 },
] as const;

/** Half open range of words. */
export interface WordRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Words as clause-sized utterances: cut at marks, where it must be before a conjunction or another
 * function word, at worst between any two words. `shortStart` keeps the first one short.
 */
export function clauses(words: readonly PlanWord[], shortStart: boolean): WordRange[] {
  if (words.length === 0) return [];
  const ruler = new Ruler(words);
  const ranges: WordRange[] = [];
  let rest: WordRange = { from: 0, to: words.length };
  for (const step of shortStart ? RAMP : []) {
    if (ruler.units(rest) <= step.whole) break;
    const cut = cutWithin(ruler, rest, step);
    ranges.push({ from: rest.from, to: cut });
    rest = { from: cut, to: rest.to };
  }
  return [...ranges, ...atMarks(ruler, rest).flatMap((range) => bounded(ruler, range))];
}

/** Marked segments, gathered until they are about as long as aimed for. */
function atMarks(ruler: Ruler, { from, to }: WordRange): WordRange[] {
  const ranges: WordRange[] = [];
  let start = from;
  let end = from;
  for (let at = from + 1; at <= to; at++) {
    if (at < to && !ruler.isMarked(at)) continue;
    const grown = ruler.units({ from: start, to: at });
    const isTail = ruler.units({ from: end, to }) < MIN_CLAUSE;
    if (
      end > start &&
      grown > (isTail ? MAX_CLAUSE : AIM) &&
      ruler.units({ from: start, to: end }) >= MIN_CLAUSE
    ) {
      ranges.push({ from: start, to: end });
      start = end;
    }
    end = at;
  }
  return [...ranges, { from: start, to }];
}

/** Halves what is too long, at the best place near its middle. */
function bounded(ruler: Ruler, range: WordRange): WordRange[] {
  const units = ruler.units(range);
  if (units <= MAX_CLAUSE || range.to - range.from < 2) return [range];
  let best = { cut: range.from + 1, score: -Infinity };
  for (let cut = range.from + 1; cut < range.to; cut++) {
    const share = ruler.units({ from: range.from, to: cut }) / units;
    const score = ruler.ease(cut) - 8 * Math.abs(share - 0.5);
    if (score > best.score) best = { cut, score };
  }
  return [
    ...bounded(ruler, { from: range.from, to: best.cut }),
    ...bounded(ruler, { from: best.cut, to: range.to }),
  ];
}

/** The cut that sounds best among those of the wanted length; of equals the later one. */
function cutWithin(
  ruler: Ruler,
  { from, to }: WordRange,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  let best = { cut: from + 1, score: -Infinity };
  for (let cut = from + 1; cut < to; cut++) {
    const units = ruler.units({ from, to: cut });
    if (units > max && best.score > -Infinity) break;
    const score = ruler.ease(cut) + units / max - (units < min ? 10 : 0);
    if (score > best.score) best = { cut, score };
  }
  return best.cut;
}

/** Knows how long words are together, and how well a cut before one of them sounds. */
class Ruler {
  readonly #words: readonly PlanWord[];
  readonly #ends: number[] = [0];

  constructor(words: readonly PlanWord[]) {
    this.#words = words;
    for (const word of words) {
      const spoken = word.parts.reduce(
        (sum, part) => sum + spokenUnits(part.text, word.language) + 1,
        0,
      );
      this.#ends.push((this.#ends.at(-1) ?? 0) + spoken);
    }
  }

  units({ from, to }: WordRange): number {
    return (this.#ends[to] ?? 0) - (this.#ends[from] ?? 0) - 1;
  }

  isMarked(cut: number): boolean {
    return this.#words[cut - 1]?.parts.at(-1)?.mark !== '';
  }

  ease(cut: number): number {
    const before = this.#words[cut - 1];
    const after = this.#words[cut];
    if (before === undefined || after === undefined) return 0;
    if (this.isMarked(cut)) return 6;
    const { conjunctions, functionWords } = splitDataOf(after.language);
    const [last, next] = [spokenKey(before), spokenKey(after)];
    // "the | house" leaves a word hanging.
    if (functionWords.has(last) || conjunctions.has(last)) return 0;
    if (conjunctions.has(next)) return 4;
    return functionWords.has(next) ? 3 : 1;
  }
}

function spokenKey(word: PlanWord): string {
  return word.parts.length === 1 ? (word.parts[0]?.text.toLowerCase() ?? '') : '';
}
