import type { Utterance } from '../contracts/text';

/** Usual speech, until the voice was heard. */
const USUAL_SECONDS_PER_SYMBOL = 0.075;
/** How much the newest utterance says of the next. */
const NEWEST_SHARE = 0.2;
/** Shorter ones are mostly edges. */
const LEAST_SYMBOLS = 10;

/** Learns how long the voice speaks on a symbol, at pace 1 of the listener and the markup. */
export class Lengths {
  #secondsPerSymbol = USUAL_SECONDS_PER_SYMBOL;

  /** Audio seconds. */
  ofUtterance(utterance: Utterance, pace: number): number {
    return (symbolsOf(utterance) * this.#secondsPerSymbol) / (pace * utterance.prosody.rate);
  }

  /** From the utterance to the end of its sentence. */
  ofSentenceFrom(utterance: Utterance, pace: number): number {
    const characters = Math.max(1, utterance.span.end - utterance.span.start);
    const rest = Math.max(characters, utterance.sentence.end - utterance.span.start);
    return (this.ofUtterance(utterance, pace) * rest) / characters;
  }

  learn(utterance: Utterance, pace: number, audioSeconds: number): void {
    const symbols = symbolsOf(utterance);
    if (symbols < LEAST_SYMBOLS || !(audioSeconds > 0)) return;
    const heard = (audioSeconds * pace * utterance.prosody.rate) / symbols;
    this.#secondsPerSymbol += NEWEST_SHARE * (heard - this.#secondsPerSymbol);
  }
}

/** A clause whose pronunciation is not known is about as long as it is written. */
function symbolsOf({ phonemes, span }: Utterance): number {
  return phonemes.length > 0 ? phonemes.length : span.end - span.start;
}
