import createEspeak, { type EspeakModule } from '@echogarden/espeak-ng-emscripten';
import { SottoError } from '../../src/base/errors';
import type { Language } from '../../src/contracts/text';
import type { Phonemiser } from '../../src/text/phonemiser';
import { phonemeGroups } from './groups';
import { unpackEspeak } from './pack';

const VOICES: Readonly<Record<Language, string>> = { en: 'en-us', de: 'de', nl: 'nl' };
/** Single words come again and again while words are aligned; about 2 MB at most. */
const CACHED_WORDS = 20_000;

/** @param pack The bytes tools/espeak-pack.mjs wrote; the same in a worker and in Node. */
export async function loadEspeak(pack: ArrayBuffer): Promise<Phonemiser> {
  const module = await createEspeak({
    getPreloadedPackage: () => unpackEspeak(pack),
    print: () => {},
    printErr: () => {},
  });
  return new EspeakPhonemiser(module);
}

class EspeakPhonemiser implements Phonemiser {
  readonly #module: EspeakModule;
  readonly #worker;
  readonly #words = new Map<string, readonly string[]>();
  readonly #decoder = new TextDecoder();
  #language: Language | null = null;

  constructor(module: EspeakModule) {
    this.#module = module;
    this.#worker = new module.eSpeakNGWorker();
  }

  phonemise(text: string, language: Language): readonly string[] {
    if (text.includes(' ')) return this.#convert(text, language);
    const key = `${language}:${text}`;
    const known = this.#words.get(key);
    if (known !== undefined) return known;
    if (this.#words.size >= CACHED_WORDS) this.#words.clear();
    const groups = this.#convert(text, language);
    this.#words.set(key, groups);
    return groups;
  }

  #convert(text: string, language: Language): readonly string[] {
    this.#speak(language);
    const start = this.#worker.text_to_phonemes(text, true).ptr;
    const heap = this.#module.HEAPU8;
    return phonemeGroups(this.#decoder.decode(heap.subarray(start, heap.indexOf(0, start))));
  }

  #speak(language: Language): void {
    if (this.#language === language) return;
    if (this.#worker.set_voice(VOICES[language]) !== 0) {
      throw new SottoError(
        'The pronunciation of this language could not be loaded.',
        { kind: 'modelLoad', component: 'espeak', file: VOICES[language] },
        {
          operation: 'phonemise',
          component: 'espeak',
          suggestion: 'Reload the page; if it goes on, clear the site data and open it again.',
        },
      );
    }
    this.#language = language;
  }
}
