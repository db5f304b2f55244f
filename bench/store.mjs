/** How fast IndexedDB keeps and gives back a voice, beside the Origin Private File System and the Cache API. */
import { readFileSync } from 'node:fs';
import { withPage, withProfile } from './app.mjs';

const PIECE_MEGABYTES = 4;

/** @param {{ url: string, quick: boolean }} options */
export async function measureStore({ url, quick }) {
  const job = {
    megabytes: quick ? 64 : 300,
    pieceMegabytes: PIECE_MEGABYTES,
    rounds: quick ? 3 : 5,
  };
  const script = readFileSync(new URL('store-worker.js', import.meta.url), 'utf8');
  return withProfile((profile) =>
    withPage(profile, url, async (page) => {
      await page.waitForLoadState();
      const { results, error } = await page.evaluate(
        async ([source, asked]) => {
          const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
          const worker = new Worker(address);
          const answer = new Promise((resolve) => {
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = ({ message }) => resolve({ error: message });
          });
          worker.postMessage(asked);
          return answer;
        },
        [script, job],
      );
      if (error !== undefined) throw new Error(error);
      return { ...job, kinds: results };
    }),
  );
}
