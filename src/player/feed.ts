/**
 * The queue on the main thread: keeps every sound until it was heard, lays it out at the output's
 * rate, and tops up the ring whenever the audio thread reports. Survives the loss of the output.
 */
import type { QueuedSound } from '../contracts/playback';
import type { Utterance } from '../contracts/text';
import type { Channel } from './channel';
import type { Placement, Timeline } from './timeline';

/**
 * A chunk made ready for the output: resampled, its edges shaped for what surrounds it
 * (audio/join.ts `prepareChunk`; injected, because folders on one level do not import each other).
 */
export type PrepareChunk = (
  pcm: Float32Array,
  fromHz: number,
  toHz: number,
  joint: { readonly previousSample: number; readonly silenceFollows: boolean },
) => Float32Array;

interface Laid extends Placement {
  readonly pcm: Float32Array;
  readonly end: number;
}

interface Attachment {
  readonly channel: Channel;
  readonly sampleRate: number;
  /** Stream position of the ring's first sample. */
  readonly base: number;
}

/** The same event lies so far apart, at most, in layouts for different rates. */
const LAYOUT_SECONDS = 0.001;

const SILENCE = new Float32Array(4096);

export class Feed {
  readonly #prepare: PrepareChunk;
  readonly #timeline: Timeline;
  /** Not yet heard to their end; `#laid` runs parallel while attached. */
  #sounds: QueuedSound[] = [];
  #laid: Laid[] = [];
  #attached: Attachment | null = null;
  /** Stream positions: heard <= written <= queued. */
  #heard = 0;
  #written = 0;
  #queued = 0;
  #writing = 0;
  #ended = false;
  #endTold = false;
  /** How far into the first sound the ear was when the output went away. */
  #skipSeconds = 0;
  /** How far into the first sound its words had been told by then: further, where a timer told them. */
  #toldSeconds = -Infinity;

  constructor(prepare: PrepareChunk, timeline: Timeline) {
    this.#prepare = prepare;
    this.#timeline = timeline;
  }

