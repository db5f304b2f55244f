/**
 * Queue in, ears out. The main thread's side: it feeds the ring, follows what is heard, and tells
 * which word sounds. Reports of the audio thread drive it, not timers, which hidden tabs slow down.
 */
import type { Clock } from '../base/clock';
import { Emitter } from '../base/events';
import type {
  OutputState,
  Player,
  PlayerEvents,
  PlayerStats,
  QueuedSound,
} from '../contracts/playback';
import type { Utterance } from '../contracts/text';
import type { Report } from './channel';
import type { AudioDevice, OpenDevice } from './device';
import { Feed, type PrepareChunk } from './feed';
import { Output } from './output';
import { Timeline, type TimelineEvent } from './timeline';

export interface PlayerDeps {
  readonly clock: Clock;
  /** `webAudio(...)` in a browser. */
  readonly openDevice: OpenDevice;
  /** `prepareChunk` of audio/join.ts. */
  readonly prepareChunk: PrepareChunk;
}

/** Word events between two reports are timed; further ahead the next report knows better. */
const PREDICT_MS = 150;
/** A pause is over when the fade was reported, or after this long with an output asleep. */
const PAUSE_TIMEOUT_MS = 250;

export function createPlayer(deps: PlayerDeps): Player {
  return new RingPlayer(deps);
}

class RingPlayer implements Player {
  readonly #clock: Clock;
  readonly #timeline = new Timeline();
  readonly #feed: Feed;
  readonly #output: Output;
  readonly #emitter = new Emitter<PlayerEvents>();
  #playing = false;
  #speed = 1;
  #volume = 1;
  #sounding = false;
  #played = 0;
  /** Underruns of devices that are gone, and of this one. */
  #pastUnderruns = 0;
  #underruns = 0;
  #transport: PlayerStats['transport'] = 'messages';
  #drainTold = false;
  #stopPrediction = () => {};
  #pauseWaiters: (() => void)[] = [];

  constructor({ clock, openDevice, prepareChunk }: PlayerDeps) {
    this.#clock = clock;
    this.#feed = new Feed(prepareChunk, this.#timeline);
    this.#output = new Output(clock, openDevice, {
      onDevice: (device) => this.#onDevice(device),
      onLost: () => this.#onLost(),
      onReport: (report, device) => this.#onReport(report, device),
      onState: (state) => this.#emitter.emit('output', state),
    });
  }

  get output(): OutputState {
    return this.#output.state;
  }

  get stats(): PlayerStats {
    return {
      bufferedSeconds: this.#feed.bufferedSeconds,
      underruns: this.#pastUnderruns + this.#underruns,
      playedSeconds: this.#played,
      transport: this.#transport,
    };
  }

  open(sampleRate: number): Promise<void> {
    return this.#output.open(sampleRate);
  }

  push(sound: QueuedSound): void {
    this.#drainTold = false;
    this.#feed.push(sound);
  }

  end(): void {
    this.#feed.end();
  }

  jointAfter(seconds: number): Utterance | null {
    return this.#feed.jointAfter(seconds * this.#speed);
  }

  cutBefore(utterance: Utterance): boolean {
    this.#stopPrediction();
    const isCut = this.#feed.cutBefore(utterance);
    if (isCut) this.#drainTold = false;
    return isCut;
  }

  flush(): void {
    this.#stopPrediction();
    const spoke = this.#timeline.current !== null;
    this.#drainTold = false;
    this.#feed.flush();
    if (spoke) this.#emitter.emit('word', null);
  }

  /** Resolves when sound may flow or `output` says why it cannot. */
  play(): Promise<void> {
    this.#playing = true;
    this.#output.device?.channel.setPlaying(true);
    return this.#output.want();
  }

  async pause(): Promise<void> {
    this.#playing = false;
    this.#stopPrediction();
    this.#output.unwant();
    this.#output.device?.channel.setPlaying(false);
    if (!this.#sounding) return;
    await new Promise<void>((resolve) => {
      const stopTimer = this.#clock.after(PAUSE_TIMEOUT_MS, resolve);
      this.#pauseWaiters.push(() => {
        stopTimer();
        resolve();
      });
    });
  }

  setSpeed(speed: number): void {
    this.#speed = Math.min(3, Math.max(0.5, speed));
    this.#output.device?.channel.setSpeed(this.#speed);
  }

  setVolume(volume: number): void {
    this.#volume = Math.min(1, Math.max(0, volume));
    this.#output.device?.setVolume(this.#volume);
  }

  on<Name extends keyof PlayerEvents>(name: Name, listener: (payload: PlayerEvents[Name]) => void) {
    return this.#emitter.on(name, listener);
  }

  async close(): Promise<void> {
    this.#playing = false;
    this.flush();
    this.#onLost();
    await this.#output.close();
  }

  #onDevice(device: AudioDevice): void {
    this.#transport = device.channel.transport;
    device.setVolume(this.#volume);
    device.channel.setSpeed(this.#speed);
    this.#feed.attach(device.channel, device.sampleRate);
    device.channel.setPlaying(this.#playing);
  }

  #onLost(): void {
    this.#stopPrediction();
    this.#setSounding(false);
    this.#pastUnderruns += this.#underruns;
    this.#underruns = 0;
    this.#feed.detach();
  }

  #onReport(report: Report, device: AudioDevice): void {
    device.channel.noteReport(report);
    this.#underruns = report.underruns;
    this.#setSounding(report.sounding);
    // A report from before a flush speaks of sound that no longer is.
    if (report.generation === device.channel.generation) this.#follow(report, device);
    this.#feed.topUp();
    this.#emitter.emit('progress', this.stats);
  }

  #follow(report: Report, device: AudioDevice): void {
    const latencyFrames = device.latencySeconds * device.sampleRate;
    const onTheWay = Math.max(0, latencyFrames - report.idleFrames) * this.#speed;
    const rendered = this.#feed.streamPosition(report.position);
    const started = rendered > this.#feed.heard;
    this.#played += this.#feed.heardTo(rendered - onTheWay);
    if (started || report.drained) this.#tell(this.#timeline.advance(this.#feed.heard));
    this.#stopPrediction();
    if (report.sounding) this.#predict(this.#feed.heard, device.sampleRate);
    const silent = report.drained && this.#feed.ended && onTheWay === 0;
    if (silent && !this.#drainTold) this.#tellDrained();
  }

  #tellDrained(): void {
    this.#drainTold = true;
    this.#timeline.clear();
    this.#emitter.emit('word', null);
    this.#emitter.emit('drained', undefined);
  }

  #tell(events: readonly TimelineEvent[]): void {
    for (const event of events) {
      if (event.kind === 'word') this.#emitter.emit('word', event.playing);
      else this.#emitter.emit('mark', { name: event.name });
    }
  }

  /** Tells the next word when it sounds, not when the next report happens to come. */
  #predict(heard: number, sampleRate: number): void {
    const next = this.#timeline.nextPosition;
    if (next === null) return;
    const waitMs = (1000 * (next - heard)) / (sampleRate * this.#speed);
    if (waitMs > PREDICT_MS) return;
    this.#stopPrediction = this.#clock.after(waitMs, () => {
      this.#tell(this.#timeline.advance(next));
      this.#predict(next, sampleRate);
    });
  }

  #setSounding(sounding: boolean): void {
    this.#sounding = sounding;
    if (sounding) return;
    for (const done of this.#pauseWaiters.splice(0)) done();
  }
}
