/** Stories that stay as they are told to be. */
import type { SottoError } from '../../src/base/errors';
import type { VoiceId } from '../../src/base/ids';
import type {
  FailureCounts,
  FailureRecord,
  PreflightProblem,
  Story,
  StoryEntry,
  StoryErrorRecord,
  StoryFailureKind,
  StoryLibrary,
} from '../../src/contracts/story';
import { DEFAULT_SETTINGS } from '../../src/speech/settings';
import { countFailures } from '../../src/stories/analytics';
import { FAILURE_WORDS } from '../../src/stories/failures';
import { newStory } from '../../src/stories/new-story';
import { VOICES } from './fake-world';

const NOW = Date.UTC(2026, 10, 21, 19, 30);
const HOUR = 3_600_000;

/** @param change What is not as it is when a story has just been taken in. */
export function storyEntry(title: string, change: Partial<StoryEntry> = {}): StoryEntry {
  const text = 'The river went by. '.repeat(800);
  const voiceId = VOICES[0]?.id ?? ('' as VoiceId);
  const { synthesis, lexicon } = DEFAULT_SETTINGS;
  const voiceProfile = { voiceId, synthesis, lexicon };
  const draft = {
    title,
    text,
    format: 'plain',
    readings: [],
    language: 'en',
    voiceProfile,
  } as const;
  return { ...newStory(draft, title, NOW), ...change };
}

/** With the sound of it, as far as it is spoken. */
export function spokenTo(share: number): Pick<StoryEntry, 'progress' | 'durations'> {
  const spoken = Math.round(15_200 * share);
  const last = { id: 'u' as never, span: { start: spoken - 20, end: spoken } };
  return {
    progress: { spoken, clauses: Math.round(spoken / 40), words: Math.round(spoken / 5), last },
    durations: { audioSeconds: spoken / 14.5, renderSeconds: spoken / 90 },
  };
}

export function failedWith(kind: StoryFailureKind, hoursAgo: number, details: string) {
  const { message, suggestion } = FAILURE_WORDS[kind];
  return {
    at: NOW - hoursAgo * HOUR,
    kind,
    message,
    suggestion,
    details,
    jobId: `job-${hoursAgo}`,
  };
}

export class FakeStories implements StoryLibrary {
  entries: readonly StoryEntry[] = [];
  failure: SottoError | null = null;
  problems: readonly PreflightProblem[] = [];
  #listeners = new Set<() => void>();

  become(entries: readonly StoryEntry[], failure: SottoError | null = null): void {
    this.entries = entries;
    this.failure = failure;
    for (const listener of this.#listeners) listener();
  }

  ready = () => Promise.resolve();
  onChange = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  check = () => Promise.resolve(this.problems);
  add = () => Promise.resolve(storyEntry('Another'));
  open = () => Promise.resolve<Story | null>(null);
  pause = () => Promise.resolve();
  resume = () => Promise.resolve();
  cancel = () => Promise.resolve();
  retry = () => Promise.resolve();
  prioritise = () => Promise.resolve();
  remove = () => Promise.resolve();
  exportFailures = () => Promise.resolve(new Blob());
  dispose = () => undefined;

  counts = (): Promise<FailureCounts> => {
    const recordOf = (entry: StoryEntry, { at, kind }: StoryErrorRecord): FailureRecord => {
      const { voiceId } = entry.voiceProfile;
      return { at, kind, voiceId, device: 'Chromium on Linux, 2 cores', storyId: entry.id };
    };
    const records = this.entries.flatMap((entry) =>
      entry.errorHistory.map((error) => recordOf(entry, error)),
    );
    return Promise.resolve(countFailures(records));
  };
}