  /** Lays out what is unheard from its beginning and starts filling the ring at the unheard part. */
  attach(channel: Channel, sampleRate: number): void {
    this.#timeline.clear();
    this.#laid = [];
    this.#queued = this.#writing = 0;
    for (const sound of this.#sounds) this.#layOut(sound, sampleRate);
    // Rounding to another rate must not put the ear behind the end, which would then never come.
    const base = Math.min(this.#queued, Math.round(this.#skipSeconds * sampleRate));
    const told = Math.max(base, (this.#toldSeconds + LAYOUT_SECONDS) * sampleRate);
    this.#skipSeconds = 0;
    this.#toldSeconds = -Infinity;
    this.#attached = { channel, sampleRate, base };
    this.#heard = this.#written = base;
    if (told > 0) this.#timeline.skipTo(told);
    this.#endTold = false;
    this.topUp();
  }

  detach(): void {
    if (this.#attached === null) return;
    const { sampleRate } = this.#attached;
    const start = this.#laid[0]?.start ?? this.#heard;
    this.#skipSeconds = (this.#heard - start) / sampleRate;
    this.#toldSeconds = (this.#timeline.toldTo - start) / sampleRate;
    this.#attached = null;
  }

  /** Takes the sound whole or, where that throws, not at all: it can be pushed again. */
  push(sound: QueuedSound): void {
    const attached = this.#attached;
    if (attached !== null) this.#layOut(sound, attached.sampleRate);
    this.#sounds.push(sound);
    this.#ended = false;
    if (attached === null) return;
    if (this.#endTold) attached.channel.setEnded(false);
    this.#endTold = false;
    this.topUp();
  }

  end(): void {
    this.#ended = true;
    this.#timeline.closeMarks();
    this.topUp();
  }

  /** The first utterance that begins at least so many seconds of sound after the ear; null: there is none. */
  jointAfter(seconds: number): Utterance | null {
    let ahead = this.#attached === null ? -this.#skipSeconds : -this.#heardOfFirst();
    for (const [i, sound] of this.#sounds.entries()) {
      const { utterance } = sound;
      const begins = i > 0 && this.#sounds[i - 1]?.utterance !== utterance;
      if (begins && ahead >= seconds) return utterance;
      ahead += secondsOf(sound);
    }
    return null;
  }

  /**
   * Drops the utterance and all behind it; what is before is heard out. False, and nothing is dropped, where
   * it has begun or is about to.
   */
  cutBefore(utterance: Utterance): boolean {
    const at = this.#sounds.findIndex((sound) => sound.utterance === utterance);
    if (at <= 0) return false;
    if (this.#attached !== null && !this.#takeBack(this.#attached.channel, at)) return false;
    this.#sounds.splice(at);
    this.#ended = false;
    return true;
  }

  #takeBack(channel: Channel, at: number): boolean {
    const [first, utterance] = [this.#laid[at], this.#sounds[at]?.utterance];
    if (first === undefined || utterance === undefined) return false;
    const surplus = this.#written - first.start;
    if (surplus > 0 && !channel.takeBack(surplus)) return false;
    this.#laid.splice(at);
    this.#queued = first.start;
    this.#written = Math.min(this.#written, first.start);
    this.#writing = Math.min(this.#writing, at);
    this.#timeline.cutBefore(utterance, first.start);
    if (this.#endTold) channel.setEnded(false);
    this.#endTold = false;
    return true;
  }

  #heardOfFirst(): number {
    const { sampleRate } = this.#attached ?? { sampleRate: 1 };
    return (this.#heard - (this.#laid[0]?.start ?? this.#heard)) / sampleRate;
  }

  flush(): void {
    this.#sounds = [];
    this.#laid = [];
    this.#writing = 0;
    this.#heard = this.#queued = this.#written;
    this.#skipSeconds = 0;
    this.#toldSeconds = -Infinity;
    this.#ended = this.#endTold = false;
    this.#timeline.clear();
    this.#attached?.channel.flush();
  }

  /** Writes as much as the ring takes. */
  topUp(): void {
    if (this.#attached === null) return;
    const { channel } = this.#attached;
    for (let free = channel.free; free > 0; free = channel.free) {
      const piece = this.#nextPiece(free);
      if (piece === null) break;
      channel.write(piece);
      this.#written += piece.length;
    }
    if (this.#ended && !this.#endTold && this.#written === this.#queued) {
      this.#endTold = true;
      channel.setEnded(true);
    }
  }

  /** @param ringPosition As reported: samples since the ring began. Returns the stream position. */
  streamPosition(ringPosition: number): number {
    return (this.#attached?.base ?? 0) + ringPosition;
  }

  /** Everything before `position` was heard. Returns the seconds that are new. */
  heardTo(position: number): number {
    if (this.#attached === null) return 0;
    const to = Math.min(this.#written, Math.max(this.#heard, position));
    const seconds = (to - this.#heard) / this.#attached.sampleRate;
    this.#heard = to;
    let done = 0;
    while ((this.#laid[done]?.end ?? Infinity) <= to) done++;
    this.#laid.splice(0, done);
    this.#sounds.splice(0, done);
    this.#writing = Math.max(0, this.#writing - done);
    return seconds;
  }

  get heard(): number {
    return this.#heard;
  }

  /** The end was called and the audio thread knows. */
  get ended(): boolean {
    return this.#endTold;
  }

  get bufferedSeconds(): number {
    if (this.#attached === null) return this.#unlaidSeconds();
    return (this.#queued - this.#heard) / this.#attached.sampleRate;
  }

  #unlaidSeconds(): number {
    let seconds = -this.#skipSeconds;
    for (const sound of this.#sounds) seconds += secondsOf(sound);
    return Math.max(0, seconds);
  }

  #layOut(sound: QueuedSound, sampleRate: number): void {
    const inSamples = (ms: number) => Math.max(0, Math.round((ms * sampleRate) / 1000));
    const pauseBefore = inSamples(sound.pauseBeforeMs);
    const pauseAfter = inSamples(sound.pauseAfterMs);
    const before = this.#laid.at(-1);
    const touches = pauseBefore === 0 && before !== undefined && before.pauseAfter === 0;
    const pcm = this.#prepare(sound.chunk.pcm, sound.chunk.sampleRate, sampleRate, {
      previousSample: touches ? (before.pcm.at(-1) ?? 0) : 0,
      silenceFollows: pauseAfter > 0,
    });
    const start = this.#queued;
    const placement = { start, pauseBefore, samples: pcm.length, pauseAfter };
    this.#queued = start + pauseBefore + pcm.length + pauseAfter;
    this.#laid.push({ ...placement, pcm, end: this.#queued });
    this.#timeline.append(sound, placement);
  }

  /** The next contiguous samples to write, at most `limit`; null when all is written. */
  #nextPiece(limit: number): Float32Array | null {
    let laid = this.#laid[this.#writing];
    while (laid !== undefined && this.#written >= laid.end) laid = this.#laid[++this.#writing];
    if (laid === undefined) return null;
    const at = this.#written - laid.start - laid.pauseBefore;
    if (at >= 0 && at < laid.samples) return laid.pcm.subarray(at, at + limit);
    const silent = at < 0 ? -at : laid.end - this.#written;
    return SILENCE.subarray(0, Math.min(limit, silent));
  }
}

function secondsOf({ chunk, pauseBeforeMs, pauseAfterMs }: QueuedSound): number {
  return chunk.pcm.length / chunk.sampleRate + (pauseBeforeMs + pauseAfterMs) / 1000;
}
