/** espeak-ng's own voice: text in, samples and what sounds when out. */
import type { EspeakEvent, EspeakWorker } from '@echogarden/espeak-ng-emscripten';
import { SottoError } from '../../src/base/errors';
import type { Espeak } from './module';

/** Far more than an utterance has; see `roomFor`. */
const MAX_TEXT_BYTES = 2 ** 16;
const FULL_SCALE = 2 ** 15;

export interface Manner {
  /** BCP 47 tag of a language that is ready. */
  readonly tag: string;
  readonly wordsPerMinute: number;
  /** 0 to 99; 50 is the voice's own. */
  readonly pitch: number;
}

export interface Spoken {
  readonly pcm: Float32Array;
  readonly sampleRate: number;
  readonly events: readonly EspeakEvent[];
}

/**
 * The phases of its oscillators and of its flutter go on from one text to the next. Each text here
 * starts from the same memory instead, so that the same text always gives the same samples, and
 * nothing that a text leaves behind can harm the next one.
 */
export class EspeakSpeaker {
  readonly #espeak: Espeak;
  readonly #worker: EspeakWorker;
  readonly #memory: Uint8Array;

  constructor(espeak: Espeak) {
    const { module } = espeak;
    this.#espeak = espeak;
    this.#worker = new module.eSpeakNGWorker();
    roomFor(MAX_TEXT_BYTES, this.#worker);
    this.#memory = module.HEAPU8.slice(0, usedBytes(module.HEAPU8));
  }

  speak(text: string, { tag, wordsPerMinute, pitch }: Manner): Spoken {
    // One unit is at most three bytes of UTF-8.
    if (3 * text.length >= MAX_TEXT_BYTES) throw tooLong();
    this.#startAnew();
    this.#espeak.choose(this.#worker, tag);
    this.#worker.set_rate(wordsPerMinute);
    this.#worker.set_pitch(pitch);
    const pieces: Int16Array[] = [];
    const events: EspeakEvent[] = [];
    this.#worker.synthesize(text, (piece, found) => {
      pieces.push(piece);
      events.push(...found);
      return false;
    });
    return { pcm: joined(pieces), sampleRate: this.#worker.samplerate, events };
  }

  get heapBytes(): number {
    return this.#espeak.module.HEAPU8.byteLength + this.#memory.byteLength;
  }

  #startAnew(): void {
    const heap = this.#espeak.module.HEAPU8;
    heap.set(this.#memory);
    heap.fill(0, this.#memory.length);
  }
}

/**
 * The bindings keep one buffer for texts, and its address on the JavaScript side: it must not move any
 * more once the memory is kept. It grows at the call after one that was too long for it.
 */
function roomFor(bytes: number, worker: EspeakWorker): void {
  worker.set_voice('-'.repeat(bytes));
  worker.set_voice('-');
}

/** About 1 of 17 MB. The rest is zeros still, and is made so again without a copy of it. */
function usedBytes({ buffer }: Uint8Array): number {
  const words = new Uint32Array(buffer);
  let used = words.length;
  while (used > 0 && words[used - 1] === 0) used--;
  return used * Uint32Array.BYTES_PER_ELEMENT;
}

function joined(pieces: readonly Int16Array[]): Float32Array {
  const pcm = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) for (const sample of piece) pcm[at++] = sample / FULL_SCALE;
  return pcm;
}

function tooLong(): SottoError {
  return new SottoError(
    'This passage is too long to be spoken at once.',
    { kind: 'text', operation: 'speak', offset: null },
    { operation: 'speak', component: 'espeak', suggestion: 'Break it into sentences.' },
  );
}
