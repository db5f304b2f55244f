import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import headers from '../../src/base/headers.json' with { type: 'json' };

const here = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Serves the gallery: the real page over a fake session, previewed under the real headers. */
export default defineConfig({
  root: here,
  // Its own cache: another dev server may run beside it.
  cacheDir: `${repository}.cache/vite-gallery`,
  plugins: [svelte({ configFile: `${repository}svelte.config.js` })],
  build: { outDir: `${repository}.cache/gallery`, emptyOutDir: true, assetsInlineLimit: 0 },
  preview: { strictPort: true, headers: { ...headers.security, ...headers.isolation } },
  server: { fs: { allow: [repository] }, strictPort: true },
});
