import type { Known } from './classify';
import { refuse, type Refusal } from './refusal';

export type Of<Kind extends Known['kind']> = Extract<Known, { kind: Kind }>;

/** Files that were told apart; each finds its place in a voice, or is refused. */
export class Pile {
  readonly #known: readonly Known[];
  readonly #taken = new Set<Known>();
  readonly #shared = new Set<Known>();
  readonly refusals: Refusal[];

  constructor(known: readonly Known[]) {
    this.#known = known;
    this.refusals = known.flatMap((one) => (one.kind === 'refused' ? [one.refusal] : []));
  }

  of<Kind extends Known['kind']>(kind: Kind): Of<Kind>[] {
    return this.#known.filter((one): one is Of<Kind> => one.kind === kind && !this.#taken.has(one));
  }

  take(...known: readonly Known[]): void {
    for (const one of known) this.#taken.add(one);
  }

  /** Has found its place, and may find more. */
  share(one: Known): void {
    this.#shared.add(one);
  }

  refuse(one: Exclude<Known, Of<'refused'>>, what: string, suggestion: string): void {
    this.take(one);
    this.refusals.push(refuse(one.file.name, what, suggestion));
  }

  leftOver(): Exclude<Known, Of<'refused'>>[] {
    return this.#known.filter(
      (one): one is Exclude<Known, Of<'refused'>> =>
        one.kind !== 'refused' && !this.#taken.has(one) && !this.#shared.has(one),
    );
  }
}
