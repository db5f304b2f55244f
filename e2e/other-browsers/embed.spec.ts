/**
 * The player in a page of another site, in WebKit: it speaks and tells its words. Firefox does too, but now
 * and then its own audio client waits for ever for its sound server when a headless frame opens an output.
 */
import type { PlayerEvents, SottoPlayer } from '../../src/sdk/index';
import { expect, test } from '../built-app';
import { serveHost, type Sdk } from '../embed/host';
import { until, type SmokeBrowser } from './smoke-browser';
import { webkit } from './webkit';

const TEXT = 'Still speaking, in a frame.';
const WORD_STARTS = [0, 6, 16, 19, 21];

const PLAY_BUTTON = 'button[aria-label="Play"]';

interface Outcome {
  readonly states: readonly string[];
  readonly wordStarts: readonly (number | undefined)[];
}
type HostWindow = Window & { sottoPlayer: SottoPlayer; outcome: Outcome };

/** Mounts a player, asks it to read and goes on noting what it tells. */
async function mountAndPlay(browser: SmokeBrowser, sdkUrl: string): Promise<void> {
  await browser.evaluate(
    async (url, text) => {
      const { mount } = (await import(url)) as Sdk;
      const target = document.querySelector('#player');
      if (target === null) throw new Error('There is no #player.');
      const player = mount(target, {});
      const outcome = { states: [] as string[], wordStarts: [] as number[] };
      player.on('state', ({ state }: PlayerEvents['state']) => void outcome.states.push(state));
      player.on('word', ({ word }: PlayerEvents['word']) => {
        if (word !== null) outcome.wordStarts.push(word.start);
      });
      Object.assign(window, { sottoPlayer: player, outcome });
      await player.ready;
      await player.load(text);
      // Where it is held back it rejects, and the state tells.
      player.play().catch(() => undefined);
    },
    sdkUrl,
    TEXT,
  );
}

const reason = webkit.missing();
test.skip(reason !== null, `WebKitGTK is ${reason}`);
test.setTimeout(180_000);

test('speaks in a page of another site, and tells its words', async ({ app }) => {
  const host = await serveHost();
  const browser = await webkit.launch();
  const outcome = () => browser.evaluate((): Outcome => (window as unknown as HostWindow).outcome);
  try {
    await browser.goto(host.url);
    await mountAndPlay(browser, `${app.url}sdk.js`);
    await until(
      'speech',
      async () => {
        const { states } = await outcome();
        // The browser's rules for sound: then the player itself asks for a click.
        if (states.at(-1) === 'blocked') await browser.clickInFrame(PLAY_BUTTON);
        return states.includes('playing');
      },
      60_000,
    );
    await until('the end', async () => (await outcome()).states.at(-1) === 'ended', 60_000);
    console.log(`${browser.version}: ${JSON.stringify(await outcome())}`);
    expect((await outcome()).wordStarts).toEqual(WORD_STARTS);
  } finally {
    await browser.close();
    host.close();
  }
});
