import { orAborted } from '../base/abort';
import { asSottoError } from '../base/errors';
import { Emitter, type Unsubscribe } from '../base/events';
import type {
  ExportOptions,
  SessionEvents,
  SessionProgress,
  SessionSettings,
  SessionState,
  SessionStats,
  SpeechSession,
} from '../contracts/session';
import type { DocumentFormat, PlanOptions, Reading } from '../contracts/text';
import type { Voice } from '../contracts/voices';
import type { Quality } from '../quality/quality';
import type { TextDocument } from '../text/document';
import { pronunciationTag } from '../text/phonemiser';
import { EngineKeeper } from './engine-keeper';
import { exportWav, nothingToExport } from './export';
import type { Narrator } from './narrator';
import { openDocument } from './open-document';
import { ProgressTracker } from './progress';
import { SentenceSearch, createSentenceFinder, type FindSentence } from './sentences';
import { sessionParts, type SessionDeps } from './session-parts';
import { SessionStateHolder } from './session-state';
import { replans, validateSettings } from './settings';
import { WAITING_FOR_SOUND } from './state';
import { utterancesFrom } from './utterances';

/** One listener, one text, one voice. Everything it needs is handed in. */
export class Session implements SpeechSession {
  readonly #deps: SessionDeps;
  readonly #events = new Emitter<SessionEvents>();
  readonly #holder = new SessionStateHolder(this.#events);
  readonly #progress: ProgressTracker;
  readonly #keeper: EngineKeeper;
  readonly #quality: Quality;
  readonly #narrator: Narrator;
  readonly #search = new SentenceSearch();
  #settings: SessionSettings;
  #voice: Voice | null = null;
  #document: Promise<TextDocument> | null = null;
  /** Once asked for, it stays prepared: whatever is opened next has its first words made at once. */
  #staysPrepared = false;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#settings = validateSettings(deps.settings);
    this.#progress = new ProgressTracker(deps.clock);
    const parts = sessionParts(deps, {
      events: this.#events,
      holder: this.#holder,
      progress: this.#progress,
      settings: () => this.#settings,
    });
    this.#keeper = parts.keeper;
    this.#quality = parts.quality;
    this.#narrator = parts.narrator;
    this.#applyToPlayer();
  }

  get state(): SessionState {
    return this.#holder.state;
  }

  get progress(): SessionProgress {
    return this.#progress.snapshot(this.#settings.speed);
  }

  get stats(): SessionStats {
    return this.#progress.stats(this.#deps.player.stats, this.#quality.level);
  }

  get settings(): SessionSettings {
    return this.#settings;
  }

  get voice(): Voice | null {
    return this.#voice;
  }

  setDocument(source: string, format: DocumentFormat, readings: readonly Reading[] = []): void {
    this.stop();
    this.#progress.open(source.length);
    const opening = openDocument(source, format, this.#deps.text, readings);
    this.#document = opening;
    const hasText = source.trim() !== '';
    if (!hasText) this.#deps.openings?.forgetAll();
    this.#holder.know({ hasText });
    if (this.#staysPrepared) this.#restart();
    opening.catch((thrown: unknown) => {
      if (this.#document !== opening) return;
      this.#holder.know({ failure: asSottoError(thrown, during('open')) });
    });
    this.#narrator.report();
  }

  setVoice(voice: Voice, change?: Partial<SessionSettings>): void {
    if (change === undefined && this.#voice?.id === voice.id) return;
    this.#settings = validateSettings({ ...this.#settings, ...change });
    this.#applyToPlayer();
    this.#voice = voice;
    const { intent, ended, hasSound } = this.#holder.facts;
    if (intent === 'play' && hasSound && this.#document !== null) {
      void this.#narrator.takeOver({ document: this.#document, voice });
      this.#narrator.report();
      return;
    }
    const isReady = this.#staysPrepared && !ended;
    if (this.#narrator.isReading || intent !== 'stopped' || isReady) this.#restart();
    // The memory of a voice that nobody wants is not kept until the next Play.
    else this.#keeper.dispose();
  }

  configure(change: Partial<SessionSettings>): void {
    const before = this.#settings;
    const after = validateSettings({ ...before, ...change });
    this.#settings = after;
    this.#applyToPlayer();
    const isOnlyPrepared = this.#holder.facts.intent === 'stopped';
    const remakes = isOnlyPrepared && after.synthesis !== before.synthesis;
    if ((replans(before, after) || remakes) && this.#narrator.isReading) this.#restart();
  }

  async prepare(): Promise<void> {
    this.#staysPrepared = true;
    const { hasText, intent, ended, failure } = this.#holder.facts;
    const isFresh = hasText && intent === 'stopped' && !ended && failure === null;
    if (isFresh && !this.#narrator.isReading) this.#restart();
    const engine = this.#voice && this.#keeper.ensure(this.#voice, this.#settings);
    await Promise.all([engine, this.#deps.text.warm(pronunciationTag(this.#reading))]);
  }

  play(): void {
    const { hasText, intent, ended } = this.#holder.facts;
    if (!hasText || intent === 'play') return;
    if (ended) this.#progress.rewind();
    // The little that was made before it failed would seem to be the whole text.
    if (this.state.kind === 'failed') this.#narrator.abandon();
    this.#progress.pressed();
    const { hasSound, failure } = this.#holder.facts;
    const preparation = hasSound ? null : WAITING_FOR_SOUND;
    // Behind sound that is still to be heard a failure stays: it shows when that has run out.
    const known = { failure: hasSound ? failure : null, preparation };
    this.#holder.know({ intent: 'play', ended: false, ...known });
    this.#narrator.sound();
    const isWanted = this.#holder.facts.intent === 'play';
    if (isWanted && !this.#narrator.isReading && !hasSound) this.#restart();
  }

  pause(): void {
    if (this.#holder.facts.intent !== 'play') return;
    this.#holder.know({ intent: 'pause' });
    this.#narrator.silence();
  }

  stop(): void {
    this.#search.forget();
    this.#holder.know({ intent: 'stopped', ended: false, failure: null, preparation: null });
    this.#narrator.silence();
    this.#narrator.abandon();
    this.#progress.rewind();
    this.#events.emit('word', null);
    this.#narrator.report();
  }

  seek(offset: number): void {
    this.#search.forget();
    this.#progress.moveTo(offset);
    if (this.#holder.facts.intent === 'play') this.#progress.pressed();
    this.#holder.know({ ended: false, failure: null });
    this.#restart();
  }

  nextSentence(): void {
    this.#goToSentence((finder) => finder.after(this.#progress.offset));
  }

  previousSentence(): void {
    this.#goToSentence(async (finder) => (await finder.before(this.#progress.sentenceStart)) ?? 0);
  }

  async exportWav(options: ExportOptions): Promise<Blob> {
    if (this.#document === null || this.#voice === null) throw nothingToExport();
    const { signal } = options;
    const { shelf, createSynthesizer, text, clock } = this.#deps;
    const [settings, reading] = [this.#settings, this.#reading];
    // Its own hold on the engine: another voice may be chosen while it goes on.
    const keeper = new EngineKeeper(shelf, createSynthesizer);
    const endSharing = this.#quality.share();
    try {
      const ready = Promise.all([this.#document, keeper.ensure(this.#voice, settings)]);
      const [document, engine] = await orAborted(ready, signal, 'export', 'session');
      this.#progress.engine = engine.info;
      const start = { offset: 0, isAwaited: false };
      const utterances = utterancesFrom(document, start, text, reading, signal);
      const lengthCharacters = document.length;
      const job = { engine, utterances, lengthCharacters, options: settings.synthesis, clock };
      return await exportWav(job, options);
    } finally {
      endSharing();
      keeper.dispose();
    }
  }

  shareLoad(): Unsubscribe {
    return this.#quality.share();
  }

  on<Name extends keyof SessionEvents>(
    name: Name,
    listener: (payload: SessionEvents[Name]) => void,
  ): Unsubscribe {
    return this.#events.on(name, listener);
  }

  async dispose(): Promise<void> {
    this.stop();
    this.#keeper.dispose();
    await this.#deps.player.close();
  }

  /** Reads anew from the current place, sounding on if it was sounding. */
  #restart(): void {
    const { intent, hasText } = this.#holder.facts;
    this.#narrator.abandon();
    if (intent === 'play') this.#holder.know({ preparation: WAITING_FOR_SOUND });
    const [document, voice] = [this.#document, this.#voice];
    if (hasText && document !== null && voice !== null) {
      void this.#narrator.start({ document, voice });
    } else if (voice !== null && this.#staysPrepared) {
      // What keeps it from being ready is said when Play is pressed.
      this.#keeper.ensure(voice, this.#settings).catch(() => undefined);
    }
    this.#narrator.report();
  }

  #goToSentence(find: FindSentence): void {
    if (this.#document === null) return;
    const { text } = this.#deps;
    const onFailure = (thrown: unknown) =>
      this.#holder.notify('warning', asSottoError(thrown, during('find')));
    const finder = this.#document.then((it) => createSentenceFinder(it, text, this.#reading));
    this.#search.run(finder.then(find), (found) => this.seek(found), onFailure);
  }

  /** How the text is to be planned: as the voice speaks where it is from. */
  get #reading(): SessionSettings & Pick<PlanOptions, 'locale'> {
    const { locale } = this.#voice ?? {};
    return locale === undefined ? this.#settings : { ...this.#settings, locale };
  }

  #applyToPlayer(): void {
    this.#deps.player.setSpeed(this.#settings.speed);
    this.#deps.player.setVolume(this.#settings.volume);
  }
}

const during = (operation: string) => ({ operation, component: 'session' });
