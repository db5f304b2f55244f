import type { ExportTally } from '../contracts/export';
import type { Span, Utterance } from '../contracts/text';
import type { TextDocument } from '../text/document';

/**
 * Where planning begins so that the clauses to come are those of a run without interruption: at the block
 * of the last one, whose clauses are then passed over.
 */
export function planningStart(
  document: TextDocument,
  range: Span,
  last: { readonly span: Span } | null,
): number {
  if (last === null) return range.start;
  const block = document.blockAt(last.span.start);
  return Math.max(range.start, block?.span.start ?? last.span.start);
}

/** The clauses of the range that come after the last one that was spoken. */
export async function* clausesAfter(
  utterances: AsyncIterable<Utterance>,
  range: Span,
  last: ExportTally['last'],
): AsyncGenerator<Utterance, void> {
  let isPast = last === null;
  for await (const utterance of utterances) {
    if (utterance.span.start >= range.end) return;
    if (isPast || last === null) yield utterance;
    else if (utterance.id === last.id) isPast = true;
    // It was not found: what lies behind it has not been spoken, whatever it is called now.
    else if (utterance.span.start > last.span.start) {
      isPast = true;
      yield utterance;
    }
  }
}
