import type { Unsubscribe } from '../base/events';
import type {
  SessionProgress,
  SessionSettings,
  SessionState,
  SessionStats,
  SpeechSession,
} from '../contracts/session';
import type { SynthesisOptions } from '../contracts/speech';
import type { Voice } from '../contracts/voices';
import type { Preferences } from './preferences';

/** The session's values as the components see them. Values are replaced whole, never proxied. */
export class SpeechState {
  readonly session: SpeechSession;
  state = $state.raw<SessionState>({ kind: 'empty' });
  progress = $state.raw<SessionProgress>() as SessionProgress;
  stats = $state.raw<SessionStats>() as SessionStats;
  settings = $state.raw<SessionSettings>() as SessionSettings;
  voice = $state.raw<Voice | null>(null);
  readonly #trial: SpeechSession | null;
  readonly #preferences: Preferences;
  readonly #stops: readonly Unsubscribe[];

  /** @param trial The session for single words, which follows in the choice of a voice. */
  constructor(session: SpeechSession, preferences: Preferences, trial: SpeechSession | null) {
    this.session = session;
    this.#trial = trial;
    this.#preferences = preferences;
    this.state = session.state;
    this.progress = session.progress;
    this.stats = session.stats;
    this.settings = session.settings;
    this.voice = session.voice;
    this.#stops = [
      session.on('state', (state) => (this.state = state)),
      session.on('progress', (progress) => (this.progress = progress)),
      session.on('stats', (stats) => (this.stats = stats)),
    ];
  }

  get playing(): boolean {
    return this.state.kind === 'playing' || this.state.kind === 'preparing';
  }

  /** Takes effect, and is remembered. */
  configure(change: Partial<Omit<SessionSettings, 'memoryLimitBytes'>>): void {
    this.session.configure(change);
    this.settings = this.session.settings;
    this.#preferences.remember(change);
  }

  synthesis(change: Partial<SynthesisOptions>): void {
    this.configure({ synthesis: { ...this.settings.synthesis, ...change } });
  }

  /** To the nearest tenth, 0.5 to 3. */
  changeSpeed(by: number): void {
    const speed = Math.round((this.settings.speed + by) * 10) / 10;
    this.configure({ speed: Math.min(3, Math.max(0.5, speed)) });
  }

  chooseVoice(voice: Voice): void {
    this.session.setVoice(voice);
    // Or it would keep the old voice in memory.
    this.#trial?.setVoice(voice);
    this.voice = voice;
    this.#preferences.remember({ voiceId: voice.id });
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }
}
