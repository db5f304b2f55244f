import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The policy the real page ships, so that what it forbids fails here first. */
const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(
  readFileSync(`${repository}index.html`, 'utf8'),
);

/** Serves the gallery: the real page over a fake session. */
export default defineConfig({
  root: here,
  // Its own cache: another dev server may run beside it.
  cacheDir: `${repository}.cache/vite-gallery`,
  plugins: [svelte({ configFile: `${repository}svelte.config.js` })],
  build: { outDir: `${repository}.cache/gallery`, emptyOutDir: true, assetsInlineLimit: 0 },
  preview: { strictPort: true, headers: { 'Content-Security-Policy': policy?.[1] ?? '' } },
  server: { fs: { allow: [repository] }, strictPort: true },
});
