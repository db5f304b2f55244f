import { Traced } from '../traced';
import type { Answer } from './rule';

type Piece =
  | { readonly kind: 'space'; readonly start: number; readonly end: number }
  /** Copied from the source: each character keeps its own trace. */
  | { readonly kind: 'copied'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'said'; readonly text: string; readonly start: number; readonly end: number };

const WORD_END = /[\p{L}\p{M}\p{N}]$/u;
const WORD_START = /^[\p{L}\p{N}]/u;
const CLOSING = /^[,.;:!?)…]/u;
const PAUSE_END = /[,.;:!?…—(]$/u;

/** Collects what is said and keeps words apart. Offsets are those of the text being scanned. */
export class Output {
  readonly #source: Traced;
  readonly #pieces: Piece[] = [];

  constructor(source: Traced) {
    this.#source = source;
  }

  space(start: number, end: number): void {
    if (this.#pieces.at(-1)?.kind !== 'space') this.#pieces.push({ kind: 'space', start, end });
  }

  copy(start: number, end: number): void {
    const text = this.#source.text.slice(start, end);
    this.#pieces.push({ kind: 'copied', text, start, end });
  }

  /** `start` and `end` bound the match the answer is for. */
  say(answer: Exclude<Answer, null>, start: number, end: number): void {
    if (typeof answer === 'string') {
      this.#say(answer, start, end);
      return;
    }
    for (const part of answer) this.#say(part.text, start + part.start, start + part.end);
  }

  /**
   * Spaces come where words would touch and go before closing punctuation and at the edges. A comma
   * that was said, not written, sounds only between words.
   */
  finish(): Traced {
    const parts: Traced[] = [];
    let before: Piece | null = null;
    let space: Piece | null = null;
    let pause: Piece | null = null;
    for (const piece of this.#pieces) {
      if (piece.kind === 'space') {
        space = piece;
        continue;
      }
      if (isPause(piece)) {
        pause = piece;
        continue;
      }
      if (pause && before && !PAUSE_END.test(textOf(before)) && !CLOSING.test(piece.text)) {
        parts.push(this.#traced(pause));
        before = pause;
      }
      pause = null;
      if (before && needsSpace(before, space, piece)) parts.push(this.#spaceBefore(space ?? piece));
      parts.push(this.#traced(piece));
      before = piece;
      space = null;
    }
    return Traced.concat(parts);
  }

  #say(text: string, start: number, end: number): void {
    if (text.startsWith(' ')) this.space(start, end);
    // The commas of an answer are pieces of their own: they may turn out to be needless.
    const words = text.replace(/^[\s,]+|[\s,]+$/gu, '');
    const isOpened = /^\s*,/u.test(text);
    const isClosed = words !== '' && /,\s*$/u.test(text);
    if (isOpened) this.#pieces.push({ kind: 'said', text: ',', start, end });
    if (words !== '') this.#pieces.push({ kind: 'said', text: words, start, end });
    if (isClosed) this.#pieces.push({ kind: 'said', text: ',', start, end });
    if (text.endsWith(' ')) this.space(start, end);
  }

  #spaceBefore(piece: Piece): Traced {
    return Traced.standing(' ', this.#source.span(piece.start, piece.end));
  }

  #traced(piece: Piece): Traced {
    return piece.kind === 'said'
      ? Traced.standing(piece.text, this.#source.span(piece.start, piece.end))
      : this.#source.slice(piece.start, piece.end);
  }
}

function isPause(piece: Piece): boolean {
  return piece.kind === 'said' && piece.text === ',';
}

function textOf(piece: Piece): string {
  return piece.kind === 'space' ? ' ' : piece.text;
}

function needsSpace(before: Piece, space: Piece | null, piece: Piece): boolean {
  if (before.kind === 'space' || piece.kind === 'space') return false;
  if (space) return !CLOSING.test(piece.text);
  if (before.kind === 'copied' && piece.kind === 'copied') return false;
  if (before.kind === 'said' && /[,;—]$/u.test(before.text)) return WORD_START.test(piece.text);
  return WORD_END.test(before.text) && WORD_START.test(piece.text);
}
