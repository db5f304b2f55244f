import type { Clock } from '../base/clock';
import type { PlayerStats, PlayingWord, QueuedSound } from '../contracts/playback';
import type { RenderedRange, SessionProgress, SessionStats } from '../contracts/session';
import { RUNGS, type Rung } from '../contracts/resilience';
import type { EngineInfo, ModelState, QualityLevel, SynthesisResult } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import { PaceEstimate } from './pace';

/** Utterances over which speed is averaged: enough to be steady, few enough to show a change. */
const RTF_WINDOW = 8;

interface Cost {
  readonly computeMs: number;
  readonly audioMs: number;
}

/** Keeps the account of a session: where it is, what was made, how fast. */
export class ProgressTracker {
  engine: EngineInfo | null = null;
  readonly #clock: Clock;
  readonly #pace = new PaceEstimate();
  #length = 0;
  #offset = 0;
  #sentenceStart = 0;
  #rendered: RenderedRange[] = [];
  #spokenSeconds = 0;
  /** By the player's count, which goes on from text to text. */
  #playedSeconds = 0;
  #startedAt = 0;
  /** No word was heard since the last move. */
  #isFresh = true;
  #costs: Cost[] = [];
  /** Who made the last sound. */
  #rung: Rung = 'chosen';
  #utterances = 0;
  #pressedAt: number | null = null;
  #firstSoundMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get offset(): number {
    return this.#offset;
  }

  get sentenceStart(): number {
    return this.#sentenceStart;
  }

  /** Until a voice is loaded again, what the one before was like tells nothing. */
  modelled(state: ModelState): void {
    switch (state.kind) {
      case 'ready':
      case 'degraded':
        this.engine = state.info;
        return;
      case 'loading':
      case 'uninitialized':
      case 'error':
        return;
    }
  }

  open(length: number): void {
    this.#length = length;
    this.#pace.reset();
    this.rewind();
  }

  rewind(): void {
    this.moveTo(0);
    this.#spokenSeconds = 0;
  }

  moveTo(offset: number): void {
    this.#offset = Math.min(Math.max(0, offset), this.#length);
    this.#sentenceStart = this.#offset;
    this.#rendered = [];
    this.#startedAt = this.#offset;
    this.#isFresh = true;
  }

  /** From the beginning of the text until here there was no word. */
  get isWordless(): boolean {
    return this.#isFresh && this.#startedAt === 0;
  }

  finish(): void {
    this.#offset = this.#length;
  }

  forgetAhead(): void {
    this.#rendered = [];
  }

  /** What was made from this character on is dropped: another voice says it. */
  forgetFrom(offset: number): void {
    this.#rendered = this.#rendered
      .filter(({ start }) => start < offset)
      .map((range) => ({ ...range, end: Math.min(range.end, offset) }));
  }

  /**
   * The listener asked for sound now; the time until the first word is heard is what `firstSoundMs`
   * says. Going on after a pause is no start.
   */
  pressed(): void {
    if (this.#isFresh) this.#pressedAt = this.#clock.now();
  }

  at({ utterance, word }: PlayingWord): void {
    this.#offset = word?.start ?? Math.max(this.#offset, utterance.span.start);
    this.#sentenceStart = utterance.sentence.start;
    if (word !== null) this.#sounded();
  }

  heard({ playedSeconds }: PlayerStats): void {
    this.#spokenSeconds += playedSeconds - this.#playedSeconds;
    this.#playedSeconds = playedSeconds;
  }

  rendered({ utterance, rung }: QueuedSound): void {
    this.#rung = isRung(rung) ? rung : 'chosen';
    const last = this.#rendered.at(-1);
    if (last !== undefined && last.rung === rung) {
      this.#rendered[this.#rendered.length - 1] = { ...last, end: utterance.span.end };
    } else {
      this.#rendered.push({ ...utterance.span, rung });
    }
  }

  spoken(utterance: Utterance, result: SynthesisResult | null): void {
    this.#utterances++;
    if (result === null) return;
    const audioSeconds = result.samples / result.sampleRate;
    const pausesSeconds = (utterance.pauseBeforeMs + utterance.pauseAfterMs) / 1000;
    this.#pace.add(utterance.span.end - utterance.span.start, audioSeconds + pausesSeconds);
    this.#costs.push({ computeMs: result.stages.totalMs, audioMs: audioSeconds * 1000 });
    if (this.#costs.length > RTF_WINDOW) this.#costs.shift();
  }

  #sounded(): void {
    this.#isFresh = false;
    if (this.#pressedAt === null) return;
    this.#firstSoundMs = this.#clock.now() - this.#pressedAt;
    this.#pressedAt = null;
  }

  snapshot(speed: number): SessionProgress {
    const left = this.#pace.secondsFor(this.#length - this.#offset);
    return {
      offset: this.#offset,
      length: this.#length,
      rendered: [...this.#rendered],
      spokenSeconds: this.#spokenSeconds,
      leftSeconds: left === null ? null : left / speed,
    };
  }

  stats(player: PlayerStats, level: QualityLevel): SessionStats {
    const audioMs = this.#costs.reduce((sum, cost) => sum + cost.audioMs, 0);
    const computeMs = this.#costs.reduce((sum, cost) => sum + cost.computeMs, 0);
    return {
      ...player,
      engine: this.engine,
      rtf: audioMs === 0 ? null : computeMs / audioMs,
      firstSoundMs: this.#firstSoundMs,
      utterances: this.#utterances,
      rung: this.#rung,
      level,
    };
  }
}

const isRung = (name: string | null): name is Rung => RUNGS.some((rung) => rung === name);
