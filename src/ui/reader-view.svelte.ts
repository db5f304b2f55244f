import { tick } from 'svelte';
import type { PlayingWord } from '../contracts/playback';
import type { Span } from '../contracts/text';
import { Highlights, rangeIn, supportsHighlights, type PlacedText } from './highlight';
import { wordAt } from './paragraphs';
import { lookOf, type RowLook } from './documents/look';
import { offsetOfPoint, paddingTop, readMetrics, rowOfElement, textsIn } from './reader-dom';
import type { Room } from './room.svelte';
import { Scroller } from './scroll';
import { TextWindow } from './text-window.svelte';

/** The sounding line is kept in this part of the view, and brought to the first of the two. */
const COMFORT = { top: 0.3, first: 0.08, last: 0.66 };

/** What the reader shows: which paragraphs, which marks, and whether it follows the voice. */
export class ReaderView {
  readonly window: TextWindow;
  following = $state(true);
  focusedRow = $state<number | null>(null);
  /** For browsers without custom highlights. */
  marks = $state.raw<{ sentence: Span | null; word: Span | null } | null>(null);
  readonly #room: Room;
  readonly #highlights = supportsHighlights() ? new Highlights() : null;
  #element: HTMLElement | null = null;
  #scroller: Scroller | null = null;
  #sentence: Span | null = null;
  #word: Span | null = null;
  #voice = $state(0);
  #stops: (() => void)[] = [];
  #widthPx = 0;

