import { SottoError } from '../../base/errors';
import { FAILURE_WORDS } from '../../stories/failures';
import { evictionOrder } from '../../stories/order';
import type { StoryStore } from '../../stories/store';

export interface BudgetDeps {
  readonly store: Pick<StoryStore, 'all' | 'update'>;
  /** For the sound of all stories together. */
  readonly budgetBytes: () => Promise<number>;
  /** Stories that are open in any tab. */
  readonly inUse: () => Promise<ReadonlySet<string>>;
}

/** Gives up the sound of other stories, least recently heard first, until there is room for more of one. */
export function createBudget({ store, budgetBytes, inUse }: BudgetDeps) {
  return async (bytes: number, forId: string): Promise<void> => {
    const [stories, budget] = await Promise.all([store.all(), budgetBytes()]);
    let total = stories.reduce((sum, { audioBytes }) => sum + audioBytes, bytes);
    if (total <= budget) return;
    const kept = new Set([...(await inUse()), forId]);
    for (const { id, audioBytes } of evictionOrder(stories, kept)) {
      if (total <= budget) return;
      if ((await store.update(id, { kind: 'evict' })) !== null) total -= audioBytes;
    }
    if (total > budget) throw noRoom();
  };
}

function noRoom(): SottoError {
  const { message, suggestion } = FAILURE_WORDS.storageFull;
  return new SottoError(
    message,
    { kind: 'resource', type: 'storage' },
    { operation: 'keep', component: 'stories', suggestion },
  );
}

const MOST_BYTES = 2 ** 30;
const SHARE_OF_QUOTA = 0.25;

/** A gigabyte (70 hours of speech), or a quarter of what the browser grants. */
export function storyBudgetBytes(quotaBytes: number | null): number {
  return Math.min(MOST_BYTES, (quotaBytes ?? 4 * MOST_BYTES) * SHARE_OF_QUOTA);
}
