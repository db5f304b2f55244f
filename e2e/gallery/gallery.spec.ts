/** The page over a fake session: clean for assistive technology, stable in layout, fast with a whole book. */
import { expect, test, type Page } from '@playwright/test';
import type { PreviewServer } from 'vite';
import { axeFindings, outside, serveGallery, tooSmall } from './checks';

const PORT = 4242;
const STATES = [
  ...['empty', 'typing', 'loading-download', 'loading-engine', 'playing', 'paused', 'degraded'],
  'formant',
  ...['failed', 'offline', 'ended', 'lexicon', 'voices', 'adjust', 'shortcuts'],
  ...[
    'export',
    'export-running',
    'export-writing',
    'export-saved',
    'export-failed',
    'export-waiting',
  ],
  ...['status', 'update', 'markup-error', 'rtl'],
  ...['profiles', 'profiles-none', 'profiles-deleted', 'profiles-missing'],
  ...['profile-able', 'profile-plain', 'profile-missing'],
  ...['storage', 'storage-empty', 'storage-failed', 'storage-delete', 'storage-packing'],
  'storage-refused',
  ...['stories-empty', 'stories-rendering', 'stories-failed', 'stories-paused', 'stories-full'],
  ...['stories-ready', 'stories-refused'],
  ...['voices-found', 'voices-none', 'voices-wishes', 'voices-refused'],
];
const DOCUMENT_STATES = [
  'document',
  'document-table',
  'contents',
  'contents-empty',
  'recent',
  'opening',
];
const WIDTHS = [320, 390, 820, 1440];
const MILLION = 1_000_000;

let server: PreviewServer;

test.describe.configure({ mode: 'default' });

test.beforeAll(async () => {
  server = await serveGallery(PORT);
});
test.afterAll(() => server.close());

async function show(page: Page, state: string, more = ''): Promise<void> {
  await page.goto(`http://localhost:${PORT}/?state=${state}${more}`);
  await page.locator('html[data-ready]').waitFor();
}

for (const state of [...STATES, ...DOCUMENT_STATES]) {
  test(`${state}: clean for axe in light and dark, fits every width, thumb-sized`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await show(page, state);
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate(tooSmall)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await axeFindings(page, ['color-contrast'])).toEqual([]);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(outside), `at ${width}`).toEqual([]);
    }
  });
}

test('the keyboard alone writes, plays, moves and edits', async ({ page }) => {
  await show(page, 'empty');
  const state = () => page.evaluate(() => window.gallery.session.state.kind);
  const offset = () => page.evaluate(() => window.gallery.session.progress.offset);
  const text = 'One is here. Two is here? Three is here! And k j l ? + are letters.';
  await page.getByLabel('Text to read aloud').focus();
  await page.keyboard.type(text);
  await expect(page.getByLabel('Text to read aloud')).toHaveValue(text);
  await page.keyboard.press('Control+Enter');
  await expect.poll(state).toBe('playing');
  await page.keyboard.press('Space');
  await expect.poll(state).toBe('paused');
  await page.keyboard.press('ArrowRight');
  await expect.poll(offset).toBe(text.indexOf('Two'));
  await page.keyboard.press('l');
  await expect.poll(offset).toBe(text.indexOf('Three'));
  await page.keyboard.press('ArrowLeft');
  await expect.poll(offset).toBe(text.indexOf('Two'));
  await page.keyboard.press('+');
  await expect(page.getByLabel('Speed')).toHaveValue('1.1');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('e');
  const area = page.getByLabel('Text to read aloud');
  await expect(area).toBeFocused();
  const caret = await area.evaluate((field: HTMLTextAreaElement) => field.selectionStart);
  expect(caret).toBe(text.indexOf('Two'));
});

test('Tab reaches the reader, and Enter reads from a paragraph', async ({ page }) => {
  await show(page, 'paused');
  const paragraph = page.locator('article p[tabindex="0"]');
  await expect(paragraph).toHaveCount(1);
  await paragraph.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const here = await page.evaluate(() => {
    const { session } = window.gallery;
    return session.text.slice(session.progress.offset, session.progress.offset + 9);
  });
  expect(here).toBe('Something');
});

