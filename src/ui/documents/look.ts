/** How a row of the reader looks in a document with structure. */
import type { BlockKind, DocumentModel, Emphasis } from '../../contracts/documents';
import { blockAt, emphasisWithin } from '../../documents/lookup';

export interface RowLook {
  readonly kind: BlockKind;
  readonly level: number;
  /** A long block takes several rows. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly emphasis: readonly Emphasis[];
}

/** Null where there is no structure: text as it was written. */
export function lookOf(model: DocumentModel | null, start: number, text: string): RowLook | null {
  const block = model === null ? null : blockAt(model.blocks, start);
  if (model === null || block === null) return null;
  const end = start + text.trimEnd().length;
  return {
    kind: block.kind,
    level: block.level,
    isFirst: start <= block.start,
    isLast: end >= block.end,
    emphasis: emphasisWithin(model.emphasis, block, { start, end }),
  };
}

/** The page's own heading is the first level. */
const FIRST_LEVEL = 2;
const LAST_LEVEL = 6;

/** Heading levels of the rows on the page: as in the document, but none is left out on the way down. */
export function headingLevels(looks: readonly (RowLook | null)[]): readonly number[] {
  let last = FIRST_LEVEL - 1;
  return looks.map((look) => {
    if (look?.kind !== 'heading') return 0;
    last = Math.min(look.level + FIRST_LEVEL - 1, last + 1, LAST_LEVEL);
    return last;
  });
}
