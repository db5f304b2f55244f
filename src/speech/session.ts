import type { Clock } from '../base/clock';
import { SottoError, asSottoError } from '../base/errors';
import { Emitter, type Unsubscribe } from '../base/events';
import type { Player } from '../contracts/playback';
import type {
  ExportOptions,
  SessionEvents,
  SessionProgress,
  SessionSettings,
  SessionState,
  SessionStats,
  SpeechSession,
} from '../contracts/session';
import type { DocumentFormat } from '../contracts/text';
import type { Voice, VoiceShelf } from '../contracts/voices';
import type { TextDocument } from '../text/document';
import { EngineKeeper, type CreateSynthesizer } from './engine-keeper';
import { exportWav, type ExportDeps } from './export';
import { Narrator } from './narrator';
import { openDocument } from './open-document';
import { ProgressTracker } from './progress';
import { createSentenceFinder, type SentenceFinder } from './sentences';
import { SessionStateHolder } from './session-state';
import { validateSettings } from './settings';
import { WAITING_FOR_SOUND } from './state';
import type { TextClient } from './text-client';
import { utterancesFrom } from './utterances';

export interface SessionDeps {
  readonly text: TextClient;
  readonly shelf: VoiceShelf;
  readonly player: Player;
  readonly createSynthesizer: CreateSynthesizer;
  readonly clock: Clock;
  readonly settings: SessionSettings;
}

