/** A copy of the built app on a server of its own, which a test may stop, start again and change. */
import { appendFile, cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { serve, type ServeOptions, type Served } from '../tools/serve.mjs';

export interface BuiltApp {
  readonly url: string;
  /** Paths of all files, relative to the root, with forward slashes. */
  files(): Promise<string[]>;
  /** The network cable, pulled. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** What a new version looks like to a browser: another service worker. */
  publishUpdate(): Promise<void>;
}

export interface AppFixtures {
  readonly app: BuiltApp;
  readonly serveOptions: ServeOptions;
}

export const test = base.extend<AppFixtures>({
  serveOptions: [{}, { option: true }],
  app: async ({ serveOptions }, use) => {
    const dist = await mkdtemp(join(tmpdir(), 'sotto-app-'));
    await cp(process.env['SOTTO_DIST'] ?? 'dist', dist, { recursive: true });
    let served: Served = await serve({ port: 0, ...serveOptions, dist });
    const { port, url } = served;
    await use({
      url,
      files: async () => {
        const entries = await readdir(dist, { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1));
      },
      stop: () => served.close(),
      start: async () => {
        served = await serve({ ...serveOptions, dist, port, strictPort: true });
      },
      publishUpdate: () => appendFile(join(dist, 'service.worker.js'), '\n// A newer version.\n'),
    });
    await served.close();
    await rm(dist, { recursive: true });
  },
});

export { expect } from '@playwright/test';
