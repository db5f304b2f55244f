const VOWELS = new Set(Array.from('aeiouyæøœɐɑɒɔəɚɛɜɪʊʌᵻɨʉʏ', (vowel) => vowel.charCodeAt(0)));
/** Vowels are weakened in context: one for another is a small change. */
const VOWEL_CHANGE = 0.4;

/** IPA without stress and length, which context changes freely. */
export function bareSounds(ipa: string): string {
  return ipa.replace(/[ˈˌː]/g, '');
}

/** Edit distance between two bare IPA strings. */
export function soundDistance(a: string, b: string): number {
  if (a === b) return 0;
  const row = new Float64Array(b.length + 1).map((_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const sound = a.charCodeAt(i);
    let diagonal = row[0] ?? 0;
    row[0] = i + 1;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] ?? 0;
      const change = diagonal + substitution(sound, b.charCodeAt(j - 1));
      row[j] = Math.min(change, above + 1, (row[j - 1] ?? 0) + 1);
      diagonal = above;
    }
  }
  return row[b.length] ?? 0;
}

function substitution(a: number, b: number): number {
  if (a === b) return 0;
  return VOWELS.has(a) && VOWELS.has(b) ? VOWEL_CHANGE : 1;
}
