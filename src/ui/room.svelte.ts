import type { SottoError } from '../base/errors';
import type { VoiceId } from '../base/ids';
import type { DocumentLibrary, OpenDocument } from '../contracts/documents';
import type { HealthFeed } from '../contracts/health';
import type { ProfileShelf } from '../contracts/profile';
import type { SessionState, SpeechSession } from '../contracts/session';
import type { AppShell } from '../contracts/shell';
import type { Language, LexiconEntry } from '../contracts/text';
import { listeningSeconds } from './counts';
import { readingAt } from '../text/readings';
import { Desk } from './documents/desk.svelte';
import { LANGUAGE_NOTICE, languageNotice } from './documents/language-notice';
import { SleepTimer } from './documents/sleep.svelte';
import { Draft } from './draft.svelte';
import type { Environment } from './environment';
import { Export } from './export.svelte';
import { HealthState } from './health/health-state.svelte';
import { NoticeBoard } from './notices.svelte';
import type { Preferences } from './preferences';
import { ProfilesState } from './profiles/profiles-state.svelte';
import type { RecalledProfile } from './profiles/recall';
import type { Story } from '../contracts/story';
import type { StoriesState } from './library/stories-state.svelte';
import type { Sheet } from './sheets';
import { runCommand } from './room-commands';
import {
  FAILED_NOTICE,
  bookmarkNotice,
  failedNotice,
  profileNotice,
  replacedNotice,
  sessionNotice,
  updateNotice,
} from './room-notices';
import type { Command } from './shortcuts';
import { SpeechState } from './speech.svelte';

/** The listener's voice profiles, and the one of last time. */
export interface Profiles extends RecalledProfile {
  readonly shelf: ProfileShelf;
}

/** The reading room: one text, written or listened to, and what can be done with it. */
export class Room {
  mode = $state<'write' | 'listen'>('write');
  sheet = $state<Sheet>(null);
  statusOpen = $state(false);
  /** The voice whose settings are open. */
  adjusting = $state<VoiceId | null>(null);
  singleKeys = $state(true);
  /** Pixels; shared by the writer and the reader, so that the page stays where it is. */
  scrollTop = 0;
  readonly speech: SpeechState;
  readonly draft: Draft;
  readonly notices = new NoticeBoard();
  readonly exporting: Export;
  readonly environment: Environment;
  /** Null where nobody watches over the voice. */
  readonly health: HealthState | null;
  /** Null where none are kept. */
  readonly profiles: ProfilesState | null;
  /** Null where none are kept. */
  stories = $state.raw<StoriesState | null>(null);
  readonly desk: Desk;
  readonly sleep: SleepTimer;
  /** The document whose text is on the page; null for text of one's own, which edits make of any. */
  readonly book = $derived.by(() => {
    const { current } = this.desk;
    return current !== null && current.model.text === this.draft.text ? current : null;
  });
  readonly #session: SpeechSession;
  readonly #preferences: Preferences;
  readonly #stops: (() => void)[];
  #given = '';
  /** The text of the document that was put on the page last: it is kept, and need not be brought back. */
  #shown = '';

