/** A lexicon as a file to keep and share: `{ "sottoLexicon": 1, "entries": [...] }`. */
import * as v from 'valibot';
import type { Lexicon, LexiconEntry } from '../contracts/text';

const MAX_ENTRIES = 10_000;
const words = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200));

const lexiconEntrySchema = v.object({
  language: v.picklist(['en', 'de', 'nl']),
  word: words,
  replacement: v.variant('kind', [
    v.object({ kind: v.literal('respelling'), text: words }),
    v.object({ kind: v.literal('ipa'), ipa: words }),
  ]),
});
export const lexiconSchema = v.pipe(v.array(lexiconEntrySchema), v.maxLength(MAX_ENTRIES));
const fileSchema = v.object({ sottoLexicon: v.literal(1), entries: lexiconSchema });

export type ParsedLexicon =
  | { readonly kind: 'lexicon'; readonly entries: Lexicon }
  | { readonly kind: 'refused'; readonly reason: string };

export function parseLexiconFile(json: string): ParsedLexicon {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch {
    return { kind: 'refused', reason: 'This file is not JSON. Choose a file that Sotto exported.' };
  }
  const result = v.safeParse(fileSchema, data);
  if (result.success) return { kind: 'lexicon', entries: result.output.entries };
  const issue = result.issues[0];
  const place = v.getDotPath(issue) ?? 'the top';
  return {
    kind: 'refused',
    reason: `This is not a Sotto lexicon: at ${place}, ${lower(issue.message)}.`,
  };
}

export function lexiconFile(entries: Lexicon): Blob {
  const json = JSON.stringify({ sottoLexicon: 1, entries }, null, 2);
  return new Blob([`${json}\n`], { type: 'application/json' });
}

/** Entries are one a word and language: the newer replaces the older. */
export function mergeLexicon(old: Lexicon, added: Lexicon): Lexicon {
  const merged = new Map(old.map((entry) => [keyOf(entry), entry]));
  for (const entry of added) merged.set(keyOf(entry), entry);
  return [...merged.values()].sort((a, b) => a.word.localeCompare(b.word));
}

/** Case matters only where the lexicon says so: an upper-case letter beyond the first. */
export function keyOf(entry: LexiconEntry): string {
  const cased = entry.word.slice(1) !== entry.word.slice(1).toLowerCase();
  return `${entry.language} ${cased ? entry.word : entry.word.toLowerCase()}`;
}

export function replacementText(entry: LexiconEntry): string {
  return entry.replacement.kind === 'ipa' ? entry.replacement.ipa : entry.replacement.text;
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
