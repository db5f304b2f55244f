/** What every state of the page is looked at for. */
import type { Page } from '@playwright/test';
import axe, { type RunOnly } from 'axe-core';
import { build, preview, type PreviewServer } from 'vite';
import { fileURLToPath } from 'node:url';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Builds the gallery into a folder of its own and serves it. */
export async function serveGallery(port: number): Promise<PreviewServer> {
  const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url));
  const outDir = fileURLToPath(new URL(`../../.cache/gallery-${port}`, import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir } });
  return preview({ configFile, build: { outDir }, preview: { port }, logLevel: 'error' });
}

/**
 * Empty: all is well. Straight through axe-core: the wrapper for Playwright opens a second page and loads
 * axe four times for every look, which takes longer than looking.
 */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  for (const frame of page.frames()) {
    if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source);
  }
  const runOnly: RunOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: TAGS };
  return page.evaluate(async (only) => {
    const { axe: inPage } = window as unknown as { axe: Pick<typeof axe, 'run'> };
    const { violations } = await inPage.run({ runOnly: only, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  }, runOnly);
}

/** What sticks out of the window; whatever is only there for screen readers, or scrolls, does not count. */
export function outside(): string[] {
  const all = document.querySelectorAll('button, input, select, p, article, textarea, dialog');
  const stickingOut = [...all].filter((element) => {
    const { width, left, right } = element.getBoundingClientRect();
    const seen = element.checkVisibility() && width > 1 && !element.classList.contains('unseen');
    const scrolls = element.closest('nav') !== null;
    return seen && !scrolls && (right > innerWidth + 0.5 || left < -0.5);
  });
  const page = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
  const sheets = [...document.querySelectorAll('dialog')].filter(
    ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
  );
  return [...page, ...[...stickingOut, ...sheets].map(({ outerHTML }) => outerHTML.slice(0, 90))];
}

/** Elements that can be pressed and are smaller than a thumb. */
export function tooSmall(): string[] {
  return [...document.querySelectorAll('button, select, input:not([type=checkbox], [type=radio])')]
    .filter((element) => element.checkVisibility())
    .filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width < 43.5 || height < 43.5;
    })
    .map((element) => element.outerHTML.slice(0, 120));
}
