/** What a careless, curious or unlucky listener does to the page, and that it goes on speaking. */
import { expect, type Page } from '@playwright/test';
import { chromiumLaunch } from '../tools/browser.mjs';
import { test } from './built-app';
import { captureOutput, forgetHeard, heard } from './capture.mjs';
import { audibleRange, rms } from './samples';

// A trace copies the page at every step: of a million characters that costs more than what is measured.
test.use({ trace: 'off' });
// Else the browser measures memory at its next garbage collection, in half a minute perhaps.
const args = ['--enable-blink-features=ForceEagerMeasureMemory'];
test.use({ launchOptions: chromiumLaunch({ autoplay: true, args }), bypassCSP: true });

const TEXT =
  'The mole had been working very hard all the morning. First with brooms, then with dusters. ' +
  'Then on ladders and steps and chairs, with a brush and a pail of whitewash. ' +
  'Spring was moving in the air above and in the earth below and around him.';
/** The draft hands a text over when the hands rest; then the first words are made. */
const PREPARED_MS = 2000;

interface Recorder {
  blocks: Float32Array[];
  firstSoundAtMs: number | null;
}
type Recording = typeof globalThis & { heard: Recorder };

const writer = (page: Page) => page.getByRole('textbox', { name: 'Text to read aloud' });
const mainButton = (page: Page) => page.locator('.play');
const place = (page: Page) => page.getByRole('slider', { name: 'Place in the text' });

/** Opens the page; what it throws, or tells the console as an error, comes into the list. */
async function open(page: Page, url: string): Promise<string[]> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message.slice(0, 200)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text().slice(0, 200));
  });
  await captureOutput(page);
  await page.goto(url);
  await writer(page).waitFor();
  return faults;
}

/** As pasting does; the text is repeated in the page, for long ones would choke the protocol. */
async function write(page: Page, text: string, times = 1): Promise<void> {
  const edit = page.getByRole('button', { name: 'Edit' });
  if (await edit.isVisible()) await edit.click();
  await page.evaluate(
    ([piece, count]) => {
      const field = document.querySelector('textarea');
      if (field === null) return;
      field.value = piece.repeat(count);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
    [text, times] as const,
  );
}

const untilHeard = (page: Page, timeout = 15_000) =>
  page.waitForFunction(() => (window as unknown as Recording).heard.firstSoundAtMs !== null, null, {
    timeout,
    polling: 20,
  });

async function play(page: Page, text: string): Promise<void> {
  await write(page, text);
  await forgetHeard(page);
  await mainButton(page).click();
  await untilHeard(page);
}

/** Root mean square of what is heard during the next moments. */
async function loudness(page: Page, ms: number): Promise<number> {
  await forgetHeard(page);
  await page.waitForTimeout(ms);
  return rms((await heard(page)).samples);
}

/** From the click to the first sound at the output. */
async function msToSound(page: Page): Promise<number> {
  await forgetHeard(page);
  await page.evaluate(() => {
    const note = () => Object.assign(window, { clickedAtMs: performance.now() });
    document.querySelector('.play')?.addEventListener('click', note, { once: true, capture: true });
  });
  await mainButton(page).click();
  await untilHeard(page);
  return page.evaluate(() => {
    const { heard, clickedAtMs } = window as unknown as Recording & { clickedAtMs: number };
    return (heard.firstSoundAtMs ?? Infinity) - clickedAtMs;
  });
}

/** What the status panel says of it. */
async function toldFirstSoundMs(page: Page): Promise<number> {
  await page.getByRole('button', { name: /^Status/ }).click();
  const told = await page.locator('dt:text("First sound") + dd').innerText();
  await page.keyboard.press('Escape');
  return Number(/\d+/.exec(told)?.[0] ?? Number.NaN);
}

/** Plays from the beginning to the end; the seconds between first and last sound. */
async function secondsToEnd(page: Page): Promise<number> {
  await forgetHeard(page);
  await mainButton(page).click();
  await page.getByRole('button', { name: 'Hear it again' }).waitFor({ timeout: 25_000 });
  const { samples, sampleRate } = await heard(page);
  const range = audibleRange(samples);
  return range === null ? 0 : (range.end - range.start) / sampleRate;
}

/** The word that the browser marks as sounding. */
const markedWord = (page: Page) =>
  page.evaluate(() =>
    [...(CSS.highlights.get('sotto-word') ?? [])].map((range) => String(range)).join(''),
  );

const BAD_TEXTS: readonly (readonly [string, string, number, RegExp | null])[] = [
  ['no spaces', 'a', 50_000, null],
  ['lone surrogates', '\ud800 hello \udc00 world \ud83d', 1, null],
  ['control characters', 'One\u0000 two\u0007 three\u001b four\u0085', 1, null],
  ['Hebrew', 'שלום עולם, מה שלומך היום?', 1, null],
  ['Arabic', 'مرحبا بالعالم، كيف حالك؟', 1, null],
  ['many scripts', 'Hello мир 世界 γειά こんにちは 123 नमस्ते', 1, null],
  ['emoji', '😀😀🎉👩‍👩‍👧‍👦🇩🇪', 1, null],
  ['punctuation', '... --- !!!', 1, /nothing to say/],
  ['invisible characters', '\u200b\u200d\u00ad', 1, /nothing to say/],
  ['broken markup', '<speak>\n<p>One <emphasis>two</p></speak>', 1, /Line 2, column 21/],
  ['bare ampersand', '<speak>Fish & chips</speak>', 1, /Line 1, column 13: .*&amp;/],
  ['unknown tag', '<speak>Hello <blink>you</blink></speak>', 1, /Line 1, column 14: <blink>/],
];

test('answers any text with sound or a plain message, and speaks on', async ({ page, app }) => {
  const faults = await open(page, app.url);
  await expect(mainButton(page)).toBeDisabled();
  await write(page, ' \n\t', 30);
  await expect(mainButton(page)).toBeDisabled();

  for (const [name, piece, times, message] of BAD_TEXTS) {
    await write(page, piece, times);
    await page.waitForTimeout(450);
    await forgetHeard(page);
    const notices = await page.getByRole('status', { name: 'Notices' }).innerText();
    if (message === null || !message.test(notices)) await mainButton(page).click();
    if (message === null) await untilHeard(page, 10_000);
    else await expect(page.getByRole('status', { name: 'Notices' }), name).toContainText(message);
    if (message !== null) {
      const kept = await writer(page).inputValue();
      expect(kept, name).toBe(piece);
    }
  }
  await play(page, TEXT);
  expect(faults).toEqual([]);
});

test('refuses files that are no text, opened or dropped, and keeps what was written', async ({
  page,
  app,
}) => {
  const faults = await open(page, app.url);
  await write(page, 'Mine.');
  const buffer = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 1, 2, 3]);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file' }).click();
  await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer });
  const notices = page.getByRole('status', { name: 'Notices' });
  await expect(notices).toContainText('PNG picture');

  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array([65, 0, 1, 2])], 'odd.bin'));
    const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector('main')?.dispatchEvent(event);
  });
  await expect(notices).toContainText('odd.bin');
  await expect(writer(page)).toHaveValue('Mine.');
  await play(page, 'Still here.');
  expect(faults).toEqual([]);
});

