import type { Clock } from '../base/clock';
import type { SottoError } from '../base/errors';
import type { DocumentFormat } from '../contracts/text';
import { countText, type TextCounts } from './counts';
import { formatOf } from './text-file';
import { lineAndColumn, mapOffset } from './paragraphs';

/** What is wrong with the text, and where; `offset` is null when it has no place. */
export interface DraftProblem {
  readonly text: string;
  readonly suggestion: string | null;
  readonly offset: number | null;
}

const SETTLE_MS = 350;

/**
 * The text being written. Typing only stores the string; what costs time (counting, saving, planning)
 * waits until the hands rest.
 */
export class Draft {
  /** As of the last pause in typing, or the last `flush`. */
  text = $state.raw('');
  counts = $state.raw<TextCounts>({ words: 0, characters: 0 });
  /** Follow every key: whether there is anything at all, and anything to play. */
  empty = $state(true);
  blank = $state(true);
  problem = $state.raw<DraftProblem | null>(null);
  /** Where the voice was when writing began; edits move it along. */
  place = 0;
  readonly #clock: Clock;
  readonly #settled: () => void;
  #field: { value: string } = { value: '' };
  #stopTimer: (() => void) | null = null;

  /** @param settled Called after each change of `text`. */
  constructor(clock: Clock, settled: () => void) {
    this.#clock = clock;
    this.#settled = settled;
  }

  get format(): DocumentFormat {
    return formatOf(this.text);
  }

  /** The field that holds the text: read when needed, not at every key. */
  attach(field: { value: string }): void {
    field.value = this.text;
    this.#field = field;
  }

  typed(): void {
    const { value } = this.#field;
    this.empty = value === '';
    this.blank = !/\S/.test(value);
    this.#stopTimer?.();
    this.#stopTimer = this.#clock.after(SETTLE_MS, () => this.flush());
  }

  /** Brings `text` up to date now. */
  flush(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.#take(this.#field.value);
  }

  /** A whole new text: opened, dropped, restored, or the example. */
  replace(text: string, place = 0): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.problem = null;
    this.#field.value = text;
    this.place = Math.min(place, text.length);
    this.#take(text, this.place);
  }

  #take(text: string, place: number | null = null): void {
    if (text === this.text) return;
    this.place = place ?? mapOffset(this.text, text, this.place);
    this.text = text;
    this.counts = countText(text);
    this.empty = text === '';
    this.blank = this.counts.words === 0;
    this.problem = null;
    this.#settled();
  }

  fail(error: SottoError): void {
    const offset = error.detail.kind === 'text' ? error.detail.offset : null;
    const where = offset === null ? null : lineAndColumn(this.text, offset);
    const told = /\bline \d/i.test(error.message);
    const place = where === null || told ? '' : `Line ${where.line}, column ${where.column}: `;
    this.problem = { text: place + error.message, suggestion: error.suggestion, offset };
  }

  dispose(): void {
    this.#stopTimer?.();
  }
}
