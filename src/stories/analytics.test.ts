import { expect, it } from 'vitest';
import type { FailureRecord } from '../contracts/story';
import { countFailures, failuresAsCsv, failuresAsJson } from './analytics';
import { browserDevice } from './device';

const DAY = 86_400_000;
const RECORDS: readonly FailureRecord[] = [
  {
    at: 2 * DAY,
    kind: 'modelRun',
    voiceId: 'emma',
    device: 'Chromium 130, Linux, 2 cores',
    storyId: 'a',
  },
  { at: 2 * DAY + 5, kind: 'modelRun', voiceId: null, device: 'Firefox', storyId: 'b' },
  { at: 0, kind: 'disk', voiceId: 'emma', device: 'Firefox', storyId: '=1+1' },
];

it('counts by kind, voice, device and day', () => {
  expect(countFailures(RECORDS)).toEqual({
    total: 3,
    byKind: { modelRun: 2, disk: 1 },
    byVoice: { emma: 2, none: 1 },
    byDevice: { Firefox: 2, 'Chromium 130, Linux, 2 cores': 1 },
    byDay: [
      { day: '1970-01-01', count: 1 },
      { day: '1970-01-03', count: 2 },
    ],
  });
});

it('writes CSV that no spreadsheet runs, and JSON', () => {
  const lines = failuresAsCsv(RECORDS).split('\r\n');
  expect(lines[0]).toBe('at,kind,voice_id,device,story_id');
  expect(lines[1]).toBe('1970-01-03T00:00:00.000Z,modelRun,emma,"Chromium 130, Linux, 2 cores",a');
  expect(lines[3]).toContain(",'=1+1");
  expect(JSON.parse(failuresAsJson(RECORDS))).toMatchObject({
    counts: { total: 3 },
    failures: [{ kind: 'modelRun', voice_id: 'emma' }, {}, {}],
  });
});

it('names a device by browser and system', () => {
  const userAgent =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36';
  expect(browserDevice({ userAgent, hardwareConcurrency: 2 })).toBe('Chromium 130, Linux, 2 cores');
});