  constructor(
    session: SpeechSession,
    preferences: Preferences,
    environment: Environment,
    health: HealthFeed | null,
    documents: DocumentLibrary,
    profiles: Profiles | null = null,
  ) {
    this.#session = session;
    this.#preferences = preferences;
    this.environment = environment;
    this.speech = new SpeechState(session, preferences, environment.trial, profiles?.profile);
    this.profiles = profiles && new ProfilesState(profiles.shelf, this.speech, environment);
    if (profiles?.error) this.#lackProfile(profiles.error);
    this.exporting = new Export(environment);
    this.health = health === null ? null : new HealthState(health, environment);
    this.singleKeys = preferences.settings.singleKeys ?? true;
    this.draft = new Draft(environment.clock, () => this.#settled());
    this.desk = new Desk(documents, {
      notices: this.notices,
      place: () => (this.book === null ? null : this.place()),
      present: (opened) => this.#present(opened),
    });
    this.sleep = new SleepTimer({
      session,
      clock: environment.clock,
      volume: () => this.speech.settings.volume,
      text: () => (this.book === null ? null : this.book.model),
    });
    this.#stops = [
      session.on('state', (state) => this.#onState(state)),
      session.on('notice', (notice) => this.notices.show(sessionNotice(notice))),
    ];
  }

  /** Told by the session, else judged by the length of what is left. */
  get secondsLeft(): number {
    const { progress, settings } = this.speech;
    const rest = Math.max(0, progress.length - progress.offset);
    return progress.leftSeconds ?? listeningSeconds(rest, settings.synthesis.pace, settings.speed);
  }

  /** Where the voice is, or in writing the place it would begin at. */
  place(): number {
    if (this.mode === 'write') return this.draft.place;
    return this.speech.state.kind === 'ended'
      ? this.draft.text.length
      : this.speech.progress.offset;
  }

  /** Brings back the text of last time, unless something was written meanwhile. */
  async restore(): Promise<void> {
    const kept = await this.#preferences.readText();
    const id = kept?.documentId ?? null;
    const isFree = () => this.draft.text === '' && this.desk.current === null;
    if (id !== null && isFree() && (await this.desk.reopen(id))) return;
    if (kept !== null && isFree()) this.draft.replace(kept.text, kept.offset);
    await this.desk.refresh();
  }

  /** Writes the text and the place away; called when the page may be about to go. */
  async keep(): Promise<void> {
    this.draft.flush();
    this.desk.keepPlace();
    const offset = this.mode === 'listen' ? this.speech.progress.offset : this.draft.place;
    await this.#write(offset);
  }

  #write(offset: number): Promise<boolean> {
    const documentId = this.book?.entry.id ?? null;
    return this.#preferences.writeText({ text: this.draft.text, offset, documentId });
  }

  run(command: Command): void {
    runCommand(command, this, this.#session);
  }

  /** A document in place of the text, which can be brought back if it was the listener's own. */
  #present({ entry, model }: OpenDocument): void {
    this.draft.flush();
    const before = this.draft.text;
    const wasOwn = before.trim() !== '' && before !== model.text && before !== this.#shown;
    this.#shown = model.text;
    if (this.mode === 'listen') this.edit();
    this.scrollTop = 0;
    const place = entry.offset < model.text.length ? entry.offset : 0;
    if (before === model.text) this.#session.seek(place);
    this.draft.replace(model.text, place);
    // Plain text is there to be written on; a document is there to be read.
    if (model.blocks.length > 0) this.mode = 'listen';
    if (wasOwn) this.#offerBack(before, model.title);
    this.#tellLanguage(model.language);
  }

