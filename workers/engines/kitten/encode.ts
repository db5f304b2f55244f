/** From the front-end's IPA to KittenTTS's symbols: as its own tokenizer has it, words and marks apart. */
import type { Encoded } from '../style/pieces';
import { KITTEN_IDS, SPACE_ID } from './alphabet';

/** Python's `\w+|[^\w\s]`: runs of letters and numbers, and every mark by itself. */
const TOKENS = /[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu;
/** Letters that are no modifiers, as stress and length are. */
const IS_SOUND = /[\p{Ll}\p{Lu}\p{Lo}]/u;

/** For what the alphabet has no place for. */
const STAND_INS: ReadonlyMap<string, string> = new Map([
  ['g', 'ɡ'],
  ['–', '—'],
]);

export function encode(phonemes: string): Encoded {
  const ids: number[] = [];
  const units: number[] = [];
  let unknown = 0;
  let isSaid = false;
  for (const { 0: token, index } of phonemes.matchAll(TOKENS)) {
    let isFirst = ids.length > 0;
    let unit = index;
    for (const symbol of token) {
      const id = KITTEN_IDS.get(STAND_INS.get(symbol) ?? symbol);
      if (id === undefined) unknown += 1;
      else {
        ids.push(...(isFirst ? [SPACE_ID, id] : [id]));
        units.push(...(isFirst ? [-1, unit] : [unit]));
        isFirst = false;
        isSaid ||= IS_SOUND.test(symbol);
      }
      unit += symbol.length;
    }
  }
  return isSaid ? { ids, units, unknown } : { ids: [], units: [], unknown };
}
