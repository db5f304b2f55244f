/** A session without sound: it reads a text by the clock, so that the page can be looked at and tried. */
import { Emitter } from '../../src/base/events';
import type { UtteranceId, VoiceId } from '../../src/base/ids';
import type {
  ExportOptions,
  RenderedRange,
  SessionEvents,
  SessionProgress,
  SessionSettings,
  SessionState,
  SessionStats,
  SpeechSession,
} from '../../src/contracts/session';
import type { EngineInfo } from '../../src/contracts/speech';
import {
  NEUTRAL_PROSODY,
  type DocumentFormat,
  type Span,
  type Utterance,
} from '../../src/contracts/text';
import type { Voice } from '../../src/contracts/voices';
import { SottoError } from '../../src/base/errors';
import { DEFAULT_SETTINGS } from '../../src/speech/settings';

export const FAKE_ENGINE: EngineInfo = {
  voiceId: 'kathleen' as VoiceId,
  backend: 'wasm',
  threads: 2,
  backendReason: null,
  backendFailed: false,
  sampleRate: 24_000,
  languages: ['en'],
  supports: { guidance: false, emotions: false },
  loadMs: 640,
};

const WORD_MS = 330;
const CHARACTERS_PER_SECOND = 15;

export class FakeSession implements SpeechSession {
  state: SessionState = { kind: 'empty' };
  progress: SessionProgress = idleProgress('');
  stats: SessionStats = {
    engine: null,
    rtf: null,
    firstSoundMs: null,
    utterances: 0,
    rung: 'chosen',
    level: 'normal',
    bufferedSeconds: 0,
    underruns: 0,
    playedSeconds: 0,
    transport: 'sharedMemory',
  };
  settings: SessionSettings = DEFAULT_SETTINGS;
  voice: Voice | null;
  text = '';
  /** Words per call of the clock; tests read it to see that events were handled. */
  wordEvents = 0;
  readonly #events = new Emitter<SessionEvents>();
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(voice: Voice | null) {
    this.voice = voice;
  }

