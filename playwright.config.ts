import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './tools/browser.mjs';

/** Served isolated at the first port and not isolated at the next one. */
const port = Number(process.env['SOTTO_E2E_PORT'] ?? 4300);
const dist = process.env['SOTTO_DIST'] ?? 'dist';
/** They measure what is heard when, or memory: work beside them would be measured too. */
const ALONE = /(robust|chaos|player|switching)\.spec|other-browsers|@alone/;
/** `npm test` runs the others two at a time and these one by one; without it, all run one by one. */
const PASSES = {
  together: { grepInvert: ALONE, workers: 2 },
  alone: { grep: ALONE, workers: 1 },
  all: { workers: 1 },
};
const pass = (process.env['SOTTO_E2E_PASS'] ?? 'all') as keyof typeof PASSES;
const serve = `node tools/serve.mjs --dist ${dist} --strict-port`;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  globalTimeout: 45 * 60_000,
  ...PASSES[pass],
  forbidOnly: true,
  use: {
    baseURL: `http://localhost:${port}/`,
    launchOptions: chromiumLaunch({ autoplay: false }),
    // Recording takes a fifth of the time, and is thrown away where all goes well.
    trace: process.env['SOTTO_TRACE'] === undefined ? 'off' : 'retain-on-failure',
  },
  projects: [
    { name: 'chromium', testIgnore: 'other-browsers/**' },
    { name: 'other-browsers', testMatch: 'other-browsers/**/*.spec.ts' },
  ],
  webServer: [
    { command: `${serve} --port ${port}`, port },
    { command: `${serve} --port ${port + 1} --no-isolation`, port: port + 1 },
  ],
});