  constructor(room: Room) {
    this.#room = room;
    this.window = new TextWindow(room.draft.text, { lineHeightPx: 34, charactersPerLine: 66 });
    this.#voice = room.speech.progress.offset;
    if (this.#highlights === null) this.marks = { sentence: null, word: null };
  }

  get tabbableRow(): number {
    if (this.focusedRow !== null && this.window.has(this.focusedRow)) return this.focusedRow;
    const voiceRow = this.window.rowOf(this.#voice);
    return this.window.has(voiceRow) ? voiceRow : this.window.first;
  }

  /** How a row looks in a document with structure. */
  lookOf(row: number): RowLook | null {
    const model = this.#room.book?.model ?? null;
    return lookOf(model, this.window.startOf(row), this.window.textOf(row));
  }

  attach(element: HTMLElement): () => void {
    this.#element = element;
    element.tabIndex = -1;
    this.#scroller = new Scroller(element, () => (this.following = false));
    const listen = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
    ) => element.addEventListener(name, listener, { passive: name === 'scroll' });
    listen('scroll', () => this.#onScroll());
    listen('click', (event) => this.#onClick(event));
    listen('keydown', (event) => this.#onKey(event));
    listen('focusin', (event) => (this.focusedRow = rowOfElement(event.target)));
    const resize = new ResizeObserver(() => this.#onResize());
    resize.observe(element);
    return () => resize.disconnect();
  }

  /** Once on the page: lay out, take the writer's place, watch the voice. */
  start(): void {
    if (!this.#element) return;
    this.#widthPx = this.#element.clientWidth;
    this.window.reset(readMetrics(this.#element));
    this.window.show(this.#room.scrollTop, this.#element.clientHeight);
    const { session } = this.#room.speech;
    this.#stops = [
      session.on('word', (word) => this.#onWord(word)),
      session.on('progress', ({ offset }) => this.#onProgress(offset)),
    ];
    // Keys that scroll go to whatever has the focus; a button that was pressed keeps it.
    if (document.activeElement === document.body) this.#element.focus({ preventScroll: true });
    void tick().then(() => {
      this.#scroller?.jump(this.#room.scrollTop);
      if (this.#word === null) this.#mark(this.#wordSpan(this.#voice), null);
      this.#bring();
    });
  }

  /** After the page took over a new set of rows: true heights, marks on the new text nodes. */
  rowsChanged(): void {
    const element = this.#element;
    if (!element) return;
    const anchor = this.window.rowAt(element.scrollTop - paddingTop(element));
    const heights = [...element.querySelectorAll<HTMLElement>('[data-row]')].map(
      (one) => [Number(one.dataset['row']), one.getBoundingClientRect().height] as const,
    );
    const grown = this.window.measured(heights, anchor);
    if (grown !== 0) void tick().then(() => this.#scroller?.shift(grown));
    this.#paint();
    this.#highlights?.dimMarkup(
      this.#room.draft.format === 'ssml' ? this.#placed(this.window.first, this.window.last) : [],
    );
  }

  backToVoice(): void {
    this.following = true;
    this.#bring();
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#scroller?.stop();
    this.#highlights?.remove();
  }

  #onWord(playing: PlayingWord | null): void {
    if (playing === null) return this.#mark(null, null);
    const { utterance, word } = playing;
    if (word !== null) this.#voice = word.start;
    this.#mark(word, utterance.sentence);
    this.#follow();
  }

  /** While nothing sounds the place still shows: a seek in a pause is seen. */
  #onProgress(offset: number): void {
    if (this.#room.speech.state.kind === 'playing' || offset === this.#voice) return;
    this.#voice = offset;
    this.#mark(this.#room.speech.state.kind === 'ended' ? null : this.#wordSpan(offset), null);
    this.#follow();
  }

  #wordSpan(offset: number): Span {
    return wordAt(this.#room.draft.text, offset);
  }

  #withoutLastSpaces({ start, end }: Span): Span {
    return { start, end: start + this.#room.draft.text.slice(start, end).trimEnd().length };
  }

  #mark(word: Span | null, sentence: Span | null): void {
    this.#word = word;
    this.#sentence = sentence === null ? word : this.#withoutLastSpaces(sentence);
    this.#paint();
  }

  #paint(): void {
    if (this.#highlights === null) {
      this.marks = { sentence: this.#sentence, word: this.#word };
      return;
    }
    const around = this.#sentence ?? this.#word;
    const placed =
      around === null
        ? []
        : this.#placed(this.window.rowOf(around.start), this.window.rowOf(around.end - 1) + 1);
    this.#highlights.show(this.#sentence, this.#word, placed);
  }

  #placed(first: number, last: number): PlacedText[] {
    const placed: PlacedText[] = [];
    for (
      let row = Math.max(first, this.window.first);
      row < Math.min(last, this.window.last);
      row++
    ) {
      const paragraph = this.#paragraph(row);
      if (paragraph) placed.push(...textsIn(paragraph, this.window.startOf(row)));
    }
    return placed;
  }

  #paragraph(row: number): HTMLElement | null {
    return this.#element?.querySelector(`[data-row="${row}"]`) ?? null;
  }

  #follow(): void {
    if (this.following && this.#scroller?.moving === false) this.#bring();
  }

  /** Brings the voice into the comfortable part of the view; in two steps where it was off the page. */
  #bring(): void {
    const element = this.#element;
    if (!element) return;
    const row = this.window.rowOf(this.#voice);
    if (!this.window.has(row)) {
      this.#scroller?.jump(this.window.topOf(row) - element.clientHeight * COMFORT.top);
      this.window.show(element.scrollTop, element.clientHeight);
      void tick().then(() => this.window.has(row) && this.#bring());
      return;
    }
    const y = this.#voiceY(row, element);
    const height = element.clientHeight;
    if (y >= height * COMFORT.first && y <= height * COMFORT.last) return;
    this.#scroller?.glide(element.scrollTop + y - height * COMFORT.top);
  }

  /** Pixels from the top of the view to the sounding line. */
  #voiceY(row: number, element: HTMLElement): number {
    const paragraph = this.#paragraph(row);
    const texts = paragraph ? textsIn(paragraph, this.window.startOf(row)) : [];
    const text = texts.findLast(({ start }) => start <= this.#voice);
    const at = this.#voice - (text?.start ?? 0);
    const box = text
      ? rangeIn(text.node, at, at + 1).getBoundingClientRect()
      : paragraph?.getBoundingClientRect();
    return (box?.top ?? 0) - element.getBoundingClientRect().top;
  }

  #onScroll(): void {
    const element = this.#element;
    if (!element) return;
    this.#scroller?.scrolled();
    this.#room.scrollTop = element.scrollTop;
    this.window.show(element.scrollTop - paddingTop(element), element.clientHeight);
    const lost = this.focusedRow !== null && !this.window.has(this.focusedRow);
    if (lost && element.contains(document.activeElement)) element.focus({ preventScroll: true });
  }

  #onResize(): void {
    const element = this.#element;
    if (!element) return;
    if (element.clientWidth === this.#widthPx) return this.#onScroll();
    this.#widthPx = element.clientWidth;
    const row = this.window.rowAt(element.scrollTop - paddingTop(element));
    this.window.reset(readMetrics(element));
    this.rowsChanged();
    this.#scroller?.jump(row === 0 ? element.scrollTop : this.window.topOf(row));
    this.window.show(element.scrollTop, element.clientHeight);
    this.#follow();
  }

  #onClick(event: MouseEvent): void {
    if (event.button !== 0 || getSelection()?.isCollapsed === false) return;
    const offset = offsetOfPoint(event.clientX, event.clientY, (row) => this.window.startOf(row));
    if (offset === null) return;
    this.following = true;
    this.#room.hearFrom(this.#wordSpan(offset).start);
  }

  #onKey(event: KeyboardEvent): void {
    const row = rowOfElement(event.target);
    if (row === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      this.following = true;
      this.#room.hearFrom(this.#wordSpan(this.window.startOf(row)).start);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.#paragraph(row + (event.key === 'ArrowDown' ? 1 : -1))?.focus();
    } else return;
    event.preventDefault();
  }
}
