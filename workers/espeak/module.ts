import type createEspeak from '@echogarden/espeak-ng-emscripten';
import type { EspeakModule, EspeakWorker } from '@echogarden/espeak-ng-emscripten';
import { SottoError } from '../../src/base/errors';
import { unpackEspeak, type PackedFile } from './pack';
import { espeakVoice } from './voices';

const DATA = '/usr/share/espeak-ng-data';

/** What espeak-ng is made of; a worker fetches it (fetch.ts), Node has it at hand. */
export interface EspeakParts {
  readonly create: typeof createEspeak;
  /** The bytes tools/espeak-pack.mjs wrote: English, German and Dutch. */
  readonly pack: ArrayBuffer;
  /** The files of another pack, by its name. */
  readonly fetchLanguage: (pack: string) => Promise<readonly PackedFile[]>;
}

/** espeak-ng and the languages it has learnt so far. */
export class Espeak {
  readonly module: EspeakModule;
  readonly #fetchLanguage: EspeakParts['fetchLanguage'];
  readonly #loading = new Map<string, Promise<void>>();

  private constructor(module: EspeakModule, fetchLanguage: EspeakParts['fetchLanguage']) {
    this.module = module;
    this.#fetchLanguage = fetchLanguage;
  }

  static async open({ create, pack, fetchLanguage }: EspeakParts): Promise<Espeak> {
    const module = await create({
      getPreloadedPackage: () => unpackEspeak(pack),
      print: () => {},
      printErr: () => {},
    });
    return new Espeak(module, fetchLanguage);
  }

  /**
   * Resolves when the language of this tag can be chosen. Rejects with kind `validation` where there is no
   * such language, and with what keeps its data away, which the next call fetches again.
   */
  async ready(tag: string): Promise<void> {
    const { pack } = espeakVoice(tag);
    if (pack === null) return;
    const loading = this.#loading.get(pack) ?? this.#learn(pack);
    this.#loading.set(pack, loading);
    await loading;
  }

  /** Makes the worker speak the language of this tag, which must be ready. */
  choose(worker: EspeakWorker, tag: string): void {
    const { name } = espeakVoice(tag);
    if (worker.set_voice(name) === 0) return;
    throw new SottoError(
      'The pronunciation of this language could not be loaded.',
      { kind: 'modelLoad', component: 'espeak', file: name },
      {
        operation: 'choose',
        component: 'espeak',
        suggestion: 'Reload the page; if it goes on, clear the site data and open it again.',
      },
    );
  }

  async #learn(pack: string): Promise<void> {
    try {
      for (const { name, bytes } of await this.#fetchLanguage(pack)) {
        this.module.FS.writeFile(`${DATA}/${name}`, bytes);
      }
    } catch (thrown) {
      this.#loading.delete(pack);
      throw thrown;
    }
  }
}
