/** The player in Chromium, heard at the loudspeaker's end, over both transports. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';
import headers from '../../src/base/headers.json' with { type: 'json' };
import { largestStep } from '../samples';
import type { Harness } from './harness';
import { PITCH_HZ, RATE, voice } from './signal';

/** The first is isolated and has shared memory; the second has neither. */
const PORTS = { sharedMemory: 4211, messages: 4212 } as const;
const TRANSPORTS = ['sharedMemory', 'messages'] as const;
/** The player's ramps: 5 ms. */
const RAMP = 120;

let folder: string;
let servers: PreviewServer[] = [];

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'player-harness-'));
  const root = import.meta.dirname;
  const shared = { root, base: './', configFile: false, logLevel: 'warn' } as const;
  const output = { outDir: folder, emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 };
  await build({ ...shared, worker: { format: 'es' }, build: output });
  const serve = (port: number, extra: Record<string, string>) =>
    preview({
      ...shared,
      build: { outDir: folder },
      preview: { port, strictPort: true, host: 'localhost', headers: extra },
    });
  servers = [await serve(PORTS.sharedMemory, headers.isolation), await serve(PORTS.messages, {})];
});

test.afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

const stepOf = (samples: readonly number[]) => largestStep(Float32Array.from(samples));

/** Where `needle` begins in `heard`, sample for sample; -1 when nowhere. */
function find(heard: readonly number[], needle: readonly number[], from = 0): number {
  for (let at = heard.indexOf(needle[0] ?? NaN, from); at >= 0;) {
    if (needle.every((sample, i) => heard[at + i] === sample)) return at;
    at = heard.indexOf(needle[0] ?? NaN, at + 1);
  }
  return -1;
}

function pitchOf(samples: readonly number[]): number {
  const from = Math.floor(samples.length / 4);
  const score = (lag: number) => {
    let product = 0;
    let energy = 0;
    for (let i = from; i < from + 4800; i++) {
      const value = samples[i + lag] ?? 0;
      product += (samples[i] ?? 0) * value;
      energy += value * value;
    }
    return product / Math.sqrt(energy + 1e-9);
  };
  let best = 80;
  for (let lag = 80; lag <= 300; lag++) if (score(lag) > score(best) * 1.001) best = lag;
  return RATE / best;
}

async function open(page: Page, transport: (typeof TRANSPORTS)[number]): Promise<void> {
  await page.goto(`http://localhost:${PORTS[transport]}/`);
  await page.waitForFunction(() => 'startHarness' in window);
  const kind = await page.evaluate(async () => {
    window.harness = await window.startHarness('auto');
    return window.harness.player.stats.transport;
  });
  expect(kind).toBe(transport);
}

/** Runs in the page and brings back what was heard, the log and the player's figures. */
async function perform(page: Page, act: (harness: Harness) => Promise<void>) {
  const harness = await page.evaluateHandle(() => window.harness);
  await harness.evaluate(act);
  const { heard, ...rest } = await harness.evaluate(async (harness) => {
    await harness.sleep(100);
    const { player, log } = harness;
    return { heard: harness.heard(), log, stats: player.stats, output: player.output };
  });
  return { ...rest, heard: heard.split(',').flatMap(floats) };
}