for (const spans of ['', '&spans']) {
  test(`a click on a word reads from it, and it is marked${spans}`, async ({ page }) => {
    await show(page, 'playing', spans);
    const box = await page.evaluate(() => {
      const article = document.querySelector('article') ?? document.body;
      const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
      while (texts.nextNode() && !texts.currentNode.nodeValue?.includes('discontent'));
      const range = document.createRange();
      const at = texts.currentNode.nodeValue?.indexOf('discontent') ?? 0;
      range.setStart(texts.currentNode, at + 2);
      range.setEnd(texts.currentNode, at + 4);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
    await page.mouse.click(box.x, box.y);
    await page.evaluate(() => window.gallery.session.pause());
    const marked = () =>
      page.evaluate(() => {
        const highlight = 'highlights' in CSS ? CSS.highlights.get('sotto-word') : undefined;
        const ranges = [...(highlight ?? [])];
        return ranges.length > 0
          ? ranges.map(String).join('')
          : document.querySelector('article .word')?.textContent;
      });
    // Painted with the next frame.
    await expect.poll(marked).toBe('discontent');
  });
}

test('the text does not move between writing and listening', async ({ page }) => {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await show(page, 'typing');
    const clip = { x: 0, y: 60, width: width - 20, height: 560 };
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('textarea { caret-color: transparent !important }');
      document.adoptedStyleSheets.push(sheet);
      Object.assign(window.gallery.session, { sayWordAt: () => undefined });
    });
    const written = await page.screenshot({ clip });
    await page.getByRole('button', { name: 'Play' }).click();
    await page.evaluate(() => {
      window.gallery.session.pause();
      CSS.highlights.clear();
    });
    const article = page.getByRole('article');
    await expect(article).toBeVisible();
    const tops = await page.evaluate(() => {
      const field = document.querySelector('textarea');
      const first = document.querySelector('article p');
      if (!field || !first) return null;
      const padding = Number.parseFloat(getComputedStyle(field).paddingTop);
      return [field.getBoundingClientRect().top + padding, first.getBoundingClientRect().top];
    });
    expect(Math.abs((tops?.[0] ?? 0) - (tops?.[1] ?? 99))).toBeLessThanOrEqual(1);
    const read = await page.screenshot({ clip });
    expect(read.equals(written), `the same pixels at ${width}`).toBe(true);
  }
});

test('the view follows the voice until the reader scrolls, and comes back', async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 600 });
  await show(page, 'playing');
  const article = page.getByRole('article');
  const top = () => article.evaluate((element) => element.scrollTop);
  await article.hover();
  await page.mouse.wheel(0, 2000);
  const back = page.getByRole('button', { name: 'Back to the voice' });
  await expect(back).toBeVisible();
  const scrolled = await top();
  await page.evaluate(() => window.gallery.session.nextSentence());
  expect(await top()).toBe(scrolled);
  await back.click();
  await expect(back).toHaveCount(0);
  await expect.poll(top).toBeLessThan(scrolled);
});

test('a million characters: quick to play, few elements, cheap words', async ({ page }) => {
  await show(page, 'empty');
  const figures = await page.evaluate(async (length) => {
    const { room, session } = window.gallery;
    const sentence = 'The quick brown fox jumps over the lazy dog, and nobody minds. ';
    const paragraph = `${sentence.repeat(8)}\n\n`;
    const text = paragraph.repeat(Math.ceil(length / paragraph.length)).slice(0, length);
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    room.draft.replace(text);
    await frame();
    const began = performance.now();
    room.play();
    await frame();
    const toListenMs = performance.now() - began;
    session.pause();
    const count = () => document.querySelectorAll('*').length;
    let most = count();
    for (const place of [0.2, 0.9, 0.5, 0.999]) {
      session.seek(Math.floor(place * length));
      await frame();
      await frame();
      most = Math.max(most, count());
    }
    session.setState({ kind: 'playing' });
    session.seek(500_000);
    await frame();
    const started = performance.now();
    for (let i = 0; i < 200; i++) session.sayWordAt(500_000 + i * 6);
    const wordMs = (performance.now() - started) / 200;
    return { toListenMs, most, wordMs };
  }, MILLION);
  expect(figures.toListenMs).toBeLessThan(1000);
  expect(figures.most).toBeLessThan(400);
  expect(figures.wordMs).toBeLessThan(4);
});

test('bad markup keeps the text and says where', async ({ page }) => {
  await show(page, 'markup-error');
  await expect(page.getByText('Line 3, column 21')).toBeVisible();
  await page.getByRole('button', { name: 'Show me' }).click();
  const area = page.getByLabel('Text to read aloud');
  const at = await area.evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart),
  );
  expect(at.startsWith('<prosody')).toBe(true);
});
