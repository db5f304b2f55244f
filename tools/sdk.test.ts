import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildSdk } from './sdk';

const MOST_BYTES = 5000;

it('builds the SDK as one module without dependencies, under 5 kB', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-sdk-'));
  const code = await buildSdk(folder);
  await rm(folder, { recursive: true });
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(MOST_BYTES);
  expect(code).not.toMatch(/^import |\bfrom\s*["']|\bimport\(/m);
  expect(code).toContain('MIT licence');
  for (const name of ['mount', 'readArticle', 'PlayerError', 'SottoPlayer', 'defineElement']) {
    expect(code).toMatch(new RegExp(`export\\{[^}]*\\b${name}\\b`));
  }
}, 60_000);
