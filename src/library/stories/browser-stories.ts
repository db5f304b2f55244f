/** Stories in this browser: puts the parts together. */
import type { Clock } from '../../base/clock';
import type { SpeechSession } from '../../contracts/session';
import type { StoryLibrary } from '../../contracts/story';
import type { VoiceShelf } from '../../contracts/voices';
import type { CreateSynthesizer } from '../../speech/engine-keeper';
import type { TextClient } from '../../speech/text-client';
import { browserDevice } from '../../stories/device';
import { STORY_CHANNEL, storyNews } from '../../stories/news';
import { worklist } from '../../stories/order';
import type { PreflightFacts } from '../../stories/preflight';
import { createStoryStore, type StoryStore } from '../../stories/store';
import { createBudget, storyBudgetBytes } from './budget';
import { browserCodec, type SoundCodec } from './codec';
import { createLeisure } from './leisure';
import { createOpenLease } from './open-lease';
import { createPostOffice, type PostRegistration } from './post-office';
import { StoryQueue } from './queue';
import { createRecordings, type Recordings } from './recordings';
import { renderStory, type RenderDeps } from './render';
import { createStoryLibrary } from './story-library';

/** What the session needs of stories before it is made; the rest is made around the session. */
export interface StoryShelf {
  readonly store: StoryStore;
  readonly recordings: Recordings;
  readonly loadCodec: () => Promise<SoundCodec>;
  onChange(listener: (storyId: string) => void): void;
}

export interface BrowserStoriesDeps {
  readonly shelf: VoiceShelf;
  readonly text: TextClient;
  readonly createSynthesizer: CreateSynthesizer;
  readonly session: SpeechSession;
  readonly clock: Clock;
}

export function browserStoryShelf(): StoryShelf {
  const listeners = new Set<(storyId: string) => void>();
  const tell = (storyId: string) => {
    for (const listener of listeners) listener(storyId);
  };
  const news = storyNews(new BroadcastChannel(STORY_CHANNEL));
  news.listen(tell);
  const store = createStoryStore({
    timestamp: Date.now,
    device: browserDevice(navigator),
    onChange: (storyId) => {
      news.tell(storyId);
      tell(storyId);
    },
  });
  let codec: Promise<SoundCodec> | null = null;
  const loadCodec = () => {
    codec ??= browserCodec();
    codec.catch(() => (codec = null));
    return codec;
  };
  const recordings = createRecordings({ store, loadCodec });
  return { store, recordings, loadCodec, onChange: (listener) => listeners.add(listener) };
}

export function browserStories(
  { store, recordings, loadCodec, onChange }: StoryShelf,
  deps: BrowserStoriesDeps,
): StoryLibrary {
  const { session, clock } = deps;
  // Absent outside secure contexts, whatever the types say.
  const locks = 'locks' in navigator ? navigator.locks : null;
  const lease = createOpenLease(locks);
  const leisure = createLeisure(session, locks);
  const facts = (voiceId: string) => browserFacts(voiceId, deps.shelf, store);
  const newId = () => crypto.randomUUID();
  const renderDeps: RenderDeps = {
    ...deps,
    store,
    loadCodec,
    leisure,
    facts,
    newId,
    makeRoom: createBudget({ store, inUse: lease.inUse, budgetBytes }),
    isOutranked: ({ id }) => (worklist(library.entries)[0]?.id ?? id) !== id,
    shareLoad: () => session.shareLoad(),
  };
  const queue = new StoryQueue({
    store,
    locks,
    render: (id, signal) => renderStory(id, signal, renderDeps),
  });
  const post = createPostOffice({ store, clock, timestamp: Date.now, registration });
  const online = () => {
    void post.online();
    void library.online().catch(() => undefined);
  };
  addEventListener('online', online);
  const library = createStoryLibrary({
    store,
    recordings,
    lease,
    facts,
    newId,
    timestamp: Date.now,
    dispose: () => {
      removeEventListener('online', online);
      queue.dispose();
      leisure.dispose();
      post.dispose();
    },
  });
  onChange((storyId) => {
    library.changed();
    void queue.changed(storyId);
    void post.look();
  });
  queue.start();
  void post.look();
  return library;
}

async function registration(): Promise<PostRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  return (await navigator.serviceWorker.getRegistration()) ?? null;
}

async function budgetBytes(): Promise<number> {
  return storyBudgetBytes((await estimate())?.quota ?? null);
}

async function estimate(): Promise<StorageEstimate | null> {
  return 'storage' in navigator ? navigator.storage.estimate().catch(() => null) : null;
}

const GIB = 2 ** 30;

async function browserFacts(
  voiceId: string,
  shelf: VoiceShelf,
  store: StoryStore,
): Promise<PreflightFacts> {
  await shelf.recalled();
  const voice = shelf.voices.find(({ id }) => id === voiceId) ?? null;
  const { quota, usage } = (await estimate()) ?? {};
  const canStore = await store.all().then(
    () => true,
    () => false,
  );
  // In GiB, rounded, 8 at most; Chromium alone tells.
  const { deviceMemory } = navigator as { deviceMemory?: number };
  return {
    voice,
    voiceStatus: voice === null ? 'absent' : shelf.status(voice).kind,
    isOnline: navigator.onLine,
    freeBytes: quota === undefined || usage === undefined ? null : quota - usage,
    canStore,
    memoryBytes: deviceMemory === undefined ? null : deviceMemory * GIB,
    memoryLimitBytes: null,
    isSecurePage: location.protocol === 'https:',
  };
}
