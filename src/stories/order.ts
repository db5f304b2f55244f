import { STORY_PRIORITIES, type StoryEntry } from '../contracts/story';

type Queued = Pick<StoryEntry, 'audioStatus' | 'hold' | 'priority' | 'createdAt' | 'id'>;

const rank = ({ priority }: Queued) => STORY_PRIORITIES.indexOf(priority);

/** What waits to be rendered, most urgent first; within a priority what was begun, then what is older. */
export function worklist<Story extends Queued>(stories: readonly Story[]): Story[] {
  const isBegun = ({ audioStatus }: Queued) => (audioStatus === 'rendering' ? 0 : 1);
  return stories
    .filter(
      ({ audioStatus, hold }) =>
        audioStatus === 'rendering' || (audioStatus === 'pending' && hold === null),
    )
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        isBegun(a) - isBegun(b) ||
        a.createdAt - b.createdAt ||
        (a.id < b.id ? -1 : 1),
    );
}

/** Whose sound goes first where room is needed: heard or made longest ago. Those in use are passed by. */
export function evictionOrder(
  stories: readonly StoryEntry[],
  inUse: ReadonlySet<string>,
): StoryEntry[] {
  const usedAt = ({ playedAt, createdAt }: StoryEntry) => Math.max(playedAt ?? 0, createdAt);
  return stories
    .filter(
      ({ id, audioBytes, audioStatus }) =>
        audioBytes > 0 && audioStatus !== 'rendering' && !inUse.has(id),
    )
    .sort((a, b) => usedAt(a) - usedAt(b));
}
