import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Serves the gallery: the real page over a fake session. */
export default defineConfig({
  root: here,
  // Its own cache: another dev server may run beside it.
  cacheDir: `${repository}.cache/vite-gallery`,
  plugins: [svelte({ configFile: `${repository}svelte.config.js` })],
  server: { fs: { allow: [repository] }, strictPort: true },
});
