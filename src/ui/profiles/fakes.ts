/** For tests: a session that remembers what it was told, and speaks when it is told to. */
import { Emitter } from '../../base/events';
import type { VoiceId } from '../../base/ids';
import type {
  SessionEvents,
  SessionSettings,
  SessionState,
  SpeechSession,
} from '../../contracts/session';
import type { EngineInfo } from '../../contracts/speech';
import type { Voice } from '../../contracts/voices';
import { fakeVoice } from '../../speech/fakes';
import { DEFAULT_SETTINGS } from '../../speech/settings';

export const engineOf = (voiceId: VoiceId): EngineInfo => ({
  voiceId,
  backend: 'wasm',
  threads: 1,
  backendReason: null,
  backendFailed: false,
  sampleRate: 24_000,
  languages: ['en'],
  supports: { guidance: false, emotions: false, blend: 'apart' },
  loadMs: 1,
});

export const voiceNamed = (id: string, change: Partial<Voice> = {}): Voice => ({
  ...fakeVoice,
  id: id as VoiceId,
  name: id,
  speaker: { ...fakeVoice.speaker, id },
  ...change,
});

export class ListeningSession {
  voice: Voice | null = null;
  settings: SessionSettings = DEFAULT_SETTINGS;
  state: SessionState = { kind: 'idle' };
  stats: { engine: EngineInfo | null } = { engine: null };
  progress = { offset: 0 };
  text = '';
  /** What it said, with the settings it was said with. */
  readonly said: { readonly text: string; readonly settings: SessionSettings }[] = [];
  readonly #events = new Emitter<SessionEvents>();

  on<Name extends keyof SessionEvents>(
    name: Name,
    listener: (payload: SessionEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }
  setVoice(voice: Voice, change: Partial<SessionSettings> = {}): void {
    this.voice = voice;
    this.configure(change);
  }
  configure(change: Partial<SessionSettings>): void {
    this.settings = { ...this.settings, ...change };
  }
  setDocument(text: string): void {
    this.text = text;
  }
  prepare(): Promise<void> {
    this.stats = { engine: this.voice && engineOf(this.voice.id) };
    return Promise.resolve();
  }
  play(): void {
    this.said.push({ text: this.text, settings: this.settings });
    this.become({ kind: 'playing' });
  }
  stop(): void {
    this.become({ kind: 'idle' });
  }
  become(state: SessionState): void {
    this.state = state;
    this.#events.emit('state', state);
  }
  get asSession(): SpeechSession {
    return this as unknown as SpeechSession;
  }
}
