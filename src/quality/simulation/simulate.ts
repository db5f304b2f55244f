/**
 * Narrator, engine and player as a model in simulated time, around the real controller: clauses are made
 * one after the other, 20 s ahead, on a device whose speed follows a trace, and used up meanwhile.
 */
import { seededRandom, type Random } from '../../base/random';
import type { Pressure } from '../../contracts/health';
import type { QualityLevel } from '../../contracts/speech';
import type { Utterance } from '../../contracts/text';
import { fakeResult, fakeText, lateError, type FakeSpeech } from '../fakes';
import { createQuality, type Quality, type QualityChange } from '../quality';
import { stepsAt } from '../tiers';
import type { Tuning } from '../tuning';
import { SimulatedPlayer, type Gap } from './player';
import { USUAL_VOICE, type Trace, type VoiceCost } from './traces';

export interface Scenario {
  readonly seed: number;
  readonly seconds: number;
  /** How many times slower than usual the device is. */
  readonly slowdown: Trace;
  readonly voice?: VoiceCost;
  readonly speed?: Trace;
  readonly pressure?: (at: number) => Pressure | null;
  readonly seeksAt?: readonly number[];
  /** A hidden tab: for some time the narrator wakes only so often. */
  readonly hidden?: { readonly from: number; readonly to: number; readonly everySeconds: number };
  /** A ladder calls the voice off while the formant voice can still be in time. */
  readonly hasLadder?: boolean;
  readonly tuning?: Tuning;
}

export interface Spoken {
  readonly at: number;
  readonly utterance: Utterance;
  readonly level: QualityLevel;
  /** The voice was called off for being late: the formant voice spoke. */
  readonly isRescued: boolean;
}

export interface Change extends QualityChange {
  readonly at: number;
}

export interface Outcome {
  readonly spoken: readonly Spoken[];
  readonly changes: readonly Change[];
  readonly gaps: readonly Gap[];
}

const AHEAD_SECONDS = 20;
const PREPARED_SECONDS = 3;
const ASKED_STEPS = 4;
const LIMITS = { fewestSteps: 1 };
const SECONDS_PER_SYMBOL = 0.08;
/** Clauses differ by so much in what they take and how long they last. */
const JITTER = 0.12;
const TICK_SECONDS = 0.02;
/** How often the player tells how much is left. */
const REPORT_SECONDS = 0.1;
/** What a ladder leaves the formant voice: so many times what it takes now, and a little. */
const RESCUE_FACTOR = 2;
const RESCUE_SECONDS = 0.3;

export function simulate(scenario: Scenario): Outcome {
  return new Simulation(scenario).run();
}

class Simulation {
  readonly #scenario: Scenario;
  readonly #voice: VoiceCost;
  readonly #random: Random;
  readonly #player: SimulatedPlayer;
  readonly #quality: Quality;
  readonly #spoken: Spoken[] = [];
  readonly #changes: Change[] = [];
  #text: Iterator<Utterance, never>;
  #isCold = true;

