/** One style of several: how they are weighed. */
import { weights } from '../pieces/weights';
import { STYLE_SIZE, styleRow, TIMBRE_SIZE, type StyleTable } from './table';

/** A voice mixed in; shares from 0 to 1. */
export interface StyleShare {
  readonly table: StyleTable;
  readonly timbre: number;
  readonly prosody: number;
}

/**
 * The style of `row`, of which the chosen voice has what the shares leave. Shares that come to more than
 * the whole are scaled down to it. Each table gives its own row of that length, or its last.
 */
export function blendedRow(
  chosen: StyleTable,
  shares: readonly StyleShare[],
  row: number,
): Float32Array {
  const timbre = weights(shares.map((share) => share.timbre));
  const prosody = weights(shares.map((share) => share.prosody));
  const mixed = Float32Array.from(styleRow(chosen, row), (value, i) => {
    return value * (i < TIMBRE_SIZE ? timbre.chosen : prosody.chosen);
  });
  shares.forEach(({ table }, voice) => {
    const style = styleRow(table, row);
    for (let i = 0; i < STYLE_SIZE; i++) {
      const weight = (i < TIMBRE_SIZE ? timbre : prosody).others[voice] ?? 0;
      mixed[i] = (mixed[i] ?? 0) + weight * (style[i] ?? 0);
    }
  });
  return mixed;
}
