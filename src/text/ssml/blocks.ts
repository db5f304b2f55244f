import type { Block, Run } from '../../contracts/text';
import { MAX_PIECE, pieceAt } from '../paragraphs';

/** Blocks that tile `length` characters of source: paragraphs, or parts of long ones. */
export function blocksOfRuns(runs: readonly Run[], length: number): Block[] {
  const groups: Run[][] = [];
  let group: Run[] = [];
  let textUnits = 0;
  for (const run of runs.flatMap(bounded)) {
    if (isVisible(run) && isFull(group, textUnits, run)) {
      groups.push(group);
      group = [];
      textUnits = 0;
    }
    group.push(run);
    if (run.kind === 'text') textUnits += run.text.trim().length;
  }
  groups.push(group);
  return tile(groups, length);
}

/** Whether what comes next belongs to a new block: pauses and blank space stay with what they follow. */
function isFull(group: readonly Run[], textUnits: number, next: Run): boolean {
  if (textUnits === 0) return false;
  const text = group.findLastIndex((run) => run.kind === 'text' && isVisible(run));
  const since = group.slice(text + 1).filter((run) => run.kind === 'boundary');
  if (since.some((run) => run.ends === 'paragraph')) return true;
  const nextUnits = next.kind === 'text' ? next.text.length : 0;
  const limit = since.length > 0 ? MAX_PIECE / 2 : MAX_PIECE;
  return textUnits + nextUnits > limit;
}

function isVisible(run: Run): boolean {
  return run.kind === 'mark' || (run.kind === 'text' && run.text.trim() !== '');
}

/** A long verbatim text as pieces; a replaced one cannot be parted. */
function bounded(run: Run): Run[] {
  if (run.kind !== 'text' || run.text.length <= MAX_PIECE) return [run];
  if (run.text.length !== run.span.end - run.span.start || run.style.ipa !== null) return [run];
  const parts: Run[] = [];
  for (let start = 0; start < run.text.length;) {
    const { end } = pieceAt(run.text, start);
    const span = { start: run.span.start + start, end: run.span.start + end };
    parts.push({ ...run, text: run.text.slice(start, end), span });
    start = end;
  }
  return parts;
}

function tile(groups: readonly Run[][], length: number): Block[] {
  let start = 0;
  const blocks: Block[] = [];
  groups.forEach((runs, index) => {
    const end = index === groups.length - 1 ? length : (runs.at(-1)?.span.end ?? start);
    if (end > start) blocks.push({ runs, span: { start, end } });
    start = end;
  });
  return blocks;
}
