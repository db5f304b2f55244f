/** The spoken clauses of a work, a line of JSON each: what is whole at the end of the file is all that counts. */
import type { SpokenClause } from '../../src/contracts/export';
import type { WorkFile } from './disk';

type Entry =
  | { readonly index: number; readonly clause: SpokenClause }
  /** Milliseconds since the epoch. */
  | { readonly writtenAt: number };

export interface LoggedClauses {
  readonly clauses: SpokenClause[];
  readonly writtenAt: number | null;
}

const encoder = new TextEncoder();
const NEWLINE = 10;

export function appendEntry(file: WorkFile, entry: Entry): void {
  file.write(encoder.encode(`${JSON.stringify(entry)}\n`), file.size);
}

/**
 * Reads the log and cuts off what an end in mid-write left behind, or what speaks of samples that never
 * arrived.
 * @param sampleCount Of the work's sample file.
 */
export function recoverLog(file: WorkFile, sampleCount: number): LoggedClauses {
  const bytes = new Uint8Array(file.size);
  file.read(bytes, 0);
  const clauses: SpokenClause[] = [];
  let writtenAt: number | null = null;
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(NEWLINE, at);
    const entry = end === -1 ? null : parseEntry(bytes.subarray(at, end));
    if (entry === null) break;
    if ('writtenAt' in entry) ({ writtenAt } = entry);
    else {
      const { index, clause } = entry;
      if (index > clauses.length || endOf(clause) > sampleCount) break;
      clauses[index] = clause;
      writtenAt = null;
    }
    at = end + 1;
  }
  file.truncate(at);
  return { clauses, writtenAt };
}

function parseEntry(line: Uint8Array): Entry | null {
  try {
    return JSON.parse(new TextDecoder().decode(line)) as Entry;
  } catch {
    return null;
  }
}

function endOf({ pieces }: SpokenClause): number {
  return Math.max(0, ...pieces.map(({ at, samples }) => at + samples));
}
