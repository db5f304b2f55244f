import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './tools/browser.mjs';

/** Served isolated at the first port and not isolated at the next one. */
const port = Number(process.env['SOTTO_E2E_PORT'] ?? 4300);
const dist = process.env['SOTTO_DIST'] ?? 'dist';
const serve = `node tools/serve.mjs --dist ${dist} --strict-port`;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  globalTimeout: 10 * 60_000,
  // Two cores: speech beside speech would measure the neighbour.
  workers: 1,
  forbidOnly: true,
  use: {
    baseURL: `http://localhost:${port}/`,
    launchOptions: chromiumLaunch({ autoplay: false }),
    trace: 'retain-on-failure',
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
