/** What the recovery ladder adds to an utterance while nothing fails. */
import { withPage, withProfile } from './app.mjs';
import { textOf } from './text.mjs';

const CHARACTERS = 600;
const REPEATS = 8;

/** @param {{ url: string, quick: boolean }} options */
export function measureLadder({ url, quick }) {
  const request = {
    text: textOf(CHARACTERS),
    backend: 'wasm',
    threads: 1,
    repeats: quick ? 2 : REPEATS,
  };
  return withProfile((profile) =>
    withPage(profile, `${url}lab.html`, async (page) => {
      await page.waitForFunction(() => window.sottoLab !== undefined);
      return page.evaluate((asked) => window.sottoLab.ladderCost(asked), request);
    }),
  );
}
