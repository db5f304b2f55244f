import type { Fragment } from './fragments';

/** Share of the page, above and below, where headers, footers and page numbers stand. */
const MARGIN = 0.12;
/** As many pages must repeat a line before it counts as a header; fewer where there are not as many. */
const REPEATS = 3;
const PAGE_NUMBER =
  /^(?:[-–—·|\s]*(?:\d{1,5}|[ivxlcdm]{1,8})[-–—·|\s]*|(?:page|seite|pagina)\s+\d+.{0,12})$/iu;

export interface PageFragments {
  readonly height: number;
  readonly fragments: readonly Fragment[];
}

/** The pages without what stands on every page and is no part of the text. */
export function withoutFurniture(pages: readonly PageFragments[]): Fragment[][] {
  const seen = new Map<string, number>();
  for (const page of pages) {
    const keys = new Set(page.fragments.filter((one) => inMargin(one, page)).map(keyOf));
    for (const key of keys) seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  const enough = Math.max(2, Math.min(REPEATS, pages.length));
  const isFurniture = (fragment: Fragment, page: PageFragments) =>
    inMargin(fragment, page) &&
    ((seen.get(keyOf(fragment)) ?? 0) >= enough ||
      (pages.length > 1 && PAGE_NUMBER.test(fragment.text)));
  return pages.map((page) => page.fragments.filter((one) => !isFurniture(one, page)));
}

function inMargin({ y }: Fragment, { height }: PageFragments): boolean {
  return y < height * MARGIN || y > height * (1 - MARGIN);
}

/** Equal for the same words at the same height, whatever the page number in them. */
function keyOf({ text, y }: Fragment): string {
  return `${Math.round(y / 3)} ${text.replace(/\d+/g, '#')}`;
}