  on<Name extends keyof SessionEvents>(
    name: Name,
    listener: (payload: SessionEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  emit<Name extends keyof SessionEvents>(name: Name, payload: SessionEvents[Name]): void {
    this.#events.emit(name, payload);
  }

  setDocument(source: string, format: DocumentFormat): void {
    this.stop();
    this.text = source;
    this.setProgress(idleProgress(source));
    if (source.trim() === '') return this.setState({ kind: 'empty' });
    const problem = format === 'ssml' ? markupProblem(source) : null;
    this.setState(problem ? { kind: 'failed', error: problem } : { kind: 'idle' });
  }

  setVoice(voice: Voice, change: Partial<SessionSettings> = {}): void {
    this.voice = voice;
    this.configure(change);
  }

  configure(change: Partial<SessionSettings>): void {
    this.settings = { ...this.settings, ...change };
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  play(): void {
    if (this.state.kind === 'empty') return;
    this.setStats({ engine: this.stats.engine ?? FAKE_ENGINE, rtf: 0.09, firstSoundMs: 118 });
    this.setState({ kind: 'playing' });
    this.sayWordAt(this.progress.offset);
    this.#timer ??= setInterval(() => this.#next(), WORD_MS / this.settings.speed);
  }

  pause(): void {
    this.#stopTimer();
    if (this.state.kind === 'playing' || this.state.kind === 'preparing') {
      this.setState({ kind: 'paused' });
    }
  }

  stop(): void {
    this.#stopTimer();
    this.emit('word', null);
  }

  seek(offset: number): void {
    if (this.state.kind === 'ended') this.setState({ kind: 'paused' });
    this.#moveTo(offset);
    if (this.state.kind === 'playing') this.sayWordAt(offset);
  }

  nextSentence(): void {
    this.seek(sentenceAt(this.text, this.progress.offset).end);
  }

  previousSentence(): void {
    const { start } = sentenceAt(this.text, this.progress.offset);
    this.seek(sentenceAt(this.text, Math.max(0, start - 2)).start);
  }

  shareLoad(): () => void {
    return () => {};
  }

  async exportWav({ signal, onProgress }: ExportOptions): Promise<Blob> {
    const { length } = this.text;
    for (let offset = 0; offset < length; offset += Math.ceil(length / 20)) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      signal.throwIfAborted();
      onProgress({ offset, length, seconds: offset / CHARACTERS_PER_SECOND, speed: 11.2 });
    }
    return new Blob([new Uint8Array(44)], { type: 'audio/wav' });
  }

  dispose(): Promise<void> {
    this.#stopTimer();
    return Promise.resolve();
  }

  setState(state: SessionState): void {
    this.state = state;
    this.emit('state', state);
  }

  setStats(change: Partial<SessionStats>): void {
    this.stats = { ...this.stats, ...change };
    this.emit('stats', this.stats);
  }

  setProgress(change: Partial<SessionProgress>): void {
    this.progress = { ...this.progress, ...change };
    this.emit('progress', this.progress);
  }

  sayWordAt(offset: number): void {
    const word = wordFrom(this.text, offset);
    this.wordEvents++;
    this.emit('word', { utterance: utterance(sentenceAt(this.text, word.start)), word });
  }

  #next(): void {
    const here = wordFrom(this.text, this.progress.offset);
    const next = wordFrom(this.text, here.end);
    if (next.start >= this.text.length) {
      this.stop();
      this.#moveTo(this.text.length);
      return this.setState({ kind: 'ended' });
    }
    this.#moveTo(next.start);
    this.sayWordAt(next.start);
  }

  #moveTo(offset: number): void {
    const { length } = this.text;
    const rendered = renderedTo(this.progress.rendered, offset, Math.min(length, offset + 300));
    this.setProgress({
      offset: Math.min(offset, length),
      rendered,
      spokenSeconds: offset / CHARACTERS_PER_SECOND,
      leftSeconds: (length - offset) / CHARACTERS_PER_SECOND / this.settings.speed,
    });
    this.setStats({ bufferedSeconds: 6.4, utterances: this.stats.utterances + 1 });
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}

function idleProgress(text: string): SessionProgress {
  return { offset: 0, length: text.length, rendered: [], spokenSeconds: 0, leftSeconds: null };
}

function renderedTo(
  ranges: readonly RenderedRange[],
  start: number,
  end: number,
): readonly RenderedRange[] {
  const last = ranges.at(-1);
  if (last && last.rung === null && start <= last.end && start >= last.start) {
    return [...ranges.slice(0, -1), { ...last, end: Math.max(end, last.end) }];
  }
  return [...ranges, { start, end, rung: null }];
}

function wordFrom(text: string, offset: number): Span {
  const pattern = /\S+/g;
  pattern.lastIndex = offset;
  const found = pattern.exec(text);
  return found
    ? { start: found.index, end: found.index + found[0].length }
    : { start: text.length, end: text.length };
}

function sentenceAt(text: string, offset: number): Span {
  const before = text.slice(Math.max(0, offset - 600), offset);
  const ends = [...before.matchAll(/[.!?]["”’]?\s+|\n\s*/g)].at(-1);
  const start = ends
    ? offset - before.length + ends.index + ends[0].length
    : offset - before.length;
  const after = /[.!?]["”’]?(?=\s|$)|\n/.exec(text.slice(offset, offset + 900));
  const end = after ? offset + after.index + after[0].trimEnd().length : text.length;
  const next = wordFrom(text, end);
  return { start, end: Math.max(end, Math.min(next.start, text.length)) };
}

function utterance(sentence: Span): Utterance {
  return {
    id: `fake-${sentence.start}` as UtteranceId,
    span: sentence,
    sentence,
    language: 'en',
    words: [],
    phonemes: '',
    phonemeWords: [],
    pauseBeforeMs: 0,
    pauseAfterMs: 0,
    ends: 'sentence',
    prosody: NEUTRAL_PROSODY,
    marks: [],
  };
}

function markupProblem(source: string): SottoError | null {
  const open = source.indexOf('<prosody');
  if (open === -1 || source.includes('</prosody>')) return null;
  return new SottoError(
    'The tag <prosody> is never closed.',
    { kind: 'text', operation: 'parse', offset: open },
    { operation: 'parse', component: 'text', suggestion: 'Add </prosody> where it should end.' },
  );
}
