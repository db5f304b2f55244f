import { unreachable } from '../base/never';
import type { Utterance } from '../contracts/text';
import type { HeardMark } from './words';

const HEADING_MS = 900;
const ENDS_MS: Readonly<Record<'sentence' | 'paragraph', number>> = {
  sentence: 300,
  paragraph: 600,
};

/** Silence after an utterance, in milliseconds, when no markup sets it. */
export function pauseAfterMs(ends: Utterance['ends'], mark: HeardMark, isHeading: boolean): number {
  if (ends === 'paragraph' && isHeading) return HEADING_MS;
  return ends === 'clause' ? clauseMs(mark) : ENDS_MS[ends];
}

function clauseMs(mark: HeardMark): number {
  switch (mark) {
    case '':
      return 0;
    case ',':
      return 120;
    case ';':
    case ':':
      return 200;
    case '.':
    case '!':
    case '?':
      return ENDS_MS.sentence;
    default:
      return unreachable(mark);
  }
}
