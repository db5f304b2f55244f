/// <reference types="vite/client" />
/** In the page: the real player over real Web Audio, and an ear at the destination. */
import workletUrl from '../../workers/player.worklet.ts?worker&url';
import { prepareChunk } from '../../src/audio/join';
import { systemClock } from '../../src/base/clock';
import type { UtteranceId } from '../../src/base/ids';
import type { Player } from '../../src/contracts/playback';
import { NEUTRAL_PROSODY, type Utterance } from '../../src/contracts/text';
import { createPlayer } from '../../src/player/player';
import { webAudio } from '../../src/player/web-audio';
import { RATE, voice } from './signal';

export interface Harness {
  readonly player: Player;
  /** What `drained`, `word` and `mark` told, in order. */
  readonly log: string[];
  /** `voice(seconds, seed)` as one utterance of one word. */
  push(seconds: number, pauseMs: number, seed?: number): void;
  drained(): Promise<void>;
  sleep(ms: number): Promise<void>;
  /** Keeps the main thread busy for 300 of every 500 ms. */
  hog(seconds: number): Promise<void>;
  /** All that went to the loudspeaker so far: blocks of 32-bit floats in base64, with commas. */
  heard(): string;
  context(): AudioContext;
}

declare global {
  interface Window {
    startHarness(sharedMemory: 'auto' | 'off'): Promise<Harness>;
    harness: Harness;
  }
}

const EAR = `registerProcessor('ear', class extends AudioWorkletProcessor {
  process(inputs) {
    const channel = inputs[0][0];
    if (channel) this.port.postMessage(channel.slice());
    return true;
  }
});`;

const blocks: Float32Array[] = [];
let lastContext: AudioContext | null = null;

/** A context whose destination is overheard. */
function createContext(options: AudioContextOptions): AudioContext {
  const context = new AudioContext(options);
  const addModule = context.audioWorklet.addModule.bind(context.audioWorklet);
  const ear = URL.createObjectURL(new Blob([EAR], { type: 'text/javascript' }));
  context.audioWorklet.addModule = async (url) => {
    await addModule(ear);
    await addModule(url);
  };
  lastContext = context;
  return context;
}

function createNode(context: AudioContext, name: string, options: AudioWorkletNodeOptions) {
  return new AudioWorkletNode(context, name, options);
}

const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode) => AudioNode;
AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode) {
  if (target instanceof AudioDestinationNode) {
    const ear = new AudioWorkletNode(this.context, 'ear', { numberOfOutputs: 0 });
    ear.port.onmessage = ({ data }: MessageEvent<Float32Array>) => blocks.push(data);
    connect.call(this, ear);
  }
  return connect.call(this, target);
} as typeof AudioNode.prototype.connect;

function utterance(id: string): Utterance {
  const span = { start: 0, end: 4 };
  return {
    id: id as UtteranceId,
    span,
    sentence: span,
    language: 'en',
    words: [{ span, spoken: 'word' }],
    phonemes: '',
    phonemeWords: [],
    pauseBeforeMs: 0,
    pauseAfterMs: 0,
    ends: 'sentence',
    prosody: NEUTRAL_PROSODY,
    marks: [],
  };
}

const base64 = (block: Float32Array) =>
  btoa(String.fromCharCode(...new Uint8Array(block.buffer, block.byteOffset, block.byteLength)));

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

window.startHarness = async (sharedMemory) => {
  const openDevice = webAudio({
    clock: systemClock,
    workletUrl,
    sharedMemory,
    mediaDevices: navigator.mediaDevices ?? null,
    createContext,
    createNode,
  });
  const player = createPlayer({ clock: systemClock, openDevice, prepareChunk });
  const log: string[] = [];
  player.on('word', (playing) => log.push(playing === null ? 'null' : playing.word ? 'word' : '-'));
  player.on('drained', () => log.push('drained'));
  let count = 0;
  await player.open(RATE);
  return {
    player,
    log,
    push: (seconds, pauseMs, seed) => {
      const pcm = Float32Array.from(voice(seconds, seed));
      const spoken = utterance(`u${count++}`);
      const words = [{ span: spoken.span, startSample: 0, endSample: pcm.length }];
      player.push({
        utterance: spoken,
        chunk: { utteranceId: spoken.id, pcm, sampleRate: RATE, words },
        pauseBeforeMs: pauseMs,
        pauseAfterMs: pauseMs,
        rung: null,
      });
    },
    drained: () => new Promise((resolve) => void player.on('drained', () => resolve())),
    sleep,
    hog: async (seconds) => {
      for (let i = 0; i < seconds * 2; i++) {
        const until = performance.now() + 300;
        while (performance.now() < until);
        await sleep(200);
      }
    },
    heard: () => blocks.map(base64).join(','),
    context: () => {
      if (lastContext === null) throw new Error('There is no context yet.');
      return lastContext;
    },
  };
};
