/** Which voice and which language go together, for a page that names one of them. */
import type { EmbedVoice } from '../contracts/embed';
import type { SpeechSession } from '../contracts/session';
import type { Language } from '../contracts/text';
import type { Voice } from '../contracts/voices';

type Speaking = Pick<SpeechSession, 'voice' | 'settings' | 'setVoice' | 'configure'>;

/** What the page around the player may know of them. */
export function voicesToTell(voices: readonly Voice[]): readonly EmbedVoice[] {
  return voices.map(({ id, name, locale, languages, files }) => ({
    id,
    name,
    locale,
    languages,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  }));
}

/** It reads in the language of before where it can, else in its own. */
export function chooseVoice(session: Speaking, voice: Voice): void {
  session.setVoice(voice);
  const [first] = voice.languages;
  if (first !== undefined && !voice.languages.includes(session.settings.language)) {
    session.configure({ language: first });
  }
}

/** With a voice that can; where none can, the voice reads on in its own language. */
export function chooseLanguage(
  session: Speaking,
  voices: readonly Voice[],
  language: Language,
): void {
  const can = (voice: Voice | null) => voice?.languages.includes(language) ?? false;
  const other = voices.find(can);
  if (!can(session.voice) && other !== undefined) session.setVoice(other);
  if (can(session.voice)) session.configure({ language });
}
