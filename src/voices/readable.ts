import type { Voice } from '../contracts/voices';

/** Kokoro learnt these from front-ends of their own, which are not here (workers/engines/kokoro). */
const NOT_READ_BY_KOKORO: Readonly<Record<string, string>> = { ja: 'Japanese', zh: 'Chinese' };

/** Why a voice cannot speak here, as a plain sentence; null where it can. */
export function unreadable(voice: Voice): string | null {
  const [language = ''] = voice.languages;
  const name = voice.engine === 'kokoro' ? NOT_READ_BY_KOKORO[language] : undefined;
  return name === undefined
    ? null
    : `Sotto cannot turn ${name} writing into the sounds of this voice yet.`;
}
