import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vite';
import gallery from '../gallery/vite.config';

const here = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The real player over a fake session, previewed under the real headers. */
export default mergeConfig(gallery, {
  root: here,
  cacheDir: `${repository}.cache/vite-embed-gallery`,
  build: { outDir: `${repository}.cache/embed-gallery` },
});
