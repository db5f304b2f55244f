/** Parsing and planning on the main thread, for the day the text worker is gone. */
import type { Block, DocumentFormat, PlanOptions, Run, Utterance } from '../contracts/text';
import { parseDocument } from '../text/parse';
import type { Phonemiser } from '../text/phonemiser';
import { planBlock } from '../text/plan';
import { planWords } from './plain-words';

/** Its letters stand in for phonemes while sentences are cut to size; they are not kept. */
const lettersOnly: Phonemiser = {
  phonemise: (text) => text.split(' ').filter((word) => word !== ''),
};

/** Throws kind `text` where the markup itself is at fault. */
export function parseHere(source: string, format: DocumentFormat): readonly Run[] {
  return parseDocument(source, format);
}

/** Cut, normalised and traced as always, but without phonemes. Never fails, never drops a word. */
export function planPlainly(block: Block, options: PlanOptions): readonly Utterance[] {
  try {
    return planBlock(block, options, lettersOnly).map(withoutPhonemes);
  } catch {
    // What ended the text worker may be in this very block.
    return planWords(block, options);
  }
}

/** A pause has nothing to say, plainly or otherwise. */
function withoutPhonemes(utterance: Utterance): Utterance {
  if (utterance.words.length === 0) return utterance;
  return { ...utterance, phonemes: '', phonemeWords: [], isPlain: true };
}
