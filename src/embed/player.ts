/** The player behind the face and the door: a reading session, told in the words of the protocol. */
import type { Clock } from '../base/clock';
import { SottoError, isCancelled } from '../base/errors';
import { Emitter, type Unsubscribe } from '../base/events';
import {
  type CallbackTarget,
  type EmbedError,
  type EmbedEvent,
  type EmbedVoice,
  type PlayerState,
  type PlayerStatus,
  type TextSource,
} from '../contracts/embed';
import type { Notice, SessionState, SpeechSession } from '../contracts/session';
import type { PlayingWord } from '../contracts/playback';
import type { DocumentFormat, Language } from '../contracts/text';
import type { VoiceShelf } from '../contracts/voices';
import { degradations } from '../ui/degraded';
import { judgeTarget, type OwnPage } from './callback-target';
import { Admission } from './admission';
import { blocked, EmbedRefusal, noText, toEmbedError } from './errors';
import { fetchText } from './fetch-text';
import { plainFromMarkdown } from './markdown';
import type { Outcome } from './outcomes';
import type { Leave } from './places';
import { chooseLanguage, chooseVoice, voicesToTell } from './voice-choice';
import { Waits } from './waits';

export interface PlayerDeps {
  readonly session: SpeechSession;
  readonly shelf: Pick<VoiceShelf, 'voices'>;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Rejects while as many players as there may be have an engine. */
  readonly takePlace: () => Promise<Leave>;
  /** Somebody has clicked or typed here: a browser lets those pages sound. */
  readonly hasGesture: () => boolean;
  readonly page: OwnPage;
  /** For texts that name none of their own. */
  readonly callback: CallbackTarget | null;
}

export interface LoadedText {
  readonly length: number;
  /** Where it is not what was sent: the text that offsets count. */
  readonly text: string | null;
}

interface Events {
  event: EmbedEvent;
  /** The text was replaced, or an error came or went: what no event tells the face. */
  change: undefined;
  /** What the page around it may want to be told of by a callback. */
  outcome: Outcome;
}

interface Opened {
  readonly text: string;
  readonly format: DocumentFormat;
}

export class EmbedPlayer {
  readonly session: SpeechSession;
  readonly #deps: PlayerDeps;
  readonly #events = new Emitter<Events>();
  readonly #stops: readonly Unsubscribe[];
  #text = '';
  #loads = 0;
  #isBlocked = false;
  #error: EmbedError | null = null;
  #degraded: string | null = null;
  readonly #admission: Admission;
  readonly #waits = new Waits();

