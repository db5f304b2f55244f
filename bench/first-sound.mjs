/** Time from navigation, and from pressing Play, to the first sample at the audio output. */
import { playUntilSound, withPage, withProfile, write } from './app.mjs';
import { textOf } from './text.mjs';

const LENGTHS = [20, 200, 2000, 200_000];
/** A page that has been open for a moment has its first words ready. */
const LOOKED_AT_MS = 3000;

/** @param {{ url: string, quick: boolean }} options */
export async function measureFirstSound({ url, quick }) {
  const runs = quick ? 1 : 3;
  const visits = [];
  for (let run = 0; run < runs; run++) {
    visits.push(await withProfile((profile) => visitFourTimes(profile, url)));
  }
  const warm = await withProfile((profile) =>
    withPage(profile, url, async (page) => {
      const rows = [];
      for (const characters of LENGTHS) rows.push(await warmStart(page, characters, runs));
      return rows;
    }),
  );
  return { visits, warm };
}

/**
 * Writes and presses Play as soon as the page can take it: on the first visit, after a reload, on a
 * later visit, for which the browser has kept compiled code, and on one with another text.
 */
async function visitFourTimes(profile, url) {
  const known = textOf(200);
  // A page remembers how it began; this it has never seen.
  const fresh = `Otherwise all was quiet that morning. ${textOf(160)}`;
  return withPage(profile, url, async (page) => {
    const visit = async (text = known) => {
      await write(page, text);
      const { sinceNavigationMs } = await playUntilSound(page);
      // Until the shell is cached and the browser has put its caches in order.
      await page.waitForTimeout(LOOKED_AT_MS + 5000);
      return sinceNavigationMs;
    };
    const firstVisitMs = await visit();
    await page.reload({ waitUntil: 'commit' });
    const reloadMs = await visit();
    await page.reload({ waitUntil: 'commit' });
    const laterVisitMs = await visit();
    await page.reload({ waitUntil: 'commit' });
    return { firstVisitMs, reloadMs, laterVisitMs, newTextMs: await visit(fresh) };
  });
}

async function warmStart(page, characters, runs) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    await write(page, textOf(characters));
    await page.waitForTimeout(LOOKED_AT_MS);
    times.push((await playUntilSound(page)).sincePressMs);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Edit' }).click();
  }
  return { characters, afterPressMs: times };
}
