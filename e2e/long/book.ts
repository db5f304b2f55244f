/** A book in which no two sentences are the same, so that what is lost or said twice is seen. */
import { seededRandom } from '../../src/base/random';
import { indesignEpub, type Part } from '../documents/archives';

const CHAPTER_CHARACTERS = 10_000;
const PARAGRAPH_SENTENCES = 6;
const WORDS = {
  who: 'keeper,ferryman,doctor,child,baker,widow,sailor,teacher,gardener,stranger,painter,farmer',
  did: 'carried,counted,mended,forgot,painted,borrowed,watched,buried,washed,measured,opened,sold',
  which: 'old,narrow,wooden,broken,quiet,yellow,heavy,borrowed,empty,careful,bitter,frozen',
  what: 'lantern,ladder,letter,kettle,anchor,basket,window,bridge,mirror,barrel,candle,map',
  where: 'harbour,orchard,chapel,cellar,meadow,station,kitchen,lighthouse,market,forest,attic,quay',
  when: 'at noon,before dawn,after supper,in the rain,that winter,on Sunday,without a word,by lamplight',
} as const;

type Kind = keyof typeof WORDS;

const PATTERNS = [
  'The {who} {did} the {which} {what} near the {where}, and the {who} watched {when}.',
  '“Who {did} my {what}?” asked the {who} {when}; nobody in the {where} knew.',
  'By then {n} {which} things lay in the {where}: a {what}, a {what} and the {who} had {did} them all.',
  'It was {when} that the {which} {who} came to the {where}.',
  'Nobody {did} the {what} {when}, although the {who} of the {which} {where} waited for {n} hours.',
];

export interface Book {
  readonly parts: readonly Part[];
  readonly epub: Buffer;
  /** What is read of it. */
  readonly text: string;
}

/** @param characters At least; with chapters of about 10,000, and never fewer than three. */
export function makeBook(characters: number): Book {
  const random = seededRandom(6);
  const pick = (kind: Kind) => {
    const all = WORDS[kind].split(',');
    return all[Math.floor(random.uniform() * all.length)] ?? '';
  };
  const told = new Set<string>();
  const sentence = (): string => {
    const pattern = PATTERNS[Math.floor(random.uniform() * PATTERNS.length)] ?? '';
    const made = pattern.replaceAll(/\{(\w+)\}/g, (_, kind: string) =>
      kind === 'n' ? String(2 + Math.floor(random.uniform() * 900)) : pick(kind as Kind),
    );
    if (told.has(made)) return sentence();
    told.add(made);
    return made;
  };
  const count = Math.max(3, Math.ceil(characters / CHAPTER_CHARACTERS));
  const parts = Array.from({ length: count }, (_, i) => {
    const paragraphs: string[] = [];
    for (let length = 0; length < characters / count; length += paragraphs.at(-1)?.length ?? 0) {
      paragraphs.push(Array.from({ length: PARAGRAPH_SENTENCES }, sentence).join(' '));
    }
    return { title: `Chapter ${i + 1}`, paragraphs };
  });
  const text = parts.flatMap(({ title, paragraphs }) => [title, ...paragraphs]).join('\n\n');
  return { parts, epub: indesignEpub(parts), text };
}
