import { isSpokenLanguage } from '../../contracts/languages';
import type { Language } from '../../contracts/text';
import { languageHint, languageName } from '../languages';
import type { ShownNotice } from '../notices.svelte';
import type { SpeechState } from '../speech.svelte';

interface Place {
  readonly speech: SpeechState;
  readonly dismiss: () => void;
  readonly showVoices: () => void;
}

export const LANGUAGE_NOTICE = 'language';

/** A document in another language than texts are read in; null when all is well. */
export function languageNotice(
  language: Language | null,
  { speech, dismiss, showVoices }: Place,
): ShownNotice | null {
  if (language === null || language === speech.settings.language) return null;
  if (!isSpokenLanguage(language)) return null;
  const name = languageName(language);
  const read = () => {
    speech.configure({ language });
    dismiss();
  };
  const voices = () => {
    dismiss();
    showVoices();
  };
  return {
    id: LANGUAGE_NOTICE,
    severity: 'info',
    text: `This document is in ${name}, and texts are read as ${languageName(speech.settings.language)}.`,
    suggestion: languageHint(language, speech.voice),
    actions: [
      { label: `Read as ${name}`, run: read },
      { label: 'Choose a voice', run: voices },
    ],
  };
}
