import { expect, test } from 'vitest';
import { bytes, bytesOf, clockTime, count, factor, percent, roughTime, spokenTime } from './format';

test.each([
  [0, '0:00'],
  [59.9, '0:59'],
  [61, '1:01'],
  [3600, '1:00:00'],
  [42_725, '11:52:05'],
  [-3, '0:00'],
  [Number.NaN, '0:00'],
])('%d seconds on the clock are %s', (seconds, shown) => {
  expect(clockTime(seconds)).toBe(shown);
});

test.each([
  [0, 'no time'],
  [0.2, 'about 1 s'],
  [42, 'about 42 s'],
  [482, 'about 8 min'],
  [3600, 'about 1 h'],
  [5400, 'about 1 h 30 min'],
])('%d seconds are roughly %s', (seconds, shown) => {
  expect(roughTime(seconds)).toBe(shown);
});

test('time is read out in words', () => {
  expect(spokenTime(3661)).toBe('1 hour 1 minute 1 second');
  expect(spokenTime(120)).toBe('2 minutes');
  expect(spokenTime(0.2)).toBe('0 seconds');
});

test.each([
  [12, '12 B'],
  [840_000, '840 kB'],
  [27_500_000, '27.5 MB'],
  [1_200_000_000, '1.2 GB'],
])('%d bytes are %s', (n, shown) => {
  expect(bytes(n)).toBe(shown);
});

test('a share of bytes names the unit once where both have it', () => {
  expect(bytesOf(12_400_000, 27_500_000)).toBe('12.4 of 27.5 MB');
  expect(bytesOf(200_000, 27_500_000)).toBe('200 kB of 27.5 MB');
});

test('counts, factors and percents', () => {
  expect(count(1, 'word')).toBe('1 word');
  expect(count(12_345, 'word')).toBe('12,345 words');
  expect(factor(1)).toBe('1×');
  expect(factor(1.25)).toBe('1.25×');
  expect(percent(1, 3)).toBe(33);
  expect(percent(5, 0)).toBe(0);
  expect(percent(9, 4)).toBe(100);
});
