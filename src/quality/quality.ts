/** Adaptive quality: watches what speech costs, and says how good the next utterance may be. */
import type { Clock } from '../base/clock';
import { Emitter, type Unsubscribe } from '../base/events';
import type { Pressure } from '../contracts/health';
import type { QualityLevel, SynthesisOptions, SynthesisResult } from '../contracts/speech';
import type { Utterance } from '../contracts/text';
import { decide, initialState, type ControllerState } from './controller';
import { Lengths } from './lengths';
import { LoadMeter } from './load';
import type { PressureSource } from './pressure';
import type { Load, Reason, Situation } from './situation';
import { stepsAt, type VoiceLimits } from './tiers';
import { TUNING, type NeuralLevel, type Tuning } from './tuning';

/** What the listener asks for now. */
export interface Demand {
  readonly options: Pick<SynthesisOptions, 'steps' | 'pace'>;
  /** The player's: at 2 sound is used up twice as fast. */
  readonly speed: number;
  readonly limits: VoiceLimits;
}

export interface QualityDeps {
  readonly clock: Clock;
  readonly pressure: Pick<PressureSource, 'state'>;
  /** Read anew whenever it matters. */
  readonly demand: () => Demand;
  /** Seconds of sound, at speed 1, that are made ahead of the listener. */
  readonly aheadSeconds: number;
  readonly tuning?: Tuning;
}

export interface QualityChange {
  readonly from: QualityLevel;
  readonly to: QualityLevel;
  readonly because: Reason;
  /** Of the level that is left. */
  readonly load: number | null;
  readonly secondsUntilGap: number;
}

export interface QualityReport {
  readonly level: QualityLevel;
  /** Compute time / listening time at this level; null before the voice was heard. */
  readonly load: Load | null;
  /** Compute time / audio time at this level. */
  readonly rtf: number | null;
  readonly pressure: Pressure | null;
}

export interface Quality {
  readonly level: QualityLevel;
  readonly report: QualityReport;
  /**
   * To be asked once before each utterance that somebody listens to; asked again for the same one it gives
   * the same answer.
   * @param secondsUntilGap Infinity while nobody waits; 0 where there is silence already.
   */
  levelFor(utterance: Utterance, secondsUntilGap: number): QualityLevel;
  /** The account of that utterance, whichever rung spoke it. */
  heard(result: SynthesisResult): void;
  /** The voice was loaded anew, or is another. */
  reloaded(): void;
  /** Something else, an export, uses the engine turn about with what is listened to; call to end it. */
  share(): () => void;
  onChange(listener: (change: QualityChange) => void): Unsubscribe;
}

export function createQuality(deps: QualityDeps): Quality {
  return new AdaptiveQuality(deps);
}

class AdaptiveQuality implements Quality {
  readonly #deps: QualityDeps;
  readonly #tuning: Tuning;
  readonly #meter = new LoadMeter();
  readonly #lengths = new Lengths();
  readonly #events = new Emitter<{ change: QualityChange }>();
  #state: ControllerState;
  #asked: { readonly utterance: Utterance; readonly pace: number } | null = null;
  #sharers = 0;

  constructor(deps: QualityDeps) {
    this.#deps = deps;
    this.#tuning = deps.tuning ?? TUNING;
    this.#state = initialState(this.#tuning);
  }

  get level(): QualityLevel {
    return this.#state.level;
  }

  get report(): QualityReport {
    const { level } = this;
    const speed = this.#deps.demand().speed;
    const load = this.#loadAt(level === 'overload' ? 'critical' : level);
    const rtf = load === null ? null : load.fast / (speed * (1 + this.#sharers));
    return { level, load, rtf, pressure: this.#deps.pressure.state };
  }

  levelFor(utterance: Utterance, secondsUntilGap: number): QualityLevel {
    if (this.#asked?.utterance.id === utterance.id) return this.level;
    this.#asked = { utterance, pace: this.#deps.demand().options.pace };
    const now = this.#situation(utterance, secondsUntilGap);
    const from = this.level;
    const { state, because } = decide(this.#state, now, this.#tuning);
    this.#state = state;
    if (because !== null) {
      const load = from === 'overload' ? null : (now.loads?.[from].fast ?? null);
      this.#events.emit('change', { from, to: state.level, because, load, secondsUntilGap });
    }
    return state.level;
  }

  heard(result: SynthesisResult): void {
    this.#meter.heard(result, this.#deps.clock.now());
    const asked = this.#asked;
    if (asked?.utterance.id !== result.utteranceId) return;
    this.#asked = null;
    if (result.fallback === null) {
      this.#lengths.learn(asked.utterance, asked.pace, result.samples / result.sampleRate);
    }
  }

  reloaded(): void {
    this.#meter.forget();
  }

  share(): () => void {
    this.#sharers++;
    let isShared = true;
    return () => {
      if (isShared) this.#sharers--;
      isShared = false;
    };
  }

  onChange(listener: (change: QualityChange) => void): Unsubscribe {
    return this.#events.on('change', listener);
  }

  #situation(utterance: Utterance, secondsUntilGap: number): Situation {
    const { clock, pressure, demand, aheadSeconds } = this.#deps;
    const { options, speed } = demand();
    const normal = this.#loadAt('normal');
    const high = this.#loadAt('high');
    const critical = this.#loadAt('critical');
    return {
      nowMs: clock.now(),
      sentence: utterance.sentence,
      utteranceSeconds: this.#lengths.ofUtterance(utterance, options.pace) / speed,
      sentenceSeconds: this.#lengths.ofSentenceFrom(utterance, options.pace) / speed,
      secondsUntilGap,
      fullSeconds: aheadSeconds / speed,
      loads: normal && high && critical && { normal, high, critical },
      formantLoad: this.#meter.formantRtf * speed,
      pressure: pressure.state,
    };
  }

  #loadAt(level: NeuralLevel): Load | null {
    const { clock, demand } = this.#deps;
    const { options, speed, limits } = demand();
    const rtf = this.#meter.rtf(stepsAt(level, options.steps, limits), clock.now());
    const factor = speed * (1 + this.#sharers);
    return rtf && { fast: rtf.fast * factor, slow: rtf.slow * factor };
  }
}
