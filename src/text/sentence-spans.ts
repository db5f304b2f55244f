import type { Span } from '../contracts/text';
import type { Traced } from './traced';
import type { PlanWord } from './words';

const OPENING = /["'([{¿¡]/;

/** Source spans of the parts of a sentence, punctuation shared out: closing marks to the word before. */
export function spansOf(sentence: Traced, parts: readonly (readonly PlanWord[])[]): Span[] {
  const cuts = parts.slice(1).map((words, index) => {
    const before = parts[index]?.at(-1)?.span.end ?? 0;
    return cutBetween(sentence, before, words[0]?.span.start ?? before);
  });
  const whole = sentence.span();
  return parts.map((words, index) => {
    const from = cuts[index - 1] ?? whole.start;
    const to = cuts[index] ?? whole.end;
    const span = visibleSpan(sentence, from, to);
    // Never less than the words themselves.
    return {
      start: Math.min(span.start, words[0]?.span.start ?? span.start),
      end: Math.max(span.end, words.at(-1)?.span.end ?? span.end),
    };
  });
}

function cutBetween(sentence: Traced, before: number, after: number): number {
  let opening: number | null = null;
  for (let at = 0; at < sentence.length; at++) {
    const { start } = sentence.span(at, at + 1);
    if (start < before) continue;
    if (start >= after) break;
    const character = sentence.text.charAt(at);
    if (/\s/.test(character)) return start;
    if (opening === null && OPENING.test(character)) opening = start;
  }
  return opening ?? after;
}

function visibleSpan(sentence: Traced, from: number, to: number): Span {
  let start = to;
  let end = from;
  for (let at = 0; at < sentence.length; at++) {
    const span = sentence.span(at, at + 1);
    if (span.start < from || span.end > to || /\s/.test(sentence.text.charAt(at))) continue;
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { start, end };
}
