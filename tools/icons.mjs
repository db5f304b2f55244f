/** Draws the app's PNG icons from public/icons/icon.svg; run it after changing the drawing. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchChromium } from './browser.mjs';
import { repositoryRoot } from './lib.mjs';

const folder = join(repositoryRoot, 'public/icons');

/** `bleed`: colour to the edge and the drawing within the inner 80 %, for hosts that cut the shape. */
const ICONS = [
  { file: 'icon-192.png', pixels: 192, bleed: false },
  { file: 'icon-512.png', pixels: 512, bleed: false },
  { file: 'maskable-512.png', pixels: 512, bleed: true },
  { file: 'apple-touch-icon.png', pixels: 180, bleed: true },
];

const PAPER = '#f7f2e8';

function pageFor(svg, { pixels, bleed }) {
  const side = bleed ? Math.round(pixels * 0.86) : pixels;
  const background = bleed ? PAPER : 'transparent';
  return `<style>
    html { background: ${background} }
    body { margin: 0; width: ${pixels}px; height: ${pixels}px; display: grid; place-items: center }
    svg { width: ${side}px; height: ${side}px }
  </style>${svg}`;
}

const svg = await readFile(join(folder, 'icon.svg'), 'utf8');
const browser = await launchChromium();
const page = await browser.newPage();
for (const icon of ICONS) {
  await page.setViewportSize({ width: icon.pixels, height: icon.pixels });
  await page.setContent(pageFor(svg, icon));
  await writeFile(join(folder, icon.file), await page.screenshot({ omitBackground: !icon.bleed }));
}
await browser.close();
