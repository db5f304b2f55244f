import { expect, test } from 'vitest';
import { ago, dayAndTime, duration, share, timeOfDay, usage } from './format';

test('durations are as exact as they are useful', () => {
  const told = [0, 90, 310, 949, 1_420, 9_960, 42_000, 59_600, 60_000, 185_000, 7_500_000].map(
    duration,
  );
  expect(told).toEqual([
    ...['0 s', '0.09 s', '0.31 s', '0.95 s', '1.4 s', '10 s', '42 s'],
    ...['1 min', '1 min', '3 min 5 s', '2 h 5 min'],
  ]);
});

test('how long ago, in one unit', () => {
  const told = [0, 12_000, 250_000, 3 * 3_600_000, 25 * 3_600_000, 50 * 3_600_000].map(ago);
  expect(told).toEqual(['just now', '12 s ago', '4 min ago', '3 h ago', 'a day ago', '2 days ago']);
});

test('shares keep a decimal only where it matters', () => {
  expect([0, 0.004, 0.0999, 0.43, 1.2].map(share)).toEqual([
    '0 %',
    '0.4 %',
    '10 %',
    '43 %',
    '120 %',
  ]);
  expect(usage(310_000_000, 4_290_000_000)).toBe('310.0 MB of 4.3 GB (7 %)');
});

test('times are those of the listener, to the second', () => {
  const at = new Date(2026, 10, 1, 9, 5, 7).getTime();
  expect(timeOfDay(at)).toBe('09:05:07');
  expect(dayAndTime(at)).toBe('2026-11-01 09:05:07');
});