function floats(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

for (const transport of TRANSPORTS) {
  test.describe(`over ${transport}`, () => {
    test.beforeEach(({ page }) => open(page, transport));

    test('gives the samples as they are, without a gap', async ({ page }) => {
      const first = voice(1);
      const second = voice(1, 50);
      const { heard, log, stats, output } = await perform(page, async (harness) => {
        harness.push(1, 50);
        harness.push(1, 50, 50);
        harness.player.end();
        const drained = harness.drained();
        await harness.player.play();
        await drained;
      });
      const a = find(heard, first.slice(RAMP, -RAMP));
      const b = find(heard, second.slice(RAMP, -RAMP));
      expect(a).toBeGreaterThanOrEqual(0);
      expect(b - a).toBe(RATE + 0.1 * RATE);
      expect(stepOf(heard)).toBeLessThanOrEqual(stepOf(first) * 1.05);
      expect(log).toEqual(['-', 'word', '-', '-', 'word', '-', 'null', 'drained']);
      expect(stats.underruns).toBe(0);
      expect(stats.playedSeconds).toBeCloseTo(2.2, 3);
      expect(output).toEqual({ kind: 'running' });
    });

    test('pauses and resumes without losing a sample, and flushes without a click', async ({
      page,
    }) => {
      const pcm = voice(1.5);
      const { heard, stats } = await perform(page, async (harness) => {
        const { player } = harness;
        harness.push(1.5, 50);
        await player.play();
        await harness.sleep(600);
        await player.pause();
        await harness.sleep(200);
        player.end();
        const drained = harness.drained();
        await player.play();
        await drained;
        harness.push(1.5, 50);
        await harness.sleep(700);
        player.flush();
        await harness.sleep(200);
      });
      const start = find(heard, pcm.slice(RAMP, 2 * RAMP)) - RAMP;
      let before = RAMP;
      while (heard[start + before] === pcm[before]) before++;
      const end = find(heard, pcm.slice(-2 * RAMP, -RAMP)) + 2 * RAMP;
      let after = RAMP;
      while (heard[end - 1 - after] === pcm[pcm.length - 1 - after]) after++;
      // Both parts whole; between them one ramp's length that was heard fading out and in again.
      expect(pcm.length - before - after).toBeLessThanOrEqual(RAMP);
      expect(end - start).toBeGreaterThan(pcm.length + 0.15 * RATE);
      expect(stepOf(heard)).toBeLessThanOrEqual(stepOf(pcm) * 1.05);
      expect(heard.slice(-2000).every((sample) => sample === 0)).toBe(true);
      expect(stats).toMatchObject({ underruns: 0, bufferedSeconds: 0 });
    });

    test('counts an underrun when starved and goes on where it stopped', async ({ page }) => {
      const { heard, stats } = await perform(page, async (harness) => {
        const { player } = harness;
        harness.push(0.5, 0);
        await player.play();
        await harness.sleep(900);
        harness.push(0.5, 0);
        player.end();
        await harness.drained();
      });
      expect(stats.underruns).toBe(1);
      expect(stats.playedSeconds).toBeCloseTo(1, 3);
      expect(stepOf(heard)).toBeLessThanOrEqual(stepOf(voice(0.5)) * 1.05);
    });

    test('speaks twice as fast at the same pitch', async ({ page }) => {
      const pcm = voice(3);
      const { heard, stats } = await perform(page, async (harness) => {
        harness.player.setSpeed(2);
        harness.push(3, 10);
        harness.player.end();
        const drained = harness.drained();
        await harness.player.play();
        await drained;
      });
      const sound = heard.slice(
        heard.findIndex((sample) => sample !== 0),
        heard.findLastIndex((sample) => sample !== 0),
      );
      expect(Math.abs(sound.length / (pcm.length / 2) - 1)).toBeLessThan(0.04);
      expect(Math.abs(pitchOf(sound) / PITCH_HZ - 1)).toBeLessThan(0.01);
      expect(stepOf(heard)).toBeLessThanOrEqual(stepOf(pcm) * 1.1);
      expect(stats).toMatchObject({ underruns: 0 });
    });

    test('outlives a busy main thread', async ({ page }) => {
      const { stats } = await perform(page, async (harness) => {
        for (let i = 0; i < 12; i++) harness.push(1, 0);
        await harness.player.play();
        await harness.hog(10);
      });
      expect(stats.underruns).toBe(0);
      expect(stats.playedSeconds).toBeGreaterThan(9);
    });

    test('goes on with a new output when the context was closed', async ({ page }) => {
      const { log, stats, output } = await perform(page, async (harness) => {
        harness.push(1, 20);
        harness.player.end();
        const drained = harness.drained();
        await harness.player.play();
        await harness.sleep(400);
        await harness.context().close();
        await drained;
      });
      expect(stats.playedSeconds).toBeCloseTo(1.04, 2);
      expect(log.filter((entry) => entry === 'drained')).toEqual(['drained']);
      expect(output).toEqual({ kind: 'running' });
    });
  });
}
