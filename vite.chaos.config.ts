/** The chaos build: the app and the page whose parts fail on purpose, in a folder of their own. */
import { mergeConfig } from 'vite';
import app from './vite.config';

export default mergeConfig(app, {
  build: { outDir: 'dist-chaos', rollupOptions: { input: ['chaos.html'] } },
});
