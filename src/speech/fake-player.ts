/** A loudspeaker for tests: time passes when the test says so. */
import { Emitter } from '../base/events';
import type {
  OutputState,
  Player,
  PlayerEvents,
  PlayerStats,
  QueuedSound,
} from '../contracts/playback';
import { FAKE_RATE_HZ } from './fakes';

export interface FakePlayer extends Player {
  readonly sounds: readonly QueuedSound[];
  readonly playing: boolean;
  /** The listener hears so many seconds. */
  hear(seconds: number): void;
  /** What was on its way when the listener paused is heard all the same. */
  fadeOut(seconds: number): void;
  /** The output falls asleep or wakes, by itself. */
  become(state: OutputState): void;
  /** The browser lets a new output sleep until sound is wanted of it. */
  opensAsleep(): void;
}

export function fakePlayer(): FakePlayer {
  const events = new Emitter<PlayerEvents>();
  let sounds: QueuedSound[] = [];
  let queue: { sound: QueuedSound; seconds: number }[] = [];
  let playing = false;
  let ended = false;
  let drainTold = false;
  let opensAsleep = false;
  let playedSeconds = 0;
  let output: OutputState = { kind: 'closed' };
  const buffered = () => queue.reduce((sum, one) => sum + one.seconds, 0);
  const stats = (): PlayerStats => ({
    bufferedSeconds: buffered(),
    underruns: 0,
    playedSeconds,
    transport: 'messages',
  });
  const become = (state: OutputState) => {
    output = state;
    events.emit('output', state);
  };
  const advance = (seconds: number) => {
    for (let left = seconds; left > 0 && queue[0] !== undefined;) {
      const { sound } = queue[0];
      const word = sound.chunk.words[0]?.span ?? null;
      events.emit('word', { utterance: sound.utterance, word });
      const used = Math.min(left, queue[0].seconds);
      queue[0] = { sound, seconds: queue[0].seconds - used };
      if (queue[0].seconds < 1e-9) queue.shift();
      left -= used;
      playedSeconds += used;
    }
    events.emit('progress', stats());
    if (!ended || drainTold || queue.length > 0) return;
    drainTold = true;
    events.emit('drained', undefined);
  };
  return {
    get sounds() {
      return sounds;
    },
    get playing() {
      return playing;
    },
    get stats() {
      return stats();
    },
    get output() {
      return output;
    },
    open: () => {
      if (output.kind === 'closed')
        become(opensAsleep ? { kind: 'suspended', error: null } : { kind: 'running' });
      return Promise.resolve();
    },
    push: (sound) => {
      ended = drainTold = false;
      sounds = [...sounds, sound];
      const pausesMs = sound.pauseBeforeMs + sound.pauseAfterMs;
      queue.push({ sound, seconds: sound.chunk.pcm.length / FAKE_RATE_HZ + pausesMs / 1000 });
    },
    end: () => {
      ended = true;
    },
    jointAfter: (seconds) => {
      let ahead = 0;
      for (const [i, one] of queue.entries()) {
        const begins = i > 0 && queue[i - 1]?.sound.utterance !== one.sound.utterance;
        if (begins && ahead >= seconds) return one.sound.utterance;
        ahead += one.seconds;
      }
      return null;
    },
    cutBefore: (utterance) => {
      const at = queue.findIndex(({ sound }) => sound.utterance === utterance);
      if (at <= 0) return false;
      const dropped = queue.splice(at).map(({ sound }) => sound);
      sounds = sounds.filter((sound) => !dropped.includes(sound));
      ended = drainTold = false;
      return true;
    },
    flush: () => {
      queue = [];
      ended = drainTold = false;
    },
    play: () => {
      if (output.kind === 'closed') return Promise.reject(new Error('never opened'));
      playing = true;
      if (output.kind === 'suspended') become({ kind: 'running' });
      return Promise.resolve();
    },
    pause: () => {
      playing = false;
      return Promise.resolve();
    },
    setSpeed: () => {},
    setVolume: () => {},
    on: (name, listener) => events.on(name, listener),
    close: () => Promise.resolve(),
    become,
    opensAsleep: () => {
      opensAsleep = true;
    },
    hear: (seconds) => advance(playing ? seconds : 0),
    fadeOut: advance,
  };
}
