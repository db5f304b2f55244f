import { soundDistance } from './sound-distance';

/** So many words are said as so many groups. */
export interface Step {
  readonly words: number;
  readonly groups: number;
}

/** Words that one group may stand for, or groups one word. */
export const MAX_MERGED = 5;
/** Distance per sound under which two surely are the same. */
const SAME = 0.34;

const UNEVEN_STEPS: readonly Step[] = [
  ...Array.from({ length: MAX_MERGED - 1 }, (_, index) => ({ words: index + 2, groups: 1 })),
  ...Array.from({ length: MAX_MERGED - 1 }, (_, index) => ({ words: 1, groups: index + 2 })),
];

/**
 * A single walk through words and groups (bare sounds), for the usual case that nearly all agree one
 * to one: a tenth of the work of the full search. Null when it meets what it is not sure of.
 */
export function walk(
  groups: readonly string[],
  alone: readonly string[],
  counts: readonly number[],
): Step[] | null {
  const steps: Step[] = [];
  let word = 0;
  let group = 0;
  const isSame = (step: Step, from = 0): boolean => {
    const first = word + from;
    const firstGroup = group + from;
    if (first + step.words > alone.length || firstGroup + step.groups > groups.length) return false;
    const expected = alone.slice(first, first + step.words).join('');
    const spoken = groups.slice(firstGroup, firstGroup + step.groups).join('');
    const longest = Math.max(expected.length, spoken.length);
    if (Math.abs(expected.length - spoken.length) > SAME * longest) return false;
    return soundDistance(expected, spoken) <= SAME * longest;
  };
  const longStep = (count = 0): Step | undefined => {
    const step = { words: 1, groups: count };
    return count > MAX_MERGED && isSame(step) ? step : undefined;
  };
  const even = { words: 1, groups: 1 };
  while (word < alone.length && group < groups.length) {
    const step = isSame(even)
      ? even
      : (UNEVEN_STEPS.find((candidate) => isSame(candidate)) ??
        longStep(counts[word]) ??
        (isSame(even, 1) ? even : null));
    if (step === null) return null;
    steps.push(step);
    word += step.words;
    group += step.groups;
  }
  return word === alone.length && group === groups.length ? steps : null;
}
