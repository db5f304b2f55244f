import { untrack } from 'svelte';
import type { Language } from '../../contracts/text';
import type { Voice } from '../../contracts/voices';
import { withoutSpeakers } from '../../voices/speakers';
import type { ShelfState } from '../shelf.svelte';
import {
  distinct,
  hasWishes,
  inOrder,
  matches,
  NO_WISHES,
  withOthers,
  type Wishes,
} from './search';

/** More at once would be a wall, and slow on a phone. */
const PAGE = 30;
/** Fewer can be seen at a glance. */
const FEW = 8;

/** The voices as they are listed: those at hand and those that were found, by what the listener wishes. */
export class VoiceList {
  wishes = $state.raw<Wishes>(NO_WISHES);
  #pages = $state(1);
  readonly #shelf: ShelfState;
  readonly #language: () => Language;

  constructor(shelf: ShelfState, language: () => Language) {
    this.#shelf = shelf;
    this.#language = language;
  }

  /** Ours and the kept ones first, each once. */
  readonly all = $derived.by(() => {
    void this.#shelf.arrivals;
    const found = this.#shelf.finder?.findings?.voices ?? [];
    const atHand = untrack(() => this.#atHand());
    return withOthers(atHand, found);
  });

  /**
   * Sorted anew when the wishes change or voices arrive, not while one is being fetched: nothing moves
   * under the listener's hand.
   */
  readonly matching = $derived.by(() => {
    const matching = this.all.filter((voice) => matches(voice, this.wishes));
    const language = this.#language();
    return untrack(() =>
      inOrder(matching, {
        language,
        isStored: (voice) => this.#shelf.status(voice).kind === 'stored',
      }),
    );
  });

  readonly shown = $derived(this.matching.slice(0, this.#pages * PAGE));
  readonly hasMore = $derived(this.shown.length < this.matching.length);
  readonly isSearchable = $derived(this.all.length > FEW);
  readonly hasWishes = $derived(hasWishes(this.wishes));
  readonly languages = $derived(distinct(this.all.flatMap(({ languages }) => languages)));
  readonly qualities = $derived(distinct(this.all.flatMap(({ quality }) => quality ?? [])));

  wish(change: Partial<Wishes>): void {
    this.wishes = { ...this.wishes, ...change };
    this.#pages = 1;
  }

  forgetWishes(): void {
    this.wish(NO_WISHES);
  }

  showMore(): void {
    this.#pages++;
  }

  /** Told at the head of the list in full; a voice of a hub is so while something of it is here. */
  isAtHand(voice: Voice): boolean {
    return voice.source === undefined || this.#shelf.status(voice).kind !== 'absent';
  }

  #atHand(): readonly Voice[] {
    return withoutSpeakers(this.#shelf.voices.filter((voice) => this.isAtHand(voice)));
  }
}
