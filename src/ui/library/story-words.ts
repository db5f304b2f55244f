/** How a story's state is told. */
import type { StoryEntry } from '../../contracts/story';
import { clockTime, percent } from '../format';

export function stateWords(story: StoryEntry): string {
  const { audioStatus, hold, progress, textLength, durations } = story;
  const done = percent(progress.spoken, textLength);
  switch (audioStatus) {
    case 'ready':
      return `Ready, ${clockTime(durations.audioSeconds)}`;
    case 'rendering':
      return `Being spoken, ${done} %`;
    case 'failed':
      return done > 0 ? `Failed at ${done} %` : 'Failed';
    case 'pending':
      switch (hold) {
        case 'paused':
          return `Paused at ${done} %`;
        case 'cancelled':
          return 'Cancelled';
        case 'evicted':
          return 'Its sound made room for others';
        case null:
          return done > 0 ? `Waiting to go on, ${done} %` : 'Waiting for its turn';
      }
  }
}

/** A file name for the analytics. @param at Milliseconds since the epoch. */
export function failuresName(at: number, format: 'json' | 'csv'): string {
  return `sotto-failures-${new Date(at).toISOString().slice(0, 10)}.${format}`;
}
