import { MAX_MERGED, walk, type Step } from './align-walk';
import { bareSounds, soundDistance } from './sound-distance';

/**
 * Which word each group of phonemes belongs to. A pronouncer may merge words into one group ("of the")
 * or split one into several; what it says for each word alone tells where the words are.
 */

/** Diagonals tried beyond the difference in length. */
const BAND = 2;
/** Small against a wrong sound: breaks ties towards one group a word. */
const UNEVEN = 0.5;
/** A word that is not silent by itself should be heard somewhere. */
const UNHEARD = 4;

interface CostedStep extends Step {
  readonly cost: number;
}

/**
 * @param groups Phonemes of the words in context.
 * @param alone Phonemes of each word by itself, groups joined; '' for what is silent.
 * @param counts How many groups each word is by itself, where known: a date may be ten.
 * @returns For each group, for each of its symbols, the index of its word; never decreasing.
 */
export function alignWords(
  groups: readonly string[],
  alone: readonly string[],
  counts: readonly number[] = [],
): number[][] {
  if (groups.length === alone.length) {
    return groups.map((group, word) => new Array<number>(group.length).fill(word));
  }
  const [bareGroups, bareAlone] = [groups.map(bareSounds), alone.map(bareSounds)];
  const steps = walk(bareGroups, bareAlone, counts) ?? bestPath(bareGroups, bareAlone, counts);
  const owners: number[][] = [];
  let word = 0;
  for (const { words, groups: count } of steps) {
    const merged = words > 1 ? alone.slice(word, word + words) : [''];
    // A group that is no word's goes to the one before it.
    const first = words === 0 ? Math.max(0, word - 1) : word;
    for (const group of groups.slice(owners.length, owners.length + count)) {
      owners.push(partGroup(group, merged).map((index) => first + index));
    }
    word += words;
  }
  return owners;
}

/** The cheapest way through words and groups, as steps from the start. */
function bestPath(
  groups: readonly string[],
  alone: readonly string[],
  counts: readonly number[],
): CostedStep[] {
  const band = Math.abs(groups.length - alone.length) + BAND;
  const table: (CostedStep | undefined)[][] = alone.map(() => []);
  table.push([]);
  table[0]?.splice(0, 1, { cost: 0, words: 0, groups: 0 });
  const offer = (word: number, group: number, step: CostedStep) => {
    const row = table[word];
    if (row !== undefined && step.cost < (row[group]?.cost ?? Infinity)) row[group] = step;
  };
  for (let word = 0; word <= alone.length; word++) {
    for (
      let group = Math.max(0, word - band);
      group <= Math.min(groups.length, word + band);
      group++
    ) {
      const here = table[word]?.[group];
      if (here === undefined) continue;
      const most = Math.max(MAX_MERGED, counts[word] ?? 0);
      const steps = stepsFrom(alone.length - word, groups.length - group, most);
      for (const [words, count] of steps) {
        const spoken = groups.slice(group, group + count).join('');
        const expected = alone.slice(word, word + words).join('');
        const cost =
          here.cost +
          soundDistance(expected, spoken) +
          UNEVEN * (words + count - (words && count ? 2 : 0)) +
          (count === 0 && expected !== '' ? UNHEARD : 0);
        offer(word + words, group + count, { cost, words, groups: count });
      }
    }
  }
  return traceBack(table, alone.length, groups.length);
}

function* stepsFrom(
  wordsLeft: number,
  groupsLeft: number,
  mostGroups: number,
): Generator<[words: number, groups: number]> {
  if (wordsLeft > 0) yield [1, 0];
  if (groupsLeft > 0) yield [0, 1];
  for (let words = 1; words <= Math.min(MAX_MERGED, wordsLeft); words++) {
    if (groupsLeft > 0) yield [words, 1];
  }
  for (let count = 2; count <= Math.min(mostGroups, groupsLeft); count++) {
    if (wordsLeft > 0) yield [1, count];
  }
}

function traceBack(
  table: readonly (CostedStep | undefined)[][],
  words: number,
  groups: number,
): CostedStep[] {
  const path: CostedStep[] = [];
  let word = words;
  let group = groups;
  while (word > 0 || group > 0) {
    const step = table[word]?.[group];
    if (step === undefined) throw new Error('The band always joins start and end.');
    path.push(step);
    word -= step.words;
    group -= step.groups;
  }
  return path.reverse();
}

/** Parts one group among the words it merges; a stress or length mark stays with its sound. */
function partGroup(group: string, alone: readonly string[]): number[] {
  if (alone.length === 1) return new Array<number>(group.length).fill(0);
  const length = group.length;
  const costs: number[][] = [[0]];
  const cuts: number[][] = [];
  for (let word = 0; word < alone.length; word++) {
    const row: number[] = [];
    const from: number[] = [];
    for (let end = word === alone.length - 1 ? length : 0; end <= length; end++) {
      for (let start = 0; start <= end; start++) {
        const before = costs[word]?.[start];
        if (before === undefined || !isCut(group, start)) continue;
        const isOdd = (start === end) !== (alone[word] === '');
        const cost =
          before +
          soundDistance(bareSounds(alone[word] ?? ''), bareSounds(group.slice(start, end))) +
          (isOdd ? UNHEARD : 0);
        if (cost >= (row[end] ?? Infinity)) continue;
        row[end] = cost;
        from[end] = start;
      }
    }
    costs.push(row);
    cuts.push(from);
  }
  const owners = new Array<number>(length).fill(0);
  let end = length;
  for (let word = alone.length - 1; word >= 0; word--) {
    const start = cuts[word]?.[end] ?? 0;
    owners.fill(word, start, end);
    end = start;
  }
  return owners;
}

function isCut(group: string, at: number): boolean {
  if (at === 0 || at === group.length) return true;
  return !/[ˈˌ]/.test(group.charAt(at - 1)) && !/[ː\p{M}]/u.test(group.charAt(at));
}
