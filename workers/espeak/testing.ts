/** For tests: espeak-ng without a browser. */
import createEspeak from '@echogarden/espeak-ng-emscripten';
import { packEspeak, packLanguages } from '../../tools/espeak-pack.mjs';
import type { EspeakParts } from './module';
import { unpackLanguage } from './pack';

export async function espeakParts(): Promise<EspeakParts> {
  const packs = await packLanguages();
  return {
    create: createEspeak,
    pack: new Uint8Array(await packEspeak()).buffer,
    fetchLanguage: async (name) => {
      const pack = packs.get(name);
      if (pack === undefined) throw new Error(`There is no pack ${name}.`);
      return unpackLanguage(new Uint8Array(pack).buffer, name);
    },
  };
}
