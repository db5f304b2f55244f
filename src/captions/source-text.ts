import type { ExportDocument } from '../contracts/export';
import type { Span } from '../contracts/text';

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** The words of a document as they are to be read in a caption, by their place in the source. */
export class SourceText {
  readonly #text: string;
  readonly #isMarkup: boolean;
  readonly #readings: ExportDocument['readings'];

  constructor({ source, format, readings }: ExportDocument) {
    this.#isMarkup = format === 'ssml';
    // Blanks as long as the tags: places stay what they are.
    this.#text = this.#isMarkup
      ? source.replaceAll(/<[^>]*>/g, (tag) => ' '.repeat(tag.length))
      : source;
    this.#readings = readings;
  }

  /** In one line. What is read otherwise than it is written is given as it is read. */
  slice({ start, end }: Span): string {
    const reading = this.#readings.find((one) => one.start <= start && end <= one.end);
    const text = reading?.text ?? this.#text.slice(start, end);
    const plain =
      reading === undefined && this.#isMarkup
        ? text.replaceAll(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ENTITIES[entity] ?? entity)
        : text;
    return plain.replaceAll(/\s+/gu, ' ').trim();
  }

  /** Where a line may be cut before the word at `wordStart`, so that its opening quote stays with it. */
  cutBefore(wordStart: number, notBefore: number): number {
    let at = wordStart;
    while (at > notBefore && !/\s/u.test(this.#text[at - 1] ?? ' ')) at--;
    return at;
  }
}
