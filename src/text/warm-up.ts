import { languageOf } from '../contracts/languages';
import { isFullLanguage, type FullLanguage } from '../contracts/text';
import { plainDocument } from './document';
import type { Phonemiser } from './phonemiser';
import { planBlock } from './plan';

/** A little of everything, so that rules are compiled and the engine's code is fast before it counts. */
const SAMPLES: Readonly<Record<FullLanguage, string>> = {
  en: 'On 3 May 2021, at 5:30 p.m., Dr. Smith paid $12.50 for the first of the books; was it 10% off? He said "No!" and left.',
  de: 'Am 3. Mai 2021 um 17:30 Uhr zahlte Dr. Schmidt 12,50 € für das erste der Bücher; waren es 10 %? Er sagte „Nein!“ und ging.',
  nl: 'Op 3 mei 2021 om 17.30 uur betaalde dr. Smit € 12,50 voor het eerste van de boeken; was het 10%? Hij zei "Nee!" en ging.',
};
const ROUNDS = 3;

/** Languages without a sample are quick enough: it is the rules of the others that take long. */
export function warmUp(tag: string, phonemiser: Phonemiser): void {
  const language = languageOf(tag);
  if (!isFullLanguage(language)) return;
  const block = plainDocument(SAMPLES[language]).blockAt(0);
  if (block === null) return;
  for (let round = 0; round < ROUNDS; round++) {
    planBlock(block, { language, locale: tag, lexicon: [], shortStart: true }, phonemiser);
  }
}
