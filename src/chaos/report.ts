/** What a run was like, from what was recorded of it. */
import type { ChaosReport, HeardBadly, StruckFault } from './contract';
import type { GoodRendition } from './good';
import type { ChaosTape, PushedSound } from './tape';
import type { Span } from '../contracts/text';
import type { Strike } from '../faults/director';
import { badSound } from '../faults/sound-judge';
import { countWords } from '../faults/words';

/** The rungs of the ladder that are another voice than the chosen one. */
const OTHER_VOICES = ['smaller', 'formant', 'silence'];
const SILENCE = 'silence';

export type Recorded = Pick<
  ChaosReport,
  'seed' | 'planned' | 'stops' | 'notices' | 'ladder' | 'isStuck' | 'seconds' | 'wallSeconds'
> & { readonly strikes: readonly Strike[]; readonly heard: readonly Span[] };

export function reportOf(
  text: string,
  { strikes, heard, ...rest }: Recorded,
  tape: ChaosTape,
  good: GoodRendition,
): ChaosReport {
  const count = countWords(good.utterances, heard);
  const wordsOf = (spans: readonly Span[]) => spans.map(({ start, end }) => text.slice(start, end));
  const heardStarts = new Set(heard.map(({ start }) => start));
  const sounded = tape.sounds.filter(({ sound }) =>
    sound.chunk.words.some(({ span }) => heardStarts.has(span.start)),
  );
  const silent = sounded
    .filter(({ sound }) => sound.rung === SILENCE)
    .flatMap(({ sound }) => sound.chunk.words.map(({ span }) => span));
  return {
    ...rest,
    struck: strikes.map((strike) => struckFault(strike, tape.sounds)),
    words: {
      expected: count.expected,
      spokenOnce: count.spokenOnce,
      repeated: wordsOf(count.repeated),
      lost: wordsOf(count.lost),
      outOfOrder: wordsOf(count.outOfOrder),
      silent: wordsOf(silent),
    },
    badSounds: sounded.flatMap(({ sound }) => judged(sound, good)),
    badSamples: tape.badSamples,
    rungs: tallied(sounded.map(({ sound }) => sound.rung ?? 'chosen')),
    longestGapMs: Math.max(0, ...tape.gapsMs),
    gaps: tape.gapsMs.length,
  };
}

function judged(sound: PushedSound['sound'], good: GoodRendition): HeardBadly[] {
  const { utterance, chunk, rung } = sound;
  const reference = good.sounds.get(utterance.id);
  if (reference === undefined || rung === SILENCE) return [];
  const isSameVoice = rung === null || !OTHER_VOICES.includes(rung);
  const defect = badSound(chunk, reference, { isSameVoice });
  return defect === null ? [] : [{ span: utterance.span, rung, defect }];
}

function struckFault({ atMs, ...fault }: Strike, sounds: readonly PushedSound[]): StruckFault {
  const after = sounds.filter((sound) => sound.atMs >= atMs);
  const since = (sound: PushedSound | undefined) =>
    sound === undefined ? null : Math.round(sound.atMs - atMs);
  return {
    ...fault,
    resumedMs: since(after[0]),
    backMs: since(after.find(({ sound }) => sound.rung === null)),
  };
}

function tallied(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
