import { NEUTRAL_PROSODY, type Run, type RunStyle, type Span } from '../contracts/text';
import type { Traced } from './traced';

export const NEUTRAL_STYLE: RunStyle = {
  language: null,
  prosody: NEUTRAL_PROSODY,
  sayAs: null,
  ipa: null,
};

type TextRun = Extract<Run, { kind: 'text' }>;

export interface Stretch {
  readonly text: Traced;
  readonly style: RunStyle;
}

/** Which style the source has where: clean-up and splitting need not carry it along. */
export class StyleMap {
  readonly #runs: readonly TextRun[];

  constructor(runs: readonly Run[]) {
    this.#runs = runs.filter((run) => run.kind === 'text');
  }

  /** The text in parts of one style. */
  stretches(text: Traced): Stretch[] {
    const stretches: Stretch[] = [];
    let from = 0;
    let style = this.#at(text.span(0, 1).start);
    for (let at = 1; at <= text.length; at++) {
      const next = at < text.length ? this.#at(text.span(at, at + 1).start) : null;
      if (next === style) continue;
      stretches.push({ text: text.slice(from, at), style });
      from = at;
      style = next ?? NEUTRAL_STYLE;
    }
    return stretches;
  }

  /** Whether `offset` lies inside text that is read as one: no sentence ends there. */
  isInsideUnit({ start: before, end: after }: Span): boolean {
    const style = this.#at(before);
    return (style.ipa !== null || style.sayAs !== null) && style === this.#at(after);
  }

  languageAt(offset: number): RunStyle['language'] {
    return this.#at(offset).language;
  }

  #at(offset: number): RunStyle {
    let low = 0;
    let high = this.#runs.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#runs[middle]?.span.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const run = this.#runs[low];
    const isInside = run !== undefined && run.span.start <= offset && offset < run.span.end;
    return isInside ? run.style : NEUTRAL_STYLE;
  }
}
