/** What a Piper voice's model card says of its licence: a text for people, read as far as it follows custom. */
import type { Voice } from '../../contracts/voices';

/** Words that tell of a limit, in licences and in the sentences about them. */
const LIMITING = /\bnc\b|-nc-|non-?commercial|research|personal use|blizzard/i;

/** The voice with the licence that the card names; as it was where the card names none. */
export function withTermsOf(card: string, voice: Voice): Voice {
  const stated = /^\s*[*-]?\s*licen[cs]e:\s*(.{2,200})$/im.exec(card)?.[1]?.trim();
  if (stated === undefined) return voice;
  const name = isWebAddress(stated) ? (new URL(stated).hostname ?? stated) : stated;
  const { limits: _, ...licence } = voice.licence;
  const limited = LIMITING.test(stated)
    ? { limits: 'Its licence limits what it may be used for, such as no commercial use.' }
    : isKnownFree(stated)
      ? {}
      : { limits: voice.licence.limits ?? 'Read its terms before more than listening.' };
  return { ...voice, licence: { ...licence, name: plain(name), ...limited } };
}

function isKnownFree(stated: string): boolean {
  return /\b(cc-?0|cc[ -]by(?:[ -]sa)?(?![ -]n[cd])|public domain|mit|apache|bsd|zlib)\b/i.test(
    stated,
  );
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Without control characters and marks of writing direction, which could make one licence look like another. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 80);
}
