import type { Run } from '../contracts/text';
import { Traced } from './traced';

/** Text between two boundaries. */
export interface Section {
  readonly text: Traced;
  /** What ends after it; null when the text goes on in the next block. */
  readonly ends: 'sentence' | 'paragraph' | null;
}

/** Runs as sections, reading order kept; pauses and marks are found again by their place. */
export function sectionsOf(runs: readonly Run[]): Section[] {
  const sections: Section[] = [];
  let parts: Traced[] = [];
  const close = (ends: Section['ends']) => {
    const text = Traced.concat(parts);
    parts = [];
    const last = sections.at(-1);
    if (text.text.trim() !== '') sections.push({ text, ends });
    else if (last !== undefined && ends === 'paragraph') sections.splice(-1, 1, { ...last, ends });
  };
  for (const run of runs) {
    if (run.kind === 'boundary') close(run.ends);
    // A pause parts words even where no space does.
    if (run.kind === 'break') parts.push(Traced.standing(' ', run.span));
    if (run.kind === 'text') parts.push(tracedRun(run));
  }
  close(null);
  return sections;
}

function tracedRun({ text, span }: Extract<Run, { kind: 'text' }>): Traced {
  const isVerbatim = text.length === span.end - span.start;
  return isVerbatim ? Traced.of(text, span.start) : Traced.standing(text, span);
}
