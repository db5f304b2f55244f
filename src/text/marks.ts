/** Punctuation of all scripts, as the inside of a character class. */

/** Greek writes a question mark as a semicolon; cleaning turns it into one of these (clean.ts). */
export const QUESTION_MARKS = '?？؟՞፧⸮';
export const EXCLAMATION_MARKS = '!！՜߹';
/** Devanagari's dandas, Urdu's, Armenian, Ethiopic and Burmese full stops among them. */
export const FULL_STOPS = '.…。｡．।॥۔։።။᙮᠃꓿';
export const SENTENCE_MARKS = `${FULL_STOPS}${QUESTION_MARKS}${EXCLAMATION_MARKS}`;
export const SEMICOLONS = ';；؛፤⁏';
export const COLONS = ':：፥፦';
export const COMMAS = ',，、､،፣՝၊߸·';
export const CLOSING_MARKS = `"'’”»›)\\]}」』】》〉`;
/** Written without spaces, so that a sentence ends at its mark whatever follows. */
export const CJK = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}';
/** Scripts that part phrases by spaces, but not words. */
export const SOUTH_EAST_ASIAN = '\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}';
