/** A lexicon as a file to keep and share: `{ "sottoLexicon": 1, "entries": [...] }`. */
import * as v from 'valibot';
import { lexiconSchema } from '../contracts/lexicon';
import type { Lexicon, LexiconEntry } from '../contracts/text';

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

export function replacementText(entry: LexiconEntry): string {
  return entry.replacement.kind === 'ipa' ? entry.replacement.ipa : entry.replacement.text;
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
