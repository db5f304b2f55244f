import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import headers from './src/base/headers.json' with { type: 'json' };

/** The whole shell, for use without a network; a voice's weights live in IndexedDB instead. */
const precache = {
  globPatterns: ['**/*.{html,js,mjs,css,wasm,data,woff2,svg,png,webmanifest}', 'voices/**/*'],
  globIgnores: ['**/*.onnx', '**/*.br', '**/*.bin'],
  maximumFileSizeToCacheInBytes: 32 * 2 ** 20,
  // Their names carry a hash already.
  dontCacheBustURLsMatching: /^assets\//,
};

const serviceWorker = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'workers',
  filename: 'service.worker.ts',
  injectManifest: precache,
  // ops/shell.ts registers it, late; the manifest is a file of public/.
  injectRegister: null,
  manifest: false,
});

/** The content security policy within the pages too, for hosts that send no headers. */
const securityInPages: Plugin = {
  name: 'sotto:security-in-pages',
  // The development server's own scripts and styles would break it.
  apply: 'build',
  transformIndexHtml: () => {
    const content = headers.security['Content-Security-Policy'];
    const attrs = { 'http-equiv': 'Content-Security-Policy', content };
    return [{ tag: 'meta', attrs, injectTo: 'head-prepend' }];
  },
};

export default defineConfig({
  base: './',
  plugins: [svelte(), securityInPages, serviceWorker],
  worker: { format: 'es' },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    rollupOptions: { input: ['index.html', 'lab.html'] },
  },
  server: { headers: headers.isolation },
  preview: { headers: { ...headers.security, ...headers.isolation } },
});
