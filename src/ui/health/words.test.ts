import { expect, test } from 'vitest';
import type { RecoveryRecord } from '../../contracts/resilience';
import { breakerWords, recordTitle, resultWords, spacedName } from './words';

const record: RecoveryRecord = {
  id: 'r',
  failure: 'workerDied',
  trigger: 'asked',
  startedAt: 0,
  durationMs: 1_420,
  attempts: [
    { action: 'releaseGpu', outcome: 'didNotHelp', durationMs: 400, error: null },
    { action: 'restartPipeline', outcome: 'helped', durationMs: 1_020, error: null },
  ],
  outcome: 'recovered',
};

test('a breaker says when it tries again', () => {
  expect(breakerWords({ kind: 'closed', failures: 0 }, 0)).toBe('Closed');
  expect(breakerWords({ kind: 'closed', failures: 1 }, 0)).toBe('Closed, 1 failure lately');
  expect(breakerWords({ kind: 'open', until: 22_000 }, 0)).toBe('Open, tries again in 22 s');
  expect(breakerWords({ kind: 'open', until: 22_000 }, 30_000)).toBe('Open, tries again now');
  expect(breakerWords({ kind: 'halfOpen' }, 0)).toBe('Half open, the next try decides');
});

test('a result names what helped and how long it took', () => {
  expect(resultWords(record, spacedName)).toBe('“Restart pipeline” helped, in 1.4 s.');
  const outcomes = (['degraded', 'failed', 'refused'] as const).map((outcome) =>
    resultWords({ ...record, attempts: [], outcome }, spacedName),
  );
  expect(outcomes).toEqual([
    'Nothing brought the voice back in 1.4 s; the formant voice speaks meanwhile.',
    'It did not help (1.4 s).',
    'Refused: it was tried too often just now. Wait, or reset the breakers.',
  ]);
});

test('a record is called after its failure, or after the one action that was asked for', () => {
  expect(recordTitle(record, spacedName)).toBe('Engine stopped');
  const alone = { ...record, failure: null, attempts: record.attempts.slice(0, 1) };
  expect(recordTitle(alone, spacedName)).toBe('Release gpu');
  expect(recordTitle({ ...alone, attempts: [] }, spacedName)).toBe('One action');
});
