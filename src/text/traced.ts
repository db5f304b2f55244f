import type { Span } from '../contracts/text';

/**
 * A text every character of which knows the source characters it stands for. Clean-up and
 * normalisation are rewrites of a Traced; whatever comes out still highlights the right word.
 * Immutable. Offsets of `text` are UTF-16 units; spans are of the source.
 */
export class Traced {
  readonly text: string;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;

  private constructor(text: string, starts: Int32Array, ends: Int32Array) {
    this.text = text;
    this.#starts = starts;
    this.#ends = ends;
  }

  /** `text` stands character by character for the source from `start` on. */
  static of(text: string, start = 0): Traced {
    const starts = Int32Array.from({ length: text.length }, (_, i) => start + i);
    return new Traced(
      text,
      starts,
      starts.map((at) => at + 1),
    );
  }

  /** Every character of `text` stands for the whole of `span`. */
  static standing(text: string, span: Span): Traced {
    return new Traced(
      text,
      new Int32Array(text.length).fill(span.start),
      new Int32Array(text.length).fill(span.end),
    );
  }

  static concat(parts: readonly Traced[]): Traced {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const starts = new Int32Array(length);
    const ends = new Int32Array(length);
    let at = 0;
    for (const part of parts) {
      starts.set(part.#starts, at);
      ends.set(part.#ends, at);
      at += part.length;
    }
    return new Traced(parts.map((part) => part.text).join(''), starts, ends);
  }

  get length(): number {
    return this.text.length;
  }

  slice(from: number, to: number = this.length): Traced {
    return new Traced(
      this.text.slice(from, to),
      this.#starts.slice(from, to),
      this.#ends.slice(from, to),
    );
  }

  /** Source span of `text[from, to)`. An empty range stands between its neighbours. */
  span(from = 0, to: number = this.length): Span {
    if (from >= to) {
      const at = this.#starts[from] ?? this.#ends[from - 1] ?? 0;
      return { start: at, end: at };
    }
    let start = Infinity;
    let end = 0;
    for (let i = from; i < to; i++) {
      start = Math.min(start, this.#starts[i] ?? Infinity);
      end = Math.max(end, this.#ends[i] ?? 0);
    }
    return { start, end };
  }

  /**
   * As `String.replace` with a global pattern. A string answer stands for the whole match; a Traced
   * answer keeps its own trace; null leaves the match as it is.
   */
  replace(
    pattern: RegExp,
    rewrite: (match: RegExpExecArray, traced: Traced) => string | Traced | null,
  ): Traced {
    const parts: Traced[] = [];
    let kept = 0;
    for (const match of this.text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const answer = rewrite(match, this.slice(match.index, end));
      if (answer === null) continue;
      parts.push(this.slice(kept, match.index));
      parts.push(
        typeof answer === 'string' ? Traced.standing(answer, this.span(match.index, end)) : answer,
      );
      kept = end;
    }
    if (parts.length === 0) return this;
    parts.push(this.slice(kept));
    return Traced.concat(parts);
  }
}
