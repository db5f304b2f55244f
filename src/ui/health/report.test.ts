import { expect, test } from 'vitest';
import { SottoError } from '../../base/errors';
import { FakeFeed } from './fake-feed';
import { degraded } from './fake-scenes';
import { supportReport } from './report';

test('a report holds what the page shows, and no sentence of an error', async () => {
  const now = Date.UTC(2026, 10, 21, 13, 5);
  const scene = degraded(now);
  const secret = new Error('could not say “my diary”');
  const lastError = new SottoError(
    'The word “diary” failed.',
    { kind: 'inference', stage: 'encode', recoverable: true },
    { operation: 'synthesize', component: 'engine', suggestion: 'diary', cause: secret },
  );
  const feed = new FakeFeed(scene, () => now);
  const { synthesizer } = scene.snapshot;
  feed.setSnapshot({ synthesizer: synthesizer && { ...synthesizer, lastError } });
  const text = await (await supportReport(feed, now)).text();
  expect(text).not.toContain('diary');
  const report = JSON.parse(text) as Record<string, never>;
  expect(report).toMatchObject({
    takenAt: '2026-11-21T13:05:00.000Z',
    snapshot: {
      status: 'degraded',
      synthesizer: { lastError: { kind: 'inference', component: 'engine', causes: ['Error'] } },
    },
    status: { history: [{ id: 'a' }, { id: 'old' }] },
  });
  expect(report['log']).toHaveLength(120);
  expect(report['samples']).toHaveLength(300);
});
