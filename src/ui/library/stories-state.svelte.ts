import { asSottoError, type SottoError } from '../../base/errors';
import type {
  FailureCounts,
  PreflightProblem,
  Story,
  StoryDraft,
  StoryEntry,
  StoryLibrary,
} from '../../contracts/story';
import type { DocumentFormat, Reading } from '../../contracts/text';
import type { VoiceShelf } from '../../contracts/voices';
import type { Environment } from '../environment';
import type { SpeechState } from '../speech.svelte';
import { failuresName } from './story-words';

/** What stories need of the room. */
export interface StoriesRoom {
  readonly speech: SpeechState;
  readonly environment: Environment;
  readonly page: () => {
    readonly title: string | null;
    readonly text: string;
    readonly format: DocumentFormat;
    readonly readings: readonly Reading[];
  };
  /** Puts it on the page and plays it. */
  readonly hear: (story: Story) => void;
}

export interface StoryWishes {
  readonly title: string;
  readonly callbackUrl: string;
  readonly isUrgent: boolean;
}

/** Stories as the components see them. */
export class StoriesState {
  entries = $state.raw<readonly StoryEntry[]>([]);
  /** Why nothing can be kept here. */
  failure = $state.raw<SottoError | null>(null);
  /** What the check found of the text that was to be kept. */
  problems = $state.raw<readonly PreflightProblem[]>([]);
  counts = $state.raw<FailureCounts | null>(null);
  /** What did not work just now. */
  refusal = $state.raw<SottoError | null>(null);
  readonly #library: StoryLibrary;
  readonly #shelf: VoiceShelf;
  readonly #room: StoriesRoom;
  readonly #stop: () => void;

  constructor(library: StoryLibrary, shelf: VoiceShelf, room: StoriesRoom) {
    this.#library = library;
    this.#shelf = shelf;
    this.#room = room;
    const read = () => {
      this.entries = library.entries;
      this.failure = library.failure;
      void library.counts().then(
        (counts) => (this.counts = counts),
        () => undefined,
      );
    };
    this.#stop = library.onChange(read);
    read();
  }

  voiceName(voiceId: string): string {
    return this.#shelf.voices.find(({ id }) => id === voiceId)?.name ?? 'an unknown voice';
  }

  /** True when it was taken in. */
  async keep(wishes: StoryWishes): Promise<boolean> {
    const draft = this.#draft(wishes);
    if (draft === null) return false;
    return this.#try(async () => {
      this.problems = await this.#library.check(draft);
      if (this.problems.some(({ severity }) => severity === 'blocks')) return false;
      await this.#library.add(draft);
      return true;
    });
  }

  async play(id: string): Promise<boolean> {
    return this.#try(async () => {
      const story = await this.#library.open(id);
      if (story === null) return false;
      const voice = this.#shelf.voices.find((one) => one.id === story.voiceProfile.voiceId);
      const { speech } = this.#room;
      if (voice !== undefined && speech.voice?.id !== voice.id) speech.chooseVoice(voice);
      if (speech.settings.language !== story.language) {
        speech.configure({ language: story.language });
      }
      this.#room.hear(story);
      return true;
    });
  }

  tell(id: string, what: 'pause' | 'resume' | 'cancel' | 'retry' | 'remove'): void {
    void this.#try(async () => {
      await this.#library[what](id);
      return true;
    });
  }

  hurry(id: string): void {
    void this.#try(async () => {
      await this.#library.prioritise(id, 'high');
      return true;
    });
  }

  saveFailures(format: 'json' | 'csv'): void {
    void this.#try(async () => {
      const { environment } = this.#room;
      const file = await this.#library.exportFailures(format);
      environment.saveFile(file, failuresName(environment.timestamp(), format));
      return true;
    });
  }

  dispose(): void {
    this.#stop();
  }

  #draft({ title, callbackUrl, isUrgent }: StoryWishes): StoryDraft | null {
    const { speech, page } = this.#room;
    const { language, synthesis, lexicon } = speech.settings;
    if (speech.voice === null) return null;
    const about = page();
    return {
      ...about,
      title: title.trim() || about.title,
      language,
      voiceProfile: { voiceId: speech.voice.id, synthesis, lexicon },
      priority: isUrgent ? 'high' : 'normal',
      callbackUrl: callbackUrl.trim() === '' ? null : callbackUrl.trim(),
    };
  }

  async #try(work: () => Promise<boolean>): Promise<boolean> {
    this.refusal = null;
    try {
      return await work();
    } catch (thrown) {
      this.refusal = asSottoError(thrown, { operation: 'stories', component: 'ui' });
      return false;
    }
  }
}