  constructor(scenario: Scenario) {
    const { seed, voice = USUAL_VOICE, speed = () => 1, seeksAt = [], tuning } = scenario;
    this.#scenario = scenario;
    this.#voice = voice;
    this.#random = seededRandom(seed);
    this.#text = fakeText(this.#random);
    const player = new SimulatedPlayer({ speed, seeksAt, preparedSeconds: PREPARED_SECONDS });
    this.#player = player;
    this.#quality = createQuality({
      clock: { now: () => 1000 * player.at, after: () => () => {} },
      pressure: {
        get state() {
          return scenario.pressure?.(player.at) ?? null;
        },
      },
      demand: () => ({
        options: { steps: ASKED_STEPS, pace: 1 },
        speed: player.speed,
        limits: LIMITS,
      }),
      aheadSeconds: AHEAD_SECONDS,
      ...(tuning && { tuning }),
    });
    this.#quality.onChange((change) => this.#changes.push({ ...change, at: player.at }));
  }

  run(): Outcome {
    while (this.#player.at < this.#scenario.seconds) {
      if (this.#isResting) this.#pass(REPORT_SECONDS);
      else this.#speakNext();
    }
    this.#player.endGap();
    return { spoken: this.#spoken, changes: this.#changes, gaps: this.#player.gaps };
  }

  get #isResting(): boolean {
    const { hidden } = this.#scenario;
    const { at, bufferedSeconds } = this.#player;
    if (bufferedSeconds >= AHEAD_SECONDS) return true;
    if (hidden === undefined || at < hidden.from || at >= hidden.to) return false;
    // Awake, it goes on until the buffer is full: what is heard comes in bursts.
    return (at - hidden.from) % hidden.everySeconds > 2;
  }

  #speakNext(): void {
    const utterance = this.#text.next().value;
    const { at, secondsUntilGap } = this.#player;
    const level = this.#quality.levelFor(utterance, secondsUntilGap);
    const audioSeconds = utterance.phonemes.length * SECONDS_PER_SYMBOL * this.#jitter();
    const made = this.#speak(level, audioSeconds);
    this.#spoken.push({ at, utterance, level, isRescued: made === 'late' });
    if (made === 'calledOff') return;
    if (made !== 'late') return this.#push(utterance, made);
    const waitedMs = 1000 * (this.#player.at - at);
    const rescued = this.#formant(audioSeconds);
    if (rescued === 'calledOff') return;
    this.#push(utterance, { ...rescued, error: lateError(waitedMs) });
  }

  #speak(level: QualityLevel, audioSeconds: number): FakeSpeech | 'calledOff' | 'late' {
    if (level === 'overload') return this.#formant(audioSeconds);
    const { fixedRtf, stepRtf, coldFactor } = this.#voice;
    const steps = stepsAt(level, ASKED_STEPS, LIMITS);
    const rtf = fixedRtf + steps * stepRtf;
    const work = audioSeconds * rtf * this.#jitter() * (this.#isCold ? coldFactor : 1);
    this.#isCold = false;
    const isLate = () => {
      const formantSeconds = this.#voice.formantRtf * audioSeconds * this.#slowdown;
      const needed = RESCUE_FACTOR * formantSeconds + RESCUE_SECONDS;
      return this.#scenario.hasLadder === true && this.#player.secondsUntilGap <= needed;
    };
    const made = this.#compute(work, isLate);
    if (typeof made !== 'number') return made;
    return { audioSeconds, computeSeconds: made, stepSeconds: (made * stepRtf) / rtf, steps };
  }

  #formant(audioSeconds: number): FakeSpeech | 'calledOff' {
    const made = this.#compute(audioSeconds * this.#voice.formantRtf, () => false);
    if (typeof made !== 'number') return 'calledOff';
    return { audioSeconds, computeSeconds: made, fallback: 'formant' };
  }

  #push(utterance: Utterance, speech: FakeSpeech): void {
    this.#player.push(speech.audioSeconds + utterance.pauseAfterMs / 1000);
    this.#quality.heard(fakeResult({ ...speech, utteranceId: utterance.id }));
  }

  /** Seconds that so much work at usual speed takes. */
  #compute(work: number, isLate: () => boolean): number | 'calledOff' | 'late' {
    const startedAt = this.#player.at;
    let left = work;
    while (left > 0) {
      if (isLate()) return 'late';
      const seconds = Math.min(TICK_SECONDS, left * this.#slowdown);
      left = seconds < TICK_SECONDS ? 0 : left - seconds / this.#slowdown;
      if (this.#pass(seconds)) return 'calledOff';
    }
    return this.#player.at - startedAt;
  }

  /** True: called off by a seek. */
  #pass(seconds: number): boolean {
    const hasSought = this.#player.pass(seconds);
    const elsewhere = this.#spoken.at(-1)?.utterance.sentence.end ?? 0;
    if (hasSought) this.#text = fakeText(this.#random, elsewhere + 1000);
    return hasSought;
  }

  get #slowdown(): number {
    return this.#scenario.slowdown(this.#player.at);
  }

  #jitter(): number {
    return Math.exp(JITTER * this.#random.gaussian());
  }
}