/** One listener, one text, one voice. Everything it needs is handed in. */
export class Session implements SpeechSession {
  readonly #deps: SessionDeps;
  readonly #events = new Emitter<SessionEvents>();
  readonly #holder = new SessionStateHolder(this.#events);
  readonly #progress: ProgressTracker;
  readonly #keeper: EngineKeeper;
  readonly #narrator: Narrator;
  #settings: SessionSettings;
  #voice: Voice | null = null;
  #document: Promise<TextDocument> | null = null;
  #sentenceSearches = 0;
  /** Once asked for, it stays prepared: whatever is opened next has its first words made at once. */
  #staysPrepared = false;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#settings = validateSettings(deps.settings);
    this.#progress = new ProgressTracker(deps.clock);
    this.#keeper = new EngineKeeper(deps.shelf, deps.createSynthesizer, (step) => {
      const isWaiting = this.#holder.facts.intent === 'play';
      this.#holder.know({ preparation: step ?? (isWaiting ? WAITING_FOR_SOUND : null) });
    });
    this.#narrator = new Narrator({
      player: deps.player,
      planner: deps.text,
      keeper: this.#keeper,
      progress: this.#progress,
      holder: this.#holder,
      events: this.#events,
      settings: () => this.#settings,
    });
    this.#applyToPlayer();
  }

  get state(): SessionState {
    return this.#holder.state;
  }

  get progress(): SessionProgress {
    return this.#progress.snapshot(this.#settings.speed);
  }

  get stats(): SessionStats {
    return this.#progress.stats(this.#deps.player.stats);
  }

  get settings(): SessionSettings {
    return this.#settings;
  }

  get voice(): Voice | null {
    return this.#voice;
  }

  setDocument(source: string, format: DocumentFormat): void {
    this.stop();
    this.#progress.open(source.length);
    const opening = openDocument(source, format, this.#deps.text);
    this.#document = opening;
    this.#holder.know({ hasText: source.trim() !== '' });
    if (this.#staysPrepared) this.#restart();
    opening.catch((thrown: unknown) => {
      if (this.#document !== opening) return;
      this.#holder.know({ failure: asSottoError(thrown, during('open')) });
    });
    this.#narrator.report();
  }

  setVoice(voice: Voice): void {
    if (this.#voice?.id === voice.id) return;
    this.#voice = voice;
    if (this.#narrator.isReading || this.#staysPrepared) this.#restart();
  }

  configure(change: Partial<SessionSettings>): void {
    const before = this.#settings;
    const after = validateSettings({ ...before, ...change });
    this.#settings = after;
    this.#applyToPlayer();
    const replans = REPLANNING.some((field) => after[field] !== before[field]);
    const isOnlyPrepared = this.#holder.facts.intent === 'stopped';
    const remakes = isOnlyPrepared && after.synthesis !== before.synthesis;
    if ((replans || remakes) && this.#narrator.isReading) this.#restart();
  }

  async prepare(): Promise<void> {
    this.#staysPrepared = true;
    const { hasText, intent, failure } = this.#holder.facts;
    const isFresh = hasText && intent === 'stopped' && failure === null;
    if (isFresh && !this.#narrator.isReading) this.#restart();
    const engine = this.#voice && this.#keeper.ensure(this.#voice, this.#settings);
    await Promise.all([engine, this.#deps.text.warm(this.#settings.language)]);
  }

  play(): void {
    const { hasText, intent, ended, hasSound } = this.#holder.facts;
    if (!hasText || intent === 'play') return;
    if (ended) this.#progress.rewind();
    this.#progress.pressed();
    const preparation = hasSound ? null : WAITING_FOR_SOUND;
    this.#holder.know({ intent: 'play', ended: false, failure: null, preparation });
    this.#narrator.sound();
    if (!this.#narrator.isReading && !hasSound) this.#restart();
  }

  pause(): void {
    if (this.#holder.facts.intent !== 'play') return;
    this.#holder.know({ intent: 'pause' });
    this.#narrator.silence();
  }

  stop(): void {
    this.#sentenceSearches++;
    this.#holder.know({ intent: 'stopped', ended: false, failure: null, preparation: null });
    this.#narrator.silence();
    this.#narrator.abandon();
    this.#progress.rewind();
    this.#events.emit('word', null);
    this.#narrator.report();
  }

  seek(offset: number): void {
    this.#sentenceSearches++;
    this.#progress.moveTo(offset);
    if (this.#holder.facts.intent === 'play') this.#progress.pressed();
    this.#holder.know({ ended: false, failure: null });
    this.#restart();
  }

  nextSentence(): void {
    void this.#goToSentence((finder) => finder.after(this.#progress.offset));
  }

  previousSentence(): void {
    void this.#goToSentence(
      async (finder) => (await finder.before(this.#progress.sentenceStart)) ?? 0,
    );
  }

  async exportWav(options: ExportOptions): Promise<Blob> {
    if (this.#document === null || this.#voice === null) throw nothingToExport();
    const document = await this.#document;
    const engine = await this.#keeper.ensure(this.#voice, this.#settings);
    this.#progress.engine = engine.info;
    const job: ExportDeps = {
      engine,
      utterances: utterancesFrom(
        document,
        { offset: 0, isAwaited: false },
        this.#deps.text,
        this.#settings,
        options.signal,
      ),
      lengthCharacters: document.length,
      options: this.#settings.synthesis,
      clock: this.#deps.clock,
    };
    return exportWav(job, options);
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
    this.#deps.text.dispose();
    await this.#deps.player.close();
  }

  /** Reads anew from the current place, sounding on if it was sounding. */
  #restart(): void {
    const { intent, hasText } = this.#holder.facts;
    this.#narrator.abandon();
    if (intent === 'play') this.#holder.know({ preparation: WAITING_FOR_SOUND });
    if (hasText && this.#document !== null && this.#voice !== null) {
      void this.#narrator.start({ document: this.#document, voice: this.#voice });
    }
    this.#narrator.report();
  }

  /** Only the last of several quick presses moves the voice. */
  async #goToSentence(find: (finder: SentenceFinder) => Promise<number | null>): Promise<void> {
    if (this.#document === null) return;
    const search = ++this.#sentenceSearches;
    const document = await this.#document;
    const found = await find(createSentenceFinder(document, this.#deps.text, this.#settings));
    if (found !== null && search === this.#sentenceSearches) this.seek(found);
  }

  #applyToPlayer(): void {
    this.#deps.player.setSpeed(this.#settings.speed);
    this.#deps.player.setVolume(this.#settings.volume);
  }
}

/** A change of these makes another plan of the text or another engine: reading starts anew. */
const REPLANNING = ['language', 'lexicon', 'backend'] as const;

function during(operation: string) {
  return { operation, component: 'session' };
}

function nothingToExport(): SottoError {
  return new SottoError(
    'There is nothing to export yet.',
    { kind: 'validation', field: 'document' },
    {
      operation: 'export',
      component: 'session',
      suggestion: 'Write or paste a text and choose a voice first.',
    },
  );
}
