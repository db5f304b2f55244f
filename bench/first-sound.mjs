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
    visits.push(await withProfile((profile) => visitTwice(profile, url)));
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

/** Writes and presses Play as soon as the page can take it: on the first visit, and after a reload. */
async function visitTwice(profile, url) {
  const text = textOf(200);
  return withPage(profile, url, async (page) => {
    await write(page, text);
    const first = await playUntilSound(page);
    // The shell is cached and the compiled code kept, as on any later day.
    await page.waitForTimeout(LOOKED_AT_MS + 5000);
    await page.reload({ waitUntil: 'commit' });
    await write(page, text);
    const reload = await playUntilSound(page);
    return {
      firstVisitMs: first.sinceNavigationMs,
      reloadMs: reload.sinceNavigationMs,
    };
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
