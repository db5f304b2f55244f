import { expect, it } from 'vitest';
import type { HealthSample } from '../contracts/health';
import { fakeTime } from '../resilience/fake-time';
import { createSampler } from './sampler';

function setUp() {
  const clock = fakeTime();
  let isSounding = false;
  const sample = (): HealthSample => ({
    timestamp: clock.now(),
    load: null,
    rtf: null,
    bufferedSeconds: 0,
    level: 'normal',
    rung: 'chosen',
  });
  const sampler = createSampler({ clock, sample, isSounding: () => isSounding });
  return { clock, sampler, sound: (now: boolean) => (isSounding = now) };
}

it('samples once a second while sound plays', async () => {
  const { clock, sampler, sound } = setUp();
  sampler.wake();
  await clock.advance(5_000);
  expect(sampler.samples).toEqual([]);
  sound(true);
  sampler.wake();
  sampler.wake();
  await clock.advance(3_000);
  expect(sampler.samples.map(({ timestamp }) => timestamp)).toEqual([6_000, 7_000, 8_000]);
  sound(false);
  await clock.advance(10_000);
  expect(sampler.samples).toHaveLength(3);
});

it('samples while somebody watches, and keeps five minutes', async () => {
  const { clock, sampler } = setUp();
  let seen = 0;
  const leave = sampler.onSample(() => seen++);
  await clock.advance(400_000);
  expect(seen).toBe(400);
  expect(sampler.samples).toHaveLength(300);
  expect(sampler.samples[0]?.timestamp).toBe(101_000);
  leave();
  leave();
  await clock.advance(10_000);
  expect(seen).toBe(400);
}, 20_000);
