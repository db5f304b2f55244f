import type { LearningPhonemiser } from '../../src/text/phonemiser';
import { phonemeGroups } from './groups';
import { Espeak, type EspeakParts } from './module';

/** Single words come again and again while words are aligned; about 2 MB at most. */
const CACHED_WORDS = 20_000;

export async function loadEspeak(parts: EspeakParts): Promise<LearningPhonemiser> {
  return new EspeakPhonemiser(await Espeak.open(parts));
}

class EspeakPhonemiser implements LearningPhonemiser {
  readonly #espeak: Espeak;
  readonly #worker;
  readonly #words = new Map<string, readonly string[]>();
  readonly #decoder = new TextDecoder();
  #tag: string | null = null;

  constructor(espeak: Espeak) {
    this.#espeak = espeak;
    this.#worker = new espeak.module.eSpeakNGWorker();
  }

  ready(tag: string): Promise<void> {
    return this.#espeak.ready(tag);
  }

  phonemise(text: string, tag: string): readonly string[] {
    if (text.includes(' ')) return this.#convert(text, tag);
    const key = `${tag}:${text}`;
    const known = this.#words.get(key);
    if (known !== undefined) return known;
    if (this.#words.size >= CACHED_WORDS) this.#words.clear();
    const groups = this.#convert(text, tag);
    this.#words.set(key, groups);
    return groups;
  }

  #convert(text: string, tag: string): readonly string[] {
    this.#speak(tag);
    const start = this.#worker.text_to_phonemes(text, true).ptr;
    const heap = this.#espeak.module.HEAPU8;
    const raw = this.#decoder.decode(heap.subarray(start, heap.indexOf(0, start)));
    return phonemeGroups(raw, tag);
  }

  #speak(tag: string): void {
    if (this.#tag === tag) return;
    // Not the one before either, should this fail half-way.
    this.#tag = null;
    this.#espeak.choose(this.#worker, tag);
    this.#tag = tag;
  }
}
