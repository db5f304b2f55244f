import type { Clock } from '../../base/clock';
import type { Chapter } from '../../contracts/documents';
import type { SpeechSession } from '../../contracts/session';
import { chapterIndexAt } from '../../documents/lookup';
import { wordAt } from '../paragraphs';

export type SleepSetting =
  | { readonly kind: 'off' }
  | { readonly kind: 'minutes'; readonly minutes: number }
  | { readonly kind: 'chapter' };

/** What is being read, as far as the end of a chapter goes. */
export interface SleepText {
  readonly text: string;
  readonly chapters: readonly Chapter[];
}

export interface SleepDeps {
  readonly session: Pick<SpeechSession, 'on' | 'pause' | 'seek' | 'configure' | 'state'>;
  readonly clock: Clock;
  /** The listener's own volume, which is given back when the voice is silent. */
  readonly volume: () => number;
  readonly text: () => SleepText | null;
}

const FADE_MS = 10_000;
/** The last word of a chapter is nearly over when it is told of. */
const CHAPTER_FADE_MS = 800;
const FADE_STEPS = 20;
const TICK_MS = 1000;

/** Fades the voice out and pauses it, after some minutes or at the end of the chapter. */
export class SleepTimer {
  setting = $state.raw<SleepSetting>({ kind: 'off' });
  leftSeconds = $state(0);
  readonly #deps: SleepDeps;
  readonly #stopWords: () => void;
  #stopTimer: () => void = () => undefined;
  #endsAt = 0;
  #lastChapter: number | null = null;
  #fading = false;

  constructor(deps: SleepDeps) {
    this.#deps = deps;
    this.#stopWords = deps.session.on('word', (playing) => {
      if (playing !== null && playing.word !== null) this.#heard(playing.word);
    });
  }

  set(setting: SleepSetting): void {
    this.#reset();
    this.setting = setting;
    if (setting.kind !== 'minutes') return;
    this.leftSeconds = setting.minutes * 60;
    this.#endsAt = this.#deps.clock.now() + this.leftSeconds * 1000;
    this.#tick();
  }

  dispose(): void {
    this.#reset();
    this.#stopWords();
  }

  #reset(): void {
    this.#stopTimer();
    if (this.#fading) this.#deps.session.configure({ volume: this.#deps.volume() });
    this.#fading = false;
    this.#lastChapter = null;
    this.setting = { kind: 'off' };
  }

  #tick(): void {
    const leftMs = this.#endsAt - this.#deps.clock.now();
    this.leftSeconds = Math.max(0, Math.round(leftMs / 1000));
    if (leftMs <= FADE_MS) return this.#fade(Math.max(0, leftMs), null);
    this.#stopTimer = this.#deps.clock.after(Math.min(TICK_MS, leftMs - FADE_MS), () =>
      this.#tick(),
    );
  }

  #heard(word: { readonly start: number; readonly end: number }): void {
    const reading = this.#deps.text();
    if (this.setting.kind !== 'chapter' || this.#fading || reading === null) return;
    const index = chapterIndexAt(reading.chapters, word.start);
    const last = this.#lastChapter;
    this.#lastChapter = index;
    // Its last words were not told one by one: this word is the next chapter's first.
    if (last !== null && index === last + 1) return this.#fade(0, word.start);
    const end = reading.chapters[index]?.end ?? reading.text.length;
    if (word.end > lastWordOf(reading.text, end)) this.#fade(CHAPTER_FADE_MS, end);
  }

  /** @param goesOnAt Where the next Play begins; null: where it was paused. */
  #fade(ms: number, goesOnAt: number | null): void {
    const { session, clock, volume } = this.#deps;
    this.#fading = true;
    let step = 0;
    const next = (): void => {
      step++;
      const isPlaying = session.state.kind === 'playing' || session.state.kind === 'preparing';
      if (step < FADE_STEPS && isPlaying && ms > 0) {
        session.configure({ volume: volume() * (1 - step / FADE_STEPS) });
        this.#stopTimer = clock.after(ms / FADE_STEPS, next);
        return;
      }
      session.pause();
      if (goesOnAt !== null && isPlaying && goesOnAt < (this.#deps.text()?.text.length ?? 0)) {
        session.seek(goesOnAt);
      }
      this.#reset();
    };
    next();
  }
}

/** Where the last word before `end` begins. */
function lastWordOf(text: string, end: number): number {
  let last = end - 1;
  while (last > 0 && text.charAt(last).trim() === '') last--;
  return wordAt(text, last).start;
}