  constructor(deps: PlayerDeps) {
    this.#deps = deps;
    this.session = deps.session;
    this.#admission = new Admission(deps.takePlace);
    this.#stops = [
      this.session.on('state', (state) => this.#onState(state)),
      this.session.on('notice', (notice) => this.#onNotice(notice)),
      this.session.on('word', (playing) => this.#onWord(playing)),
      this.session.on('progress', ({ rendered }) => {
        if (rendered.length > 0) this.#decide({ kind: 'ready', isHeard: false });
        this.#tell({ type: 'progress', status: this.status });
      }),
      this.session.on('stats', () => this.#onStats()),
    ];
  }

  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void) {
    return this.#events.on(name, listener);
  }

  get text(): string {
    return this.#text;
  }

  /** What keeps it from speaking; null: nothing does. */
  get error(): EmbedError | null {
    return this.#error;
  }

  get degraded(): string | null {
    return this.#degraded;
  }

  get state(): PlayerState {
    const { kind } = this.session.state;
    if (this.#error !== null && kind !== 'playing' && kind !== 'preparing') return 'failed';
    return this.#isBlocked && kind === 'paused' ? 'blocked' : kind;
  }

  get status(): PlayerStatus {
    const { offset, length, spokenSeconds, leftSeconds } = this.session.progress;
    const voiceId = this.session.voice?.id ?? null;
    const { speed } = this.session.settings;
    return { state: this.state, offset, length, spokenSeconds, leftSeconds, speed, voiceId };
  }

  get voices(): readonly EmbedVoice[] {
    return voicesToTell(this.#deps.shelf.voices);
  }

  /** Replaces the text; a later call makes an earlier one, still under way, reject as cancelled. */
  async load(
    source: TextSource,
    language: Language | null,
    callback: CallbackTarget | null = null,
  ): Promise<LoadedText> {
    const target = callback === null ? this.#deps.callback : judgeTarget(callback, this.#deps.page);
    const turn = ++this.#loads;
    try {
      const opened = await this.#open(source);
      if (turn !== this.#loads) throw overtaken();
      if (language !== null) chooseLanguage(this.session, this.#deps.shelf.voices, language);
      this.#isBlocked = false;
      this.#text = opened.text;
      this.#fail(null);
      this.session.setDocument(opened.text, opened.format);
      this.#decide({ kind: 'begun', callback: target });
      const isAsSent = source.kind === 'text' && source.text === opened.text;
      return { length: opened.text.length, text: isAsSent ? null : opened.text };
    } catch (thrown) {
      if (turn === this.#loads) {
        this.#fail(toEmbedError(thrown, 'load'));
        this.#decide({ kind: 'begun', callback: target });
        this.#decide({ kind: 'failed', error: thrown });
      }
      throw thrown;
    } finally {
      this.#events.emit('change', undefined);
    }
  }

  async prepare(): Promise<void> {
    await this.#admitted();
    try {
      await this.session.prepare();
    } catch (thrown) {
      this.#decide({ kind: 'failed', error: thrown });
      throw thrown;
    }
  }

  /** Somebody is near, or may be: gets ready if it can, and says nothing if it cannot. */
  approach(): void {
    if (this.#admission.isAsked) return;
    this.#admission
      .enter()
      .then(() => this.session.prepare())
      .catch(() => undefined);
  }

  /** Resolves when it sounds. */
  async play(): Promise<void> {
    if (this.#text.trim() === '') {
      const error = noText();
      this.#decide({ kind: 'failed', error });
      throw error;
    }
    await this.#admitted();
    this.#isBlocked = false;
    const sounding = this.#waits.next();
    this.session.play();
    return sounding;
  }

  pause(): void {
    this.session.pause();
  }

  stop(): void {
    this.session.stop();
    this.#waits.reject(overtaken());
  }

  seek(offset: number): void {
    this.session.seek(Math.min(offset, this.#text.length));
  }

  setSpeed(speed: number): void {
    this.session.configure({ speed });
    this.#tell({ type: 'progress', status: this.status });
  }

  setVoice(voiceId: string): void {
    const voice = this.#deps.shelf.voices.find(({ id }) => id === voiceId);
    if (voice === undefined) {
      throw new EmbedRefusal('bad_request', 'There is no such voice.', 'Ask for the voices first.');
    }
    chooseVoice(this.session, voice);
    this.#tell({ type: 'progress', status: this.status });
  }

  async dispose(): Promise<void> {
    this.#stops.forEach((stop) => stop());
    this.#waits.reject(overtaken());
    await this.session.dispose();
    await this.#admission.leave();
  }

  async #open(source: TextSource): Promise<Opened> {
    const given = source.kind === 'text' ? source : await fetchText(source.url, { ...this.#deps });
    if (given.format === 'markdown')
      return { text: plainFromMarkdown(given.text), format: 'plain' };
    return { text: given.text, format: given.format };
  }

  async #admitted(): Promise<void> {
    try {
      await this.#admission.enter();
      if (this.#error?.code === 'capacity') this.#fail(null);
    } catch (thrown) {
      this.#fail(toEmbedError(thrown, 'play'));
      this.#decide({ kind: 'failed', error: thrown });
      throw thrown;
    }
  }

  #onState(state: SessionState): void {
    if (state.kind === 'failed') {
      this.#decide({ kind: 'failed', error: state.error });
      this.#waits.reject(state.error);
      this.#tell({ type: 'error', error: toEmbedError(state.error, 'play') });
    }
    const isHeld = state.kind === 'paused' || state.kind === 'idle' || state.kind === 'empty';
    // A held-back sound is told as a pause first and as a notice right after.
    if (isHeld) queueMicrotask(() => this.#waits.reject(this.#whyHeld()));
    if (state.kind === 'ended') this.#waits.resolve();
    this.#tellState(state);
    if (state.kind === 'ended') this.#tell({ type: 'ended' });
  }

  #whyHeld(): unknown {
    return this.#isBlocked ? blocked() : overtaken();
  }

  #onNotice({ error }: Notice): void {
    if (error === null) return;
    const isHeldBack = error.detail.kind === 'device' && error.detail.type === 'audioOutput';
    if (isHeldBack && !this.#deps.hasGesture()) {
      this.#isBlocked = true;
      this.#tellState(this.session.state);
      this.#tell({ type: 'error', error: blocked().told });
    } else if (!isCancelled(error)) {
      this.#tell({ type: 'error', error: toEmbedError(error, 'play') });
    }
  }

  #onWord(playing: PlayingWord | null): void {
    if (playing !== null) {
      this.#decide({ kind: 'ready', isHeard: true });
      this.#waits.resolve();
    }
    const sentence = playing?.utterance.sentence ?? null;
    this.#tell({ type: 'word', word: playing?.word ?? null, sentence });
  }

  #onStats(): void {
    const reason = degradations(this.session.stats, false).join(' ') || null;
    if (reason === this.#degraded) return;
    this.#degraded = reason;
    this.#tell({ type: 'degraded', reason });
  }

  #fail(error: EmbedError | null): void {
    if (error === this.#error) return;
    this.#error = error;
    this.#tellState(this.session.state);
    if (error !== null) this.#tell({ type: 'error', error });
  }

  #tellState(state: SessionState): void {
    const isFetching = state.kind === 'preparing' && state.step.kind === 'download';
    const download = isFetching && 'progress' in state.step ? state.step.progress : null;
    this.#tell({ type: 'state', state: this.state, download });
    this.#events.emit('change', undefined);
  }

  #tell(event: EmbedEvent): void {
    this.#events.emit('event', event);
  }

  #decide(outcome: Outcome): void {
    this.#events.emit('outcome', outcome);
  }
}

function overtaken(): SottoError {
  return new SottoError(
    'Something else was asked for before it sounded.',
    { kind: 'cancelled' },
    { operation: 'play', component: 'embed', suggestion: 'Nothing to do.' },
  );
}
