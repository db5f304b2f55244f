/** A line of a text, without its line end. */
interface Line {
  readonly from: number;
  readonly text: string;
}

const LIST_ITEM = /^(?:[-*•‣◦·–—]\s+|\(?\d{1,3}[.)]\s+|\(?[a-z][.)]\s+)/i;
const STARTS_SENTENCE = /^["'([]?[\p{Lu}\p{Lo}\p{N}]/u;
const ENDS_SENTENCE = /[.!?…:;。！？]["')\]]*$/u;
const GOES_ON = /[,;–—-]$/u;
/** A line shorter than this share of the longest was ended on purpose, not by the right margin. */
const SHORT_LINE = 0.65;
/** Where all lines are this short nothing was wrapped: each line end was meant. */
const NARROW_TEXT = 45;

/**
 * Tells line ends that were meant from those of hard wrapping (as in Project Gutenberg's books),
 * which are mere spaces.
 */
export class LineReader {
  readonly #lines: readonly Line[];
  readonly #longest: number;

  constructor(text: string) {
    const lines: Line[] = [];
    let from = 0;
    for (const line of text.split('\n')) {
      lines.push({ from, text: line });
      from += line.length + 1;
    }
    this.#lines = lines;
    this.#longest = Math.max(...lines.map((line) => line.text.trimEnd().length));
  }

  /** Offsets of line ends that end a sentence. */
  sentenceEnds(): number[] {
    return this.#lines
      .slice(0, -1)
      .filter((line, index) => this.#ends(line.text.trim(), this.#lines[index + 1]?.text.trim()))
      .map((line) => line.from + line.text.length);
  }

  #ends(line: string, next: string | undefined): boolean {
    if (line === '' || next === undefined || next === '') return true;
    if (LIST_ITEM.test(next)) return true;
    if (!STARTS_SENTENCE.test(next) || GOES_ON.test(line)) return false;
    if (ENDS_SENTENCE.test(line)) return line.length < this.#longest * SHORT_LINE;
    if (this.#longest <= NARROW_TEXT) return true;
    return line.length < this.#longest * SHORT_LINE;
  }
}
