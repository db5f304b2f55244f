import {
  NEUTRAL_PROSODY,
  type Language,
  type Run,
  type Span,
  type Utterance,
} from '../contracts/text';
import { utteranceId } from './identity';

type Break = Extract<Run, { kind: 'break' }>;
type MarkRun = Extract<Run, { kind: 'mark' }>;

/** Puts the markup's pauses and marks where they belong among finished utterances. */
export function withEvents(
  utterances: readonly Utterance[],
  runs: readonly Run[],
  language: Language,
  startAt: number,
): Utterance[] {
  const breaks = runs.filter(
    (run): run is Break => run.kind === 'break' && run.span.start >= startAt,
  );
  const marks = runs.filter(
    (run): run is MarkRun => run.kind === 'mark' && run.span.start >= startAt,
  );
  const first = breaks[0] ?? marks[0];
  if (first === undefined) return [...utterances];
  const carriers = utterances.length > 0 ? utterances : [silence(first.span, language)];
  return withMarks(withBreaks(carriers, breaks), marks);
}

/** The pause of the markup replaces the natural one; several at one place add up. */
function withBreaks(utterances: readonly Utterance[], breaks: readonly Break[]): Utterance[] {
  const result = [...utterances];
  const replaced = new Set<number>();
  for (const { pauseMs, span } of breaks) {
    const index = result.findLastIndex((utterance) => lastStart(utterance) < span.start);
    const at = Math.max(0, index);
    const utterance = result[at];
    if (utterance === undefined) continue;
    if (index < 0) {
      result[at] = { ...utterance, pauseBeforeMs: utterance.pauseBeforeMs + pauseMs };
      continue;
    }
    const soFar = replaced.has(at) ? utterance.pauseAfterMs : 0;
    replaced.add(at);
    result[at] = { ...utterance, pauseAfterMs: soFar + pauseMs };
  }
  return result;
}

function withMarks(utterances: readonly Utterance[], marks: readonly MarkRun[]): Utterance[] {
  const result = [...utterances];
  for (const { name, span } of marks) {
    const found = result.findIndex((utterance) => lastStart(utterance) >= span.start);
    const at = found < 0 ? result.length - 1 : found;
    const utterance = result[at];
    if (utterance === undefined) continue;
    const next = utterance.words.findIndex((word) => word.span.start >= span.start);
    const wordIndex = next < 0 ? utterance.words.length : next;
    result[at] = { ...utterance, marks: [...utterance.marks, { name, wordIndex }] };
  }
  return result;
}

function lastStart(utterance: Utterance): number {
  return utterance.words.at(-1)?.span.start ?? utterance.span.start - 1;
}

/** A block without a word may still hold a pause or a mark. */
function silence(span: Span, language: Language): Utterance {
  return {
    id: utteranceId(span, ''),
    span,
    sentence: span,
    language,
    words: [],
    phonemes: '',
    phonemeWords: [],
    pauseBeforeMs: 0,
    pauseAfterMs: 0,
    ends: 'clause',
    prosody: NEUTRAL_PROSODY,
    marks: [],
  };
}
