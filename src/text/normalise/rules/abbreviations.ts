/** Abbreviations with a full stop, and initials. */
import type { LanguageRules } from '../language';
import { escape, group, rule, type Answer, type Part, type Place, type RuleSet } from '../rule';
import { sayLetter } from '../spelling';

/** What has to follow for an abbreviation that is a word elsewhere. */
const CONDITIONS: Readonly<Record<string, RegExp>> = {
  '#': /^ ?[\d§IVX]/u,
  A: /^ ?\p{Lu}/u,
  a: /^ ?[\p{Ll}\d]/u,
};

interface Abbreviation {
  readonly words: string;
  readonly condition: RegExp | null;
}

export function abbreviationRules(rules: LanguageRules): Partial<RuleSet> {
  const known = new Map<string, Abbreviation>();
  for (const [key, words] of rules.abbreviations) {
    const [, written = key, condition = ''] = /^(.*?)(?: ([#Aa]))?$/u.exec(key) ?? [];
    known.set(compact(written), { words, condition: CONDITIONS[condition] ?? null });
  }
  const patterns = [...known.keys()]
    .sort((a, b) => b.length - a.length)
    .map((key) => escape(key).replace(/\\\.(?=.)/gu, '\\.\\s?'));
  return {
    letter: [
      rule(`(?:${patterns.join('|')})(?![\\p{L}\\p{N}]|['’]\\p{L})`, ([written], place) => {
        const entry = known.get(compact(written));
        if (!entry || (entry.condition && !entry.condition.test(place.after))) return null;
        const words = rules.ambiguous(written, place) ?? entry.words;
        return closed(words, written, place);
      }),
      rule('(?:\\p{L}\\.[ ]?){1,11}\\p{L}\\.(?!\\p{L}\\p{L})', (m, place) =>
        initials(m[0], place, rules),
      ),
      // One initial in a name: "John F. Kennedy".
      rule('(?<letter>\\p{Lu})\\.(?= (?:\\p{Lu}|van |von |de ))', (m, place) =>
        place.startsSentence || /\p{Lu}[\p{L}.'’-]* $/u.test(place.before)
          ? sayLetter(group(m, 'letter'), rules)
          : null,
      ),
    ],
  };
}

function compact(written: string): string {
  return written.replace(/\s/gu, '');
}

/** The full stop of an abbreviation ends the sentence too. */
function closed(words: string, written: string, place: Place): string {
  return written.endsWith('.') && place.endsSentence ? `${words}.` : words;
}

/** "J. R. R.", "U.S.", "a.m.": letter by letter, each with its own trace. */
function initials(written: string, place: Place, rules: LanguageRules): Answer {
  if (/ /u.test(written) && !/^(?:\p{Lu}\. ?)+$/u.test(written)) return null;
  const found: Part[] = [...written.matchAll(/(\p{L})\./gu)].map((match) => ({
    text: sayLetter(match[1] ?? '', rules),
    start: match.index,
    end: match.index + match[0].length,
  }));
  if (!place.endsSentence) return found;
  return found.map((part, i) =>
    i === found.length - 1 ? { ...part, text: `${part.text}.` } : part,
  );
}