test('a million characters start like a line, anywhere, in bounded memory', async ({
  page,
  app,
}) => {
  const faults = await open(page, app.url);
  await play(page, 'A short line, to wake the voice.');
  await write(page, TEXT);
  await page.waitForTimeout(PREPARED_MS);
  const lineMs = await msToSound(page);
  expect(Math.abs((await toldFirstSoundMs(page)) - lineMs)).toBeLessThan(250);

  const paragraph = `${TEXT}\n\n`;
  await write(page, paragraph, Math.ceil(1_000_000 / paragraph.length));
  await page.waitForTimeout(PREPARED_MS);
  const bookMs = await msToSound(page);
  test.info().annotations.push({ type: 'ms', description: `line ${lineMs}, book ${bookMs}` });
  expect(bookMs).toBeLessThan(400);
  expect(bookMs).toBeLessThan(100 + 2 * Math.max(lineMs, 50));

  await place(page).focus();
  for (const key of ['PageUp', 'PageUp', 'PageDown', 'End']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(150);
    await forgetHeard(page);
    await untilHeard(page, 3000);
  }
  await page.keyboard.press('Home');
  await forgetHeard(page);
  await untilHeard(page, 3000);
  expect(await page.locator('*').count()).toBeLessThan(1500);
  const bytes = await page.evaluate(async () => {
    const measuring = performance as Performance & {
      measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
    };
    return (await measuring.measureUserAgentSpecificMemory()).bytes;
  });
  test.info().annotations.push({ type: 'MB', description: String(Math.round(bytes / 2 ** 20)) });
  expect(bytes / 2 ** 20).toBeLessThan(400);
  expect(faults).toEqual([]);
});

