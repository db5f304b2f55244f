import { expect, test } from 'vitest';
import { FakeFeed } from './fake-feed';
import { degraded, healthy } from './fake-scenes';
import { HealthState } from './health-state.svelte';

const NOW = 1_000_000_000_000;

function world(scene = healthy(NOW)) {
  const time = { now: NOW, due: [] as (() => void)[] };
  const feed = new FakeFeed(scene, () => time.now);
  const after = (_ms: number, callback: () => void) => {
    time.due.push(callback);
    return () => (time.due = time.due.filter((one) => one !== callback));
  };
  const health = new HealthState(feed, {
    clock: { now: () => time.now, after },
    timestamp: () => time.now,
  });
  const second = () => {
    time.now += 1000;
    for (const callback of time.due.splice(0)) callback();
  };
  return { feed, health, second, time };
}

test('charts move once a second while they are seen, and rest while not', () => {
  const { health, second, time } = world();
  let seen = true;
  const stop = health.watch(() => seen);
  expect([health.now, health.samples.length]).toEqual([NOW, 300]);
  second();
  expect([health.now, health.samples.length]).toEqual([NOW + 1000, 299]);
  seen = false;
  second();
  expect(health.now).toBe(NOW + 1000);
  seen = true;
  second();
  expect(health.now).toBe(NOW + 3000);
  stop();
  expect(time.due).toEqual([]);
});

test('what is asked for runs alone and says how it ended', async () => {
  const { feed, health } = world();
  health.watch(() => true);
  await Promise.resolve();
  const first = health.act('restartPipeline');
  expect(health.isRunning('act restartPipeline')).toBe(true);
  expect(health.recovering).toBe(true);
  await health.trigger('networkError');
  await first;
  expect(feed.asked).toEqual(['act restartPipeline']);
  expect(health.said).toEqual({
    text: 'Restart the voice: “Restart the voice” helped, in 0.84 s.',
    tone: 'good',
  });
  expect([health.job, health.recovering]).toEqual([null, false]);
});

test('a refusal, an error and a check are said in plain words', async () => {
  const { feed, health } = world(degraded(NOW));
  feed.next = 'refused';
  await health.trigger('workerDied');
  expect(health.said).toMatchObject({ tone: 'bad' });
  expect(health.said?.text).toContain('Recovery for “engine stopped”: refused');
  feed.next = 'error';
  await health.reset();
  expect(health.said?.text).toBe(
    'Nothing could be done: no voice is loaded. Choose a voice, then try again.',
  );
  feed.next = 'recovered';
  await health.check();
  expect(health.said?.text).toBe('Check: degraded, 2 issues.');
  expect(health.snapshot.timestamp).toBe(NOW);
});

test('snapshots and status are followed until it is disposed of', () => {
  const { feed, health } = world();
  feed.setSnapshot({ status: 'unhealthy' });
  expect(health.snapshot.status).toBe('unhealthy');
  health.dispose();
  feed.setSnapshot({ status: 'healthy' });
  expect(health.snapshot.status).toBe('unhealthy');
});
