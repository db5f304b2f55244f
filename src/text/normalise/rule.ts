/** What a rewrite rule is: a pattern tried where a token begins, and what to say instead. */

/** Words for a stretch of the match; offsets count from the start of the match. */
export interface Part {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A string stands for the whole match; null lets the next rule try. */
export type Answer = string | readonly Part[] | null;

export interface Rule {
  readonly pattern: RegExp;
  readonly speak: (match: RegExpExecArray, place: Place) => Answer;
}

/** Rules by the kind of character they begin with, in order of precedence. */
export interface RuleSet {
  readonly letter: readonly Rule[];
  readonly digit: readonly Rule[];
  readonly symbol: readonly Rule[];
}

/** Enough context for any rule, and a bound that keeps scanning linear. */
const CONTEXT_UNITS = 40;

/** Where a match stands in its sentence. */
export class Place {
  readonly text: string;
  readonly start: number;
  readonly end: number;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  get before(): string {
    return this.text.slice(Math.max(0, this.start - CONTEXT_UNITS), this.start);
  }

  get after(): string {
    return this.text.slice(this.end, this.end + CONTEXT_UNITS);
  }

  /** Nothing but closing quotes and brackets follows. */
  get endsSentence(): boolean {
    const { after } = this;
    return after.length < CONTEXT_UNITS && /^[\s"'”’»)\]]*$/u.test(after);
  }

  get startsSentence(): boolean {
    return this.start < CONTEXT_UNITS && /^[\s"'“„«([]*$/u.test(this.before);
  }
}

/** Sticky, because rules are tried at one place; with indices, because parts are traced. */
export function rule(source: string, speak: Rule['speak']): Rule {
  return { pattern: new RegExp(source, 'dyu'), speak };
}

export function group(match: RegExpExecArray, name: string): string {
  return match.groups?.[name] ?? '';
}

/**
 * One part for each named group that took part. Letters and digits between the groups belong to the
 * part before them, so that nothing of the source is left unspoken.
 */
export function parts(
  match: RegExpExecArray,
  spoken: readonly (readonly [string, string])[],
): Answer {
  const found: { text: string; start: number; end: number }[] = [];
  for (const [name, text] of spoken) {
    const range = match.indices?.groups?.[name];
    if (!range || text === '') continue;
    found.push({ text, start: range[0] - match.index, end: range[1] - match.index });
  }
  const [first] = found;
  if (!first) return null;
  first.start = 0;
  found.forEach((part, index) => {
    const next = found[index + 1]?.start ?? match[0].length;
    if (/[\p{L}\p{N}]/u.test(match[0].slice(part.end, next))) part.end = next;
  });
  return found;
}

export function escape(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** Alternatives of literals, longest first, so that "mm" wins over "m". */
export function anyOf(literals: Iterable<string>): string {
  return [...literals]
    .sort((a, b) => b.length - a.length)
    .map(escape)
    .join('|');
}

export function joinSets(sets: readonly Partial<RuleSet>[]): RuleSet {
  return {
    letter: sets.flatMap((set) => set.letter ?? []),
    digit: sets.flatMap((set) => set.digit ?? []),
    symbol: sets.flatMap((set) => set.symbol ?? []),
  };
}
