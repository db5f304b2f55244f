/** For tests of plans. */
import { expect } from 'vitest';
import type { Utterance } from '../contracts/text';

/** What must hold of any plan: spans in order, words in them, a word for each sound, no `letter` lost. */
export function expectSound(
  source: string,
  utterances: readonly Utterance[],
  letter = /[a-z0-9]/gi,
): void {
  let utteranceEnd = 0;
  const covered = new Uint8Array(source.length);
  for (const { span, sentence, words, phonemes, phonemeWords } of utterances) {
    expect(span.start).toBeGreaterThanOrEqual(utteranceEnd);
    expect(span.end).toBeGreaterThan(span.start);
    utteranceEnd = span.end;
    expect(sentence.start).toBeLessThanOrEqual(span.start);
    expect(sentence.end).toBeGreaterThanOrEqual(span.end);
    let wordEnd = span.start;
    for (const word of words) {
      expect(word.span.start).toBeGreaterThanOrEqual(wordEnd);
      expect(word.span.end).toBeGreaterThan(word.span.start);
      wordEnd = word.span.end;
      covered.fill(1, word.span.start, word.span.end);
    }
    expect(wordEnd).toBeLessThanOrEqual(span.end);
    expect(phonemeWords).toHaveLength(phonemes.length);
    expect(phonemes).toBe(phonemes.trim());
    const owners = phonemeWords.filter((word) => word >= 0);
    owners.forEach((word, i) => expect(word).toBeGreaterThanOrEqual(owners[i - 1] ?? 0));
    expect(Math.max(-1, ...owners)).toBeLessThan(words.length);
  }
  for (const match of source.matchAll(letter)) {
    if (covered[match.index] !== 1) throw new Error(`Lost "${match[0]}" at ${match.index}.`);
  }
}

/** A few sentences in each of many languages and scripts, with their own punctuation and some of ours. */
export const SAMPLES: Readonly<Record<string, string>> = {
  ar: 'مرحبا بالعالم، كيف حالك اليوم؟ وُلد في عام ٢٠٢٦؛ وهو بخير. انظر https://example.com/صفحة الآن!',
  cs: 'Dobrý den, jak se máte? Bydlím v Praze s tebou. Stojí to 1 250,50 Kč – opravdu!',
  el: 'Γειά σου, τι κάνεις; Όλα καλά· ευχαριστώ. Το 1984 ήταν «καλό» έτος.',
  es: '¿Qué tal, señora García? ¡Muy bien! Cuesta 3,50 € y pesa un 50 % menos. El Sr. López llegó.',
  fa: 'سلام، حال شما چطور است؟ من می‌خواهم کتاب‌ها را بخوانم. سال ۱۴۰۴ است.',
  fi: 'Hyvää huomenta, miten menee? Tänään on 21.11.2026, ja ulkona sataa lunta.',
  fr: "Bonjour, l'homme qu'il a vu n'est-il pas là ? « Peut-être », dit-elle ; il a 21 ans. Écrivez à a@b.co !",
  he: 'שלום עולם, מה שלומך? צה"ל ומנכ״ל הגיעו בשנת 2026. תודה!',
  hi: 'नमस्ते दुनिया, आप कैसे हैं? आज २१ नवंबर है। क्‍या यह ठीक है॥ हाँ!',
  hu: 'Jó napot, hogy van? Az egyik a könyvespolcon maradt; 3,14 az értéke.',
  hy: 'Բարեւ աշխարհ, ինչպե՞ս ես։ Ես լավ եմ։',
  id: 'Selamat pagi, apa kabar? Harganya Rp 12.500, murah sekali!',
  it: "Buongiorno, com'è andata l'amica dell'arte? Un po' tardi: sono le 12:30.",
  ja: 'こんにちは、せかい。きょうは２０２６ねんです！「ありがとう」といいました？ トーキョータワー。',
  ka: 'გამარჯობა მსოფლიო, როგორ ხარ? კარგად. 2026 წელია.',
  ko: '안녕하세요, 세계! 오늘은 2026년 11월입니다. 잘 지내세요?',
  my: 'မင်္ဂလာပါ။ နေကောင်းလား။ မြို့ကြီး။',
  nb: 'God dag, hvordan går det? Klokka er 12.30, og det snør i Tromsø.',
  pl: 'Dzień dobry, jak się pan ma? W Polsce z tobą jest 5 °C. Koniec – naprawdę!',
  pt: 'Olá, como está você? O preço é R$ 1.234,56; não é caro. Guarda-chuva!',
  ru: 'Привет, мир! Как дела? В 2026 году т. е. скоро, в СССР, стр. 5. 50 % — да 😀.',
  sr: 'Добар дан, како сте? Данас је леп дан. Danas je lep dan.',
  sv: 'Hej, hur mår du? Det är kallt i Malmö; 3 grader.',
  sw: 'Habari ya asubuhi, u hali gani? Ninatoka Dar es Salaam mwaka 2026.',
  ta: 'வணக்கம் உலகம், எப்படி இருக்கிறீர்கள்? நன்றி.',
  th: 'สวัสดีชาวโลก วันนี้อากาศดีมาก ราคา 250 บาท ไปกันเถอะ',
  tr: "Merhaba dünya, nasılsın? İstanbul'da 5 kişi var. Teşekkürler!",
  uk: "Привіт, світе! Як справи? П'ять яблук і м'ята коштують 20 ₴.",
  vi: 'Xin chào thế giới, bạn khỏe không? Hôm nay là ngày 21 tháng 11.',
  yue: '你好，世界！今日天氣點呀？我哋去飲茶。',
  zh: '你好，世界！今天天气怎么样？我们去北京大学，价格是１２５０元；很好。他说：“再见。”',
};
