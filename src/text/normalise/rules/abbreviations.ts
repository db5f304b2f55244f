/** Abbreviations with a full stop, and initials. */
import type { LanguageRules } from '../language';
import { anyOf, escape, group, rule, type Answer, type Rule, type RuleSet } from '../rule';
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
    const entry = { words, condition: CONDITIONS[condition] ?? null };
    known.set(compact(written), entry);
    // At the head of a sentence; a single short form may be a name there ("Max.").
    if (/\..*\./u.test(written) || condition === '#') {
      const capital = written.slice(0, 1).toUpperCase() + compact(written).slice(1);
      if (!rules.abbreviations.has(capital))
        known.set(capital, { ...entry, words: words.slice(0, 1).toUpperCase() + words.slice(1) });
    }
  }
  const patterns = [...known.keys()]
    .sort((a, b) => b.length - a.length)
    .map((key) => escape(key).replace(/\\\.(?=.)/gu, '\\.\\s?'));
  return {
    letter: [
      rule(`(?:${patterns.join('|')})(?![\\p{L}\\p{N}]|['’]\\p{L})`, ([written], place) => {
        const entry = known.get(compact(written));
        if (!entry || (entry.condition && !entry.condition.test(place.after))) return null;
        return rules.ambiguous(written, place) ?? entry.words;
      }),
      rule('(?:\\p{L}\\.[ ]?){1,11}\\p{L}\\.(?!\\p{L}\\p{L})', ([written]) =>
        initials(written, rules),
      ),
      ...suffixRules(rules),
      // One initial in a name: "John F. Kennedy".
      rule('(?<letter>\\p{Lu})\\.(?= (?:\\p{Lu}|van |von |de ))', (m, place) =>
        place.startsSentence || /\p{Lu}[\p{L}.'’-]* $/u.test(place.before)
          ? sayLetter(group(m, 'letter'), rules)
          : null,
      ),
    ],
  };
}

function suffixRules({ suffixes }: LanguageRules): Rule[] {
  if (suffixes.size === 0) return [];
  const pattern = `(?<stem>\\p{L}{2,40}?)(?<suffix>${anyOf(suffixes.keys())})(?!\\p{L})`;
  return [
    rule(pattern, (m) => {
      const stem = group(m, 'stem');
      return `${stem}${suffixes.get(group(m, 'suffix')) ?? ''}`;
    }),
  ];
}

function compact(written: string): string {
  return written.replace(/\s/gu, '');
}

/** "J. R. R.", "U.S.", "a.m.": letter by letter, each with its own trace. */
function initials(written: string, rules: LanguageRules): Answer {
  if (/ /u.test(written) && !/^(?:\p{Lu}\. ?)+$/u.test(written)) return null;
  return [...written.matchAll(/(\p{L})\./gu)].map((match) => ({
    text: sayLetter(match[1] ?? '', rules),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
