/**
 * What sounds when: positions are samples of the stream at the output's rate, before stretching.
 * Pure; grows ahead and is pruned behind.
 */
import type { PlayingWord, QueuedSound } from '../contracts/playback';
import type { Mark, Span, Utterance } from '../contracts/text';

export type TimelineEvent =
  | { readonly kind: 'word'; readonly position: number; readonly playing: PlayingWord }
  | { readonly kind: 'mark'; readonly position: number; readonly name: string };

/** Where a sound lies in the stream, in samples. */
export interface Placement {
  readonly start: number;
  readonly pauseBefore: number;
  readonly samples: number;
  readonly pauseAfter: number;
}

/** Events already told are dropped once there are this many of them. */
const PRUNE_AT = 512;

export class Timeline {
  /** Sorted by position; those before `#next` have been told. */
  #events: TimelineEvent[] = [];
  #next = 0;
  #current: PlayingWord | null = null;
  #toldTo = -Infinity;
  /** The utterance appended last, and which of its marks still have no place. */
  #utterance: Utterance | null = null;
  #openMarks: readonly Mark[] = [];
  #end = 0;

  append(sound: QueuedSound, placement: Placement): void {
    const { utterance, chunk } = sound;
    const continues = this.#utterance?.id === utterance.id;
    if (!continues) {
      this.closeMarks();
      this.#utterance = utterance;
      this.#openMarks = utterance.marks;
    }
    const from = placement.start + placement.pauseBefore;
    const to = from + placement.samples;
    const scale = chunk.pcm.length === 0 ? 0 : placement.samples / chunk.pcm.length;
    if (!continues || placement.pauseBefore > 0) this.#addWord(placement.start, utterance, null);
    for (const { span, startSample } of chunk.words) {
      const position = Math.min(to, from + Math.round(startSample * scale));
      this.#addMarks(position, (word) => word !== undefined && word.start <= span.start);
      this.#addWord(position, utterance, span);
    }
    const saidLast = chunk.words.at(-1)?.span.start === utterance.words.at(-1)?.span.start;
    if (saidLast) this.#addMarks(to, () => true);
    if (placement.pauseAfter > 0) this.#addWord(to, utterance, null);
    this.#end = to + placement.pauseAfter;
  }

  /** Forgets an utterance that lies ahead and all behind it; the stream ends at `position` then. */
  cutBefore(utterance: Utterance, position: number): void {
    const isIts = (event: TimelineEvent) =>
      event.kind === 'word' && event.playing.utterance === utterance;
    const first = this.#events.findIndex((event, i) => i >= this.#next && isIts(event));
    if (first >= 0) this.#events.splice(first);
    this.#utterance = null;
    this.#openMarks = [];
    this.#end = position;
  }

  /** Nothing more of the last utterance comes: marks that found no word get the end. */
  closeMarks(): void {
    this.#addMarks(this.#end, () => true);
  }

  /** The events up to `position`, each given once. */
  advance(position: number): readonly TimelineEvent[] {
    const from = this.#next;
    this.#next = Math.max(from, this.#firstAfter(position));
    const due = this.#events.slice(from, this.#next);
    for (const event of due) if (event.kind === 'word') this.#current = event.playing;
    this.#toldTo = due.at(-1)?.position ?? this.#toldTo;
    if (this.#next >= PRUNE_AT) {
      this.#events.splice(0, this.#next);
      this.#next = 0;
    }
    return due;
  }

  /** Takes everything up to `position` as told: the stream was laid out again after a loss. */
  skipTo(position: number): void {
    this.#next = this.#firstAfter(position);
    this.#current = this.at(position);
    this.#toldTo = position;
  }

  /** What sounds at `position`; null before the first event known. */
  at(position: number): PlayingWord | null {
    for (let i = this.#firstAfter(position) - 1; i >= 0; i--) {
      const event = this.#events[i];
      if (event?.kind === 'word') return event.playing;
    }
    return null;
  }

  /** The word or pause told last. */
  get current(): PlayingWord | null {
    return this.#current;
  }

  /** Where the event told last lies, which a timer may have told ahead of the ear; -Infinity for none. */
  get toldTo(): number {
    return this.#toldTo;
  }

  /** Where the next untold event lies; null when there is none. */
  get nextPosition(): number | null {
    return this.#events[this.#next]?.position ?? null;
  }

  clear(): void {
    this.#events = [];
    this.#next = 0;
    this.#current = null;
    this.#toldTo = -Infinity;
    this.#utterance = null;
    this.#openMarks = [];
    this.#end = 0;
  }

  #addWord(position: number, utterance: Utterance, word: Span | null): void {
    const last = this.#events.at(-1);
    const before = last?.kind === 'word' ? last.playing : null;
    if (word === null && before?.word === null && before.utterance === utterance) return;
    this.#events.push({ kind: 'word', position, playing: { utterance, word } });
  }

  /** Places the open marks whose word (undefined after the last) satisfies `reached`. */
  #addMarks(position: number, reached: (word: Span | undefined) => boolean): void {
    const words = this.#utterance?.words ?? [];
    const open: Mark[] = [];
    for (const mark of this.#openMarks) {
      if (reached(words[mark.wordIndex]?.span)) {
        this.#events.push({ kind: 'mark', position, name: mark.name });
      } else open.push(mark);
    }
    this.#openMarks = open;
  }

  /** Binary search: the index of the first event after `position`. */
  #firstAfter(position: number): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.position ?? Infinity) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