test('speed, volume, and a click on a word', async ({ page, app }) => {
  const faults = await open(page, app.url);
  await write(page, 'One two three four five six seven eight nine ten.');
  await page.waitForTimeout(PREPARED_MS);
  await page.evaluate(() => {
    const words = new Set<string>();
    Object.assign(window, { words });
    setInterval(() => {
      for (const range of CSS.highlights.get('sotto-word') ?? []) words.add(String(range));
    }, 15);
  });
  const seconds = await secondsToEnd(page);
  const said = () => page.evaluate(() => [...(window as unknown as { words: Set<string> }).words]);
  expect(await said()).toHaveLength(10);

  await page.evaluate(() => (window as unknown as { words: Set<string> }).words.clear());
  for (let i = 0; i < 10; i++) await page.keyboard.press('+');
  const fasterSeconds = await secondsToEnd(page);
  expect(fasterSeconds / seconds).toBeGreaterThan(0.42);
  expect(fasterSeconds / seconds).toBeLessThan(0.58);
  expect(await said()).toHaveLength(10);
  for (let i = 0; i < 10; i++) await page.keyboard.press('-');

  await play(page, TEXT);
  await page.getByRole('button', { name: 'Volume' }).click();
  const volume = page.getByRole('slider', { name: 'Volume' });
  await volume.press('Home');
  await page.waitForTimeout(300);
  expect(await loudness(page, 600)).toBeLessThan(1e-4);
  await volume.press('End');
  await page.waitForTimeout(300);
  expect(await loudness(page, 1500)).toBeGreaterThan(1e-3);
  await page.keyboard.press('Escape');

  const at = await page.evaluate(() => {
    const texts = document.createTreeWalker(
      document.querySelector('article') ?? document.body,
      NodeFilter.SHOW_TEXT,
      (text) => (text.textContent?.includes('chairs') ? 1 : 3),
    );
    const node = texts.nextNode();
    if (!node) throw new Error('The word is not on the page.');
    const start = node.textContent?.indexOf('chairs') ?? 0;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + 'chairs'.length);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
  await forgetHeard(page);
  await page.mouse.click(at.x, at.y);
  await expect.poll(() => markedWord(page), { intervals: [20] }).toBe('chairs');
  await untilHeard(page);
  expect(faults).toEqual([]);
});

test('an own pronunciation is said, and it, text and settings survive a reload', async ({
  page,
  app,
}) => {
  const faults = await open(page, app.url);
  await write(page, 'Ask Siobhan.');
  await page.waitForTimeout(PREPARED_MS);
  const before = await secondsToEnd(page);

  await page.getByRole('button', { name: 'Pronunciations' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Word', { exact: true }).fill('Siobhan');
  await sheet.getByLabel('Say it as').fill('incomprehensibility of everything');
  await sheet.getByRole('button', { name: 'Add' }).click();
  await page.keyboard.press('Escape');
  await page.waitForTimeout(1000);
  const after = await secondsToEnd(page);
  expect(after).toBeGreaterThan(before + 0.8);

  await page.keyboard.press('+');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.reload();
  await expect(writer(page)).toHaveValue('Ask Siobhan.');
  await page.waitForTimeout(PREPARED_MS);
  const again = await secondsToEnd(page);
  // At 1.1 times the speed.
  expect(again).toBeGreaterThan(after / 1.1 - 0.3);
  expect(again).toBeLessThan(after / 1.1 + 0.3);
  expect(faults).toEqual([]);
});

test('speaks on in a tab that nobody sees', async ({ page, app, context }) => {
  await open(page, app.url);
  await play(page, TEXT);
  const other = await context.newPage();
  await other.bringToFront();
  await page.waitForTimeout(1500);
  for (let i = 0; i < 3; i++) expect(await loudness(page, 1500)).toBeGreaterThan(1e-3);
  await other.close();
});

test('speaks on whenever the engine dies, and says nothing of it', async ({ page, app }) => {
  test.slow();
  await page.addInitScript(() => {
    const engines: Worker[] = [];
    Object.assign(window, { engines });
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name === 'sotto-engine') engines.push(this);
      }
    };
  });
  await open(page, app.url);
  await write(page, `${TEXT} `, 40);
  await page.waitForTimeout(PREPARED_MS);
  await forgetHeard(page);
  await mainButton(page).click();
  await untilHeard(page);
  const kill = () =>
    page.evaluate(() => {
      const { engines } = window as unknown as { engines: Worker[] };
      engines.at(-1)?.terminate();
      engines.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'Killed by the test.' }));
      return engines.length;
    });
  const lastEngine = () =>
    page.evaluate(() => (window as unknown as { engines: Worker[] }).engines.length);
  const lives: number[] = [];
  for (let death = 0; death < 3; death++) {
    lives.push(await kill());
    // No pause is as long as this, whatever was killed.
    for (let part = 0; part < 4; part++) expect(await loudness(page, 1500)).toBeGreaterThan(1e-3);
    // On a machine that is overrun the simple voice speaks for a while before another engine is wanted.
    await expect.poll(lastEngine, { timeout: 30_000 }).toBeGreaterThan(death + 1);
  }
  expect(lives).toEqual([1, 2, 3]);
  await expect(page.getByRole('status', { name: 'Notices' })).not.toContainText('stopped working');
  await expect(mainButton(page)).toHaveAccessibleName(/Pause/);
});
