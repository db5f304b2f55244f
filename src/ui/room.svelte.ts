import type { VoiceId } from '../base/ids';
import { unreachable } from '../base/never';
import type { Notice, SessionState, SpeechSession } from '../contracts/session';
import type { AppShell } from '../contracts/shell';
import type { LexiconEntry } from '../contracts/text';
import { listeningSeconds } from './counts';
import { Draft } from './draft.svelte';
import type { Environment } from './environment';
import { Export } from './export.svelte';
import { NoticeBoard } from './notices.svelte';
import type { Preferences } from './preferences';
import type { Command } from './shortcuts';
import { SpeechState } from './speech.svelte';

export type Sheet = 'voices' | 'lexicon' | 'shortcuts' | 'export' | null;

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
  readonly #session: SpeechSession;
  readonly #preferences: Preferences;
  readonly #stops: (() => void)[];
  #given = '';

  constructor(session: SpeechSession, preferences: Preferences, environment: Environment) {
    this.#session = session;
    this.#preferences = preferences;
    this.environment = environment;
    this.speech = new SpeechState(session, preferences, environment.trial);
    this.exporting = new Export(session, environment);
    this.singleKeys = preferences.settings.singleKeys ?? true;
    this.draft = new Draft(environment.clock, () => this.#settled());
    this.#stops = [
      session.on('state', (state) => this.#onState(state)),
      session.on('notice', (notice) => this.#onNotice(notice)),
    ];
  }

  /** Told by the session, else judged by the length of what is left. */
  get secondsLeft(): number {
    const { progress, settings } = this.speech;
    const rest = Math.max(0, progress.length - progress.offset);
    return progress.leftSeconds ?? listeningSeconds(rest, settings.synthesis.pace, settings.speed);
  }

  /** Brings back the text of last time, unless something was written meanwhile. */
  async restore(): Promise<void> {
    const kept = await this.#preferences.readText();
    if (kept !== null && this.draft.text === '') this.draft.replace(kept.text, kept.offset);
  }

  /** Writes the text and the place away; called when the page may be about to go. */
  async keep(): Promise<void> {
    this.draft.flush();
    const offset = this.mode === 'listen' ? this.speech.progress.offset : this.draft.place;
    await this.#preferences.writeText({ text: this.draft.text, offset });
  }

  run(command: Command): void {
    switch (command) {
      case 'playFromWriting':
        return this.mode === 'write' ? this.play() : this.togglePlay();
      case 'togglePlay':
        return this.togglePlay();
      case 'previousSentence':
        return this.mode === 'listen' ? this.#session.previousSentence() : undefined;
      case 'nextSentence':
        return this.mode === 'listen' ? this.#session.nextSentence() : undefined;
      case 'faster':
        return this.speech.changeSpeed(0.1);
      case 'slower':
        return this.speech.changeSpeed(-0.1);
      case 'edit':
        return this.mode === 'listen' ? this.edit() : undefined;
      case 'showShortcuts':
        this.sheet = 'shortcuts';
        return;
      default:
        return unreachable(command);
    }
  }

  /** A new text in place of the old, which can be brought back. */
  openText(text: string, name: string): void {
    this.draft.flush();
    const before = this.draft.text;
    if (this.mode === 'listen') this.edit();
    this.draft.replace(text);
    if (before.trim() === '') return;
    const bringBack = () => {
      this.draft.replace(before);
      this.notices.dismiss('opened');
    };
    this.notices.show({
      id: 'opened',
      severity: 'info',
      text: `“${name}” took the place of your text.`,
      suggestion: null,
      actions: [{ label: 'Bring mine back', run: bringBack }],
    });
  }

  refuse(reason: string): void {
    this.notices.show({
      id: 'file',
      severity: 'error',
      text: reason,
      suggestion: null,
      actions: [],
    });
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
    this.#session.seek(offset);
    if (!this.speech.playing) this.#session.play();
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
    this.speech.dispose();
    this.draft.dispose();
    this.exporting.cancel();
  }

  offerUpdate(shell: AppShell): void {
    this.notices.show({
      id: 'update',
      severity: 'info',
      text: 'A new version of Sotto is ready.',
      suggestion: 'Updating reloads the page; your text and your place are kept.',
      actions: [
        { label: 'Update now', run: () => void this.keep().then(() => shell.applyUpdate()) },
        { label: 'Later', run: () => this.notices.dismiss('update') },
      ],
    });
  }

  #settled(): void {
    void this.#preferences.writeText({ text: this.draft.text, offset: this.draft.place });
    if (this.mode === 'write') this.#give();
  }

  /** Hands the text over, so that the first words, from its place on, are made before Play is pressed. */
  #give(): void {
    if (this.#given === this.draft.text) return;
    this.#given = this.draft.text;
    this.#session.setDocument(this.draft.text, this.draft.format);
    if (this.draft.place > 0) this.#session.seek(this.draft.place);
  }

  #onState(state: SessionState): void {
    if (state.kind !== 'failed') return this.notices.dismiss('failed');
    const { error } = state;
    if (error.detail.kind === 'text') {
      this.draft.fail(error);
      this.mode = 'write';
      return;
    }
    this.notices.show({
      id: 'failed',
      severity: 'error',
      text: error.message,
      suggestion: error.suggestion,
      actions: [{ label: 'Try again', run: () => this.#session.play() }],
    });
  }

  #onNotice(notice: Notice): void {
    const suggestion = notice.error?.suggestion ?? null;
    this.notices.show({
      id: notice.id,
      severity: notice.severity,
      text: notice.text,
      suggestion: suggestion !== null && notice.text.includes(suggestion) ? null : suggestion,
      actions: [],
    });
  }
}
