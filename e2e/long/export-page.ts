/** The app with a book in it and its export: what a person does, and what lies on the disk behind it. */
import { expect, test, type Download, type Page } from '@playwright/test';
import type { SpokenClause } from '../../src/contracts/export';
import { peakRendererMb } from './renderer-memory';

export const dialog = (page: Page) => page.getByRole('dialog');
/** Where a book is read, which comes back by itself. */
export const theText = (page: Page) => page.getByRole('article', { name: 'The text' });
const bar = (page: Page) => dialog(page).getByRole('progressbar', { name: /^Export of/ });

/** The cheapest that is still the neural voice: one step. Files go to the downloads. */
export async function openApp(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'showSaveFilePicker');
    const settings = { voiceId: 'kathleen-v0', synthesis: { steps: 1 } };
    localStorage.setItem('sotto.settings', JSON.stringify(settings));
  });
  await page.goto(url);
  const writer = page.getByRole('textbox', { name: 'Text to read aloud' });
  await writer.or(theText(page)).first().waitFor({ state: 'attached' });
}

export async function dropBook(page: Page, epub: Buffer): Promise<void> {
  const input = await page.evaluateHandle(() =>
    Object.assign(document.createElement('input'), { type: 'file' }),
  );
  await input.asElement()?.setInputFiles({ name: 'book.epub', mimeType: '', buffer: epub });
  await input.evaluate((field) => {
    const file = (field as HTMLInputElement).files?.[0];
    if (file === undefined) return;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector('main')?.dispatchEvent(event);
  });
  await expect(theText(page).getByRole('heading', { name: 'Chapter 1', exact: true })).toBeVisible({
    timeout: 60_000,
  });
}

export interface Watched {
  readonly words: number;
  readonly peakMb: number;
}

interface Watch {
  readonly profile: string;
  readonly what: string;
  readonly everyMs: number;
}

const LOG_EVERY_MS = 60_000;

/** Until `done` says so; tells how far it is once a minute. */
export async function watchExport(
  page: Page,
  { profile, what, everyMs }: Watch,
  done: (fraction: number | null) => boolean,
): Promise<Watched> {
  const startedAt = Date.now();
  let loggedAt = startedAt;
  let watched: Watched = { words: 0, peakMb: 0 };
  for (;;) {
    const seen = await look(page);
    const peakMb = Math.max(watched.peakMb, (await peakRendererMb(profile)) ?? 0);
    watched = { words: Math.max(watched.words, seen.words), peakMb };
    if (done(seen.fraction)) return watched;
    if (Date.now() - loggedAt >= LOG_EVERY_MS) {
      loggedAt = Date.now();
      const minutes = Math.round((loggedAt - startedAt) / 60_000);
      console.info(`${what}, ${minutes} min: ${seen.told}; at the most ${peakMb} MB`);
    }
    await page.waitForTimeout(everyMs);
  }
}

async function look(page: Page) {
  const failed = dialog(page).locator('.failed');
  if (await failed.isVisible()) throw new Error((await failed.textContent()) ?? 'It failed.');
  if (!(await bar(page).isVisible())) return { fraction: null, words: 0, told: 'no export' };
  return bar(page).evaluate((progress: HTMLProgressElement) => {
    const figures = [...(progress.parentElement?.querySelectorAll('dd') ?? [])];
    const [spoken = '', words = '', kept = ''] = figures.map((one) => one.textContent);
    const count = Number(words.replaceAll(/\D/g, ''));
    const told = `${(100 * progress.value).toFixed(1)} %, ${spoken}, ${words} words, ${kept}`;
    return { fraction: progress.value, words: count, told };
  });
}

/** As a browser kills a tab. */
export async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}

export interface KeptWork {
  readonly clauses: readonly SpokenClause[];
  /** Lines of the log, which has one more for each clause that was spoken again. */
  readonly lines: number;
  readonly soundBytes: number;
}

/** What lies on the disk of the one work there is, while no page holds it. */
export function readKept(page: Page): Promise<KeptWork> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('exports');
    const works: FileSystemDirectoryHandle[] = [];
    for await (const handle of folder.values()) {
      if (handle.kind === 'directory') works.push(handle as FileSystemDirectoryHandle);
    }
    const [work] = works;
    if (work === undefined || works.length > 1) throw new Error(`There are ${works.length} works.`);
    const read = async (name: string) => (await work.getFileHandle(name)).getFile();
    const lines = (await (await read('clauses.jsonl')).text()).trim().split('\n');
    const entries = lines.map(
      (line) => JSON.parse(line) as { index?: number; clause?: SpokenClause },
    );
    const clauses: SpokenClause[] = [];
    for (const { index, clause } of entries) {
      if (index !== undefined && clause !== undefined) clauses[index] = clause;
    }
    const spoken = entries.filter(({ clause }) => clause !== undefined).length;
    return { clauses, lines: spoken, soundBytes: (await read('sound.pcm')).size };
  });
}

/** Kept with the test's results, where a listener can hear them. */
export function collect(page: Page): (ending: string) => Promise<string> {
  const downloads: Download[] = [];
  let count = 0;
  page.on('download', (download) => downloads.push(download));
  return async (ending) => {
    const find = () => downloads.find((one) => one.suggestedFilename().endsWith(ending));
    await expect.poll(() => find() !== undefined, { timeout: 120_000 }).toBe(true);
    const path = test.info().outputPath(`${count++}${ending}`);
    await find()?.saveAs(path);
    return path;
  };
}
