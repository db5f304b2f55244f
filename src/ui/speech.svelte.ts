import type { Unsubscribe } from '../base/events';
import type {
  SessionProgress,
  SessionSettings,
  SessionState,
  SessionStats,
  SpeechSession,
} from '../contracts/session';
import type { SynthesisOptions } from '../contracts/speech';
import { layerLexicon } from '../contracts/lexicon';
import type { VoiceProfile } from '../contracts/profile';
import type { Lexicon } from '../contracts/text';
import type { Voice } from '../contracts/voices';
import { synthesisOf, withoutProfile } from '../voices/profile';
import type { Preferences } from './preferences';

/** The session's values as the components see them. Values are replaced whole, never proxied. */
export class SpeechState {
  readonly session: SpeechSession;
  state = $state.raw<SessionState>({ kind: 'empty' });
  progress = $state.raw<SessionProgress>() as SessionProgress;
  stats = $state.raw<SessionStats>() as SessionStats;
  settings = $state.raw<SessionSettings>() as SessionSettings;
  voice = $state.raw<Voice | null>(null);
  /** The listener's own words; in `settings.lexicon` those of the profile go over them. */
  lexicon = $state.raw<Lexicon>([]);
  profile = $state.raw<VoiceProfile | null>(null);
  readonly #trial: SpeechSession | null;
  readonly #preferences: Preferences;
  readonly #stops: readonly Unsubscribe[];

  /**
   * @param trial The session for single words, which follows in the choice of a voice.
   * @param profile In force since last time; its words are in the session's settings.
   */
  constructor(
    session: SpeechSession,
    preferences: Preferences,
    trial: SpeechSession | null,
    profile: VoiceProfile | null = null,
  ) {
    this.session = session;
    this.#trial = trial;
    this.#preferences = preferences;
    this.state = session.state;
    this.progress = session.progress;
    this.stats = session.stats;
    this.settings = session.settings;
    this.voice = session.voice;
    this.profile = profile;
    this.lexicon =
      preferences.settings.lexicon ?? (profile === null ? session.settings.lexicon : []);
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
    const { lexicon } = change;
    if (lexicon !== undefined) this.lexicon = lexicon;
    const layered = layerLexicon(this.lexicon, this.profile?.lexicon ?? []);
    this.session.configure(lexicon === undefined ? change : { ...change, lexicon: layered });
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

  /** A voice by itself: what belonged to a profile goes. */
  chooseVoice(voice: Voice): void {
    this.#speakAs(voice, null, this.profile === null ? undefined : this.#withoutProfile());
  }

  /** Voice, language, manner, mix and words at once; a text that is being read goes on with them. */
  chooseProfile(profile: VoiceProfile, voice: Voice): void {
    this.#speakAs(voice, profile, {
      language: profile.language,
      lexicon: layerLexicon(this.lexicon, profile.lexicon),
      synthesis: synthesisOf(profile, this.session.settings.synthesis),
    });
  }

  /** Its words, mix and emotions go; the voice and the rest of its manner stay. */
  leaveProfile(): void {
    const { voice } = this;
    if (this.profile !== null && voice !== null) this.chooseVoice(voice);
  }

  #speakAs(voice: Voice, profile: VoiceProfile | null, change?: Partial<SessionSettings>): void {
    this.session.setVoice(voice, change);
    // Or it would keep the old voice in memory.
    this.#trial?.setVoice(voice);
    this.voice = voice;
    this.profile = profile;
    this.settings = this.session.settings;
    const { language, synthesis } = this.settings;
    const remembered = { voiceId: voice.id, profileId: profile?.id ?? null };
    this.#preferences.remember(
      change === undefined ? remembered : { ...remembered, language, synthesis },
    );
  }

  #withoutProfile(): Partial<SessionSettings> {
    const { synthesis } = this.session.settings;
    return { lexicon: this.lexicon, synthesis: withoutProfile(synthesis) };
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }
}
