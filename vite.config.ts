import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import headers from './src/base/headers.json' with { type: 'json' };
import { sdkPlugin } from './tools/sdk';
import { inlinedWorkers } from './tools/inlined-workers.mjs';

/**
 * The whole shell, for use without a network. A voice's weights live in IndexedDB instead; languages other
 * than the first three are kept when they are first used (workers/espeak/language-cache.ts).
 */
const precache = {
  globPatterns: ['**/*.{html,js,mjs,css,wasm,data,woff2,svg,png,webmanifest}', 'voices/**/*'],
  // The last two are for other people's pages, which this service worker does not serve.
  globIgnores: ['**/*.onnx', '**/*.br', '**/*.bin', '**/lang-*.data', 'sdk*', 'demo/**'],
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
  transformIndexHtml: (_, { path }) => {
    const own = path === '/embed.html' ? headers.pages['/embed.html'] : headers.security;
    const content = own['Content-Security-Policy'];
    const attrs = { 'http-equiv': 'Content-Security-Policy', content };
    return [{ tag: 'meta', attrs, injectTo: 'head-prepend' }];
  },
};

export default defineConfig({
  base: './',
  plugins: [svelte(), securityInPages, sdkPlugin(), serviceWorker],
  worker: { format: 'es', plugins: () => [inlinedWorkers()] },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    rollupOptions: { input: ['index.html', 'lab.html', 'embed.html'] },
  },
  server: { headers: headers.isolation },
  preview: { headers: { ...headers.security, ...headers.isolation } },
});
