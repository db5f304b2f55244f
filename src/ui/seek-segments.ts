import type { SessionProgress } from '../contracts/session';
import { CHARACTERS_PER_SECOND } from './counts';

/** A stretch of the seek line, in percent of the text. */
export interface SeekSegment {
  readonly key: string;
  readonly kind: 'rendered' | 'buffered' | 'fallback';
  readonly left: number;
  readonly width: number;
}

/** A pixel or so of a wide screen: finer detail cannot be seen. */
const FINEST_PERCENT = 0.1;

/** Rendered stretches, then what of them waits to be heard, then what a lower rung spoke on top. */
export function seekSegments(
  progress: SessionProgress,
  bufferedSeconds: number,
  speed: number,
): readonly SeekSegment[] {
  const length = Math.max(1, progress.length);
  const share = (kind: SeekSegment['kind'], start: number, end: number): SeekSegment => {
    const left = (100 * start) / length;
    const width = Math.max(FINEST_PERCENT, (100 * (end - start)) / length);
    return { key: `${kind} ${start}`, kind, left, width };
  };
  const merged = merge(progress, length);
  const ahead = Math.min(length, progress.offset + bufferedSeconds * pace(progress, speed));
  return [
    ...merged.filter((one) => !one.fallback).map((one) => share('rendered', one.start, one.end)),
    ...(ahead > progress.offset ? [share('buffered', progress.offset, ahead)] : []),
    ...merged.filter((one) => one.fallback).map((one) => share('fallback', one.start, one.end)),
  ];
}

/** Characters a second of sound, as the session itself judges what is left: it holds after a jump too. */
function pace({ offset, length, leftSeconds }: SessionProgress, speed: number): number {
  const known = leftSeconds !== null && leftSeconds > 0 && length > offset;
  return known ? (length - offset) / (leftSeconds * speed) : CHARACTERS_PER_SECOND;
}

interface Stretch {
  readonly start: number;
  end: number;
  readonly fallback: boolean;
}

/** Neighbours closer than can be seen become one, so that a book does not make ten thousand elements. */
function merge({ rendered }: SessionProgress, length: number): readonly Stretch[] {
  const gap = (length * FINEST_PERCENT) / 100;
  const merged: Stretch[] = [];
  for (const { start, end, rung } of rendered) {
    const last = merged.at(-1);
    const fallback = rung !== null;
    if (last && last.fallback === fallback && start - last.end <= gap) {
      last.end = Math.max(last.end, end);
    } else merged.push({ start, end, fallback });
  }
  return merged;
}