  #tellLanguage(language: Language | null): void {
    const dismiss = () => this.notices.dismiss(LANGUAGE_NOTICE);
    const showVoices = () => (this.sheet = 'voices');
    const notice = languageNotice(language, { speech: this.speech, dismiss, showVoices });
    if (notice === null) dismiss();
    else this.notices.show(notice);
  }

  #offerBack(before: string, title: string): void {
    const bringBack = () => {
      if (this.mode === 'listen') this.edit();
      this.draft.replace(before);
      this.notices.dismiss('opened');
    };
    this.notices.show(replacedNotice(title, bringBack));
  }

  /** The text as it stands, and what is known of it. */
  page() {
    this.draft.flush();
    const model = this.book?.model;
    return {
      title: model?.title ?? null,
      text: this.draft.text,
      format: model?.blocks.length ? ('plain' as const) : this.draft.format,
      readings: model?.readings ?? [],
    };
  }

  /** A story in the place of the text, played. */
  hear({ text, title }: Story): void {
    this.draft.flush();
    const before = this.draft.text;
    if (this.mode === 'listen') this.edit();
    this.scrollTop = 0;
    this.draft.replace(text);
    // What was made of the same text before is not the story's sound.
    if (before === text) this.#session.seek(0);
    const isOwn = before.trim() !== '' && before !== text && before !== this.#shown;
    if (isOwn) this.#offerBack(before, title);
    this.#shown = text;
    this.play();
  }

  bookmark(): void {
    const bookmark = this.desk.addBookmark();
    if (bookmark === null) return;
    this.notices.show(bookmarkNotice(bookmark.name, () => (this.sheet = 'contents')));
  }

  /** From writing to listening. */
  play(): void {
    this.draft.flush();
    if (this.draft.blank) return;
    this.#give();
    if (this.draft.problem !== null) return;
    const place = this.draft.place;
    if (place > 0 && this.speech.progress.offset !== place) this.#session.seek(place);
    this.mode = 'listen';
    this.#session.play();
  }

  togglePlay(): void {
    if (this.mode === 'write') return this.play();
    if (this.speech.playing) return this.#session.pause();
    if (this.speech.state.kind === 'ended') this.#session.seek(0);
    this.#session.play();
  }

  /** Hear from this character on. */
  hearFrom(offset: number): void {
    this.#session.seek(this.#spokenFrom(offset));
    if (!this.speech.playing) this.#session.play();
  }

  /** To this character, playing on only if it was playing. */
  goTo(offset: number): void {
    if (this.mode === 'write') {
      this.draft.place = offset;
      this.#give();
    }
    this.#session.seek(this.#spokenFrom(offset));
    this.mode = 'listen';
  }

  /** What is announced instead of read begins where it begins. */
  #spokenFrom(offset: number): number {
    return readingAt(this.book?.model.readings ?? [], offset)?.start ?? offset;
  }

  /** The export takes the text as it stands. */
  openExport(): void {
    this.draft.flush();
    if (this.draft.blank) return;
    this.#give();
    this.sheet = 'export';
  }

  edit(): void {
    this.#session.pause();
    this.draft.place = this.speech.state.kind === 'ended' ? 0 : this.speech.progress.offset;
    this.mode = 'write';
  }

  /** Says one word as this entry has it, in the voice and manner of the session. */
  tryEntry(entry: LexiconEntry): void {
    const { trial } = this.environment;
    if (trial === null) return;
    this.#session.pause();
    const { voice, settings } = this.speech;
    if (voice !== null && trial.voice?.id !== voice.id) trial.setVoice(voice);
    trial.configure({ ...settings, language: entry.language, lexicon: [entry] });
    trial.setDocument(entry.word, 'plain');
    trial.play();
  }

  useSingleKeys(on: boolean): void {
    this.singleKeys = on;
    this.#preferences.remember({ singleKeys: on });
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.sleep.dispose();
    this.desk.dispose();
    this.speech.dispose();
    this.draft.dispose();
    this.exporting.cancel();
    this.health?.dispose();
    this.stories?.dispose();
  }

  offerUpdate(shell: AppShell): void {
    const update = () => void this.keep().then(() => shell.applyUpdate());
    this.notices.show(updateNotice(update, () => this.notices.dismiss('update')));
  }

  #lackProfile(error: SottoError): void {
    // Where it is gone, it need not be looked for again; where it cannot be read now, it may be another time.
    if (error.kind === 'config') this.#preferences.remember({ profileId: null });
    this.notices.show(profileNotice(error, () => (this.sheet = 'profiles')));
  }

  #settled(): void {
    void this.#write(this.draft.place);
    if (this.mode === 'write') this.#give();
  }

  /** Hands the text over, so that the first words, from its place on, are made before Play is pressed. */
  #give(): void {
    if (this.#given === this.draft.text) return;
    this.#given = this.draft.text;
    const format = this.book?.model.blocks.length ? 'plain' : this.draft.format;
    this.#session.setDocument(this.draft.text, format, this.book?.model.readings ?? []);
    if (this.draft.place > 0) this.#session.seek(this.draft.place);
  }

  #onState(state: SessionState): void {
    if (state.kind === 'paused' || state.kind === 'ended') this.desk.keepPlace();
    if (state.kind !== 'failed') return this.notices.dismiss(FAILED_NOTICE);
    const { error } = state;
    if (error.detail.kind === 'text') {
      this.draft.fail(error);
      this.mode = 'write';
      return;
    }
    this.notices.show(failedNotice(error, () => this.#session.play()));
  }
}
