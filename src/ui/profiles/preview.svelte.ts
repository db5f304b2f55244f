import type { Clock } from '../../base/clock';
import type { VoiceId } from '../../base/ids';
import type { SottoError } from '../../base/errors';
import { layerLexicon } from '../../contracts/lexicon';
import type { VoiceProfile } from '../../contracts/profile';
import type { SessionSettings, SpeechSession } from '../../contracts/session';
import type { EngineInfo } from '../../contracts/speech';
import type { Lexicon } from '../../contracts/text';
import type { Voice } from '../../contracts/voices';
import { synthesisOf } from '../../voices/profile';

/** A hand that drags a slider, or keys held down, make one sound and not thirty. */
const DEBOUNCE_MS = 400;

/** A draft with the voice it names, as it is to be heard. */
export interface Sketch {
  readonly profile: VoiceProfile;
  readonly voice: Voice;
  readonly text: string;
  readonly settings: SessionSettings;
  /** The listener's own words, which the profile's go over. */
  readonly lexicon: Lexicon;
}

export interface PreviewDeps {
  readonly trial: SpeechSession;
  readonly clock: Clock;
  /** What else is heard falls silent. */
  readonly hush: () => void;
}

/** Speaks a sentence as the draft has it, and again after changes once it was asked to. */
export class Preview {
  state = $state<'silent' | 'preparing' | 'sounding'>('silent');
  error = $state.raw<SottoError | null>(null);
  /** Of the voice that was made ready last; null until it is. */
  engine = $state.raw<EngineInfo | null>(null);
  /** Changes are spoken as they are made. */
  follows = $state(true);
  readonly #deps: PreviewDeps;
  readonly #stopListening: () => void;
  #sketch: Sketch | null = null;
  /** Nothing sounds before the listener asked for it once. */
  #wasAsked = false;
  #loaded: VoiceId | null = null;
  #cancel: (() => void) | null = null;

  constructor(deps: PreviewDeps) {
    this.#deps = deps;
    this.#stopListening = deps.trial.on('state', (state) => {
      this.state =
        state.kind === 'playing' ? 'sounding' : state.kind === 'preparing' ? 'preparing' : 'silent';
      this.error = state.kind === 'failed' ? state.error : null;
    });
  }

  /** @param canLoad The voice is on this device: making it ready fetches nothing. */
  draw(sketch: Sketch, canLoad: boolean): void {
    const before = this.#sketch;
    this.#sketch = sketch;
    if (before?.voice.id !== sketch.voice.id) this.engine = null;
    if (canLoad && this.#loaded !== sketch.voice.id) {
      this.#give(sketch);
      this.#makeReady(sketch);
    }
    const isNew =
      before !== null && (before.profile !== sketch.profile || before.voice !== sketch.voice);
    if (isNew && this.#wasAsked && this.follows) this.#later(() => this.#speak());
  }

  toggle(): void {
    if (this.state !== 'silent') return this.stop();
    this.#wasAsked = true;
    this.#speak();
  }

  stop(): void {
    this.#cancel?.();
    this.#deps.trial.stop();
  }

  /** @param voice Whom the page reads with: the trial follows, or it would keep another in memory. */
  dispose(voice: Voice | null): void {
    this.stop();
    this.#stopListening();
    if (voice !== null) this.#deps.trial.setVoice(voice);
  }

  #speak(): void {
    this.#cancel?.();
    const sketch = this.#sketch;
    if (sketch === null || sketch.text.trim() === '') return;
    this.#deps.hush();
    this.#give(sketch);
    this.#deps.trial.play();
    // Its voice may only now have been fetched.
    if (this.engine === null) this.#makeReady(sketch);
  }

  /** What the voice can do is known when its engine is loaded. */
  #makeReady({ voice }: Sketch): void {
    const { trial } = this.#deps;
    this.#loaded = voice.id;
    const ready = () => {
      if (this.#sketch?.voice.id === voice.id) this.engine = trial.stats.engine;
    };
    // What keeps it from being ready is said when it is to speak.
    trial.prepare().then(ready, () => undefined);
  }

  #give({ profile, voice, text, settings, lexicon }: Sketch): void {
    const { trial } = this.#deps;
    trial.stop();
    trial.setVoice(voice);
    trial.configure({
      ...settings,
      language: profile.language,
      lexicon: layerLexicon(lexicon, profile.lexicon),
      synthesis: synthesisOf(profile, settings.synthesis),
    });
    trial.setDocument(text, 'plain');
  }

  #later(work: () => void): void {
    this.#cancel?.();
    const stopWaiting = this.#deps.clock.after(DEBOUNCE_MS, () => {
      this.#cancel = null;
      work();
    });
    this.#cancel = () => {
      stopWaiting();
      this.#cancel = null;
    };
  }
}
