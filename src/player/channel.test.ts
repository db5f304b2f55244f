import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_REPORT, linkOver, TRANSPORTS } from './fakes';
import { ringCapacity } from './ring';

const CAPACITY = 64;

type Step =
  | { readonly kind: 'write' | 'read'; readonly count: number }
  | { readonly kind: 'flush' | 'deliver' | 'report' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('write' as const, 'read' as const),
    count: fc.integer({ min: 0, max: CAPACITY }),
  }),
  fc.record({ kind: fc.constantFrom('deliver' as const, 'report' as const) }),
  fc.record({ kind: fc.constant('flush' as const) }),
);

/** Counters near their wrap, near the sign change, and plain. */
const start = fc.constantFrom(0, -20, 2 ** 31 - 20);

const numbers = (from: number, count: number) =>
  Float32Array.from({ length: count }, (_, i) => from + i);

describe.each(TRANSPORTS)('a channel over %s', (transport) => {
  it('delivers every sample once and in order, and none from before a flush', () => {
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 80 }), (counter, steps) => {
        const { channel, reader, deliver } = linkOver(transport, CAPACITY, counter);
        let written = 0;
        let expected = 0;
        const read = (count: number) => {
          if (reader.poll()) {
            reader.acceptFlush();
            expected = reader.consumed;
            reader.poll();
          }
          const out = new Float32Array(count);
          const got = reader.read(out, 0, count);
          expect(out.slice(0, got)).toEqual(numbers(expected, got));
          expected += got;
          expect(reader.consumed).toBe(expected);
        };
        for (const { kind, ...rest } of steps) {
          const count = 'count' in rest ? rest.count : 0;
          if (kind === 'write') {
            const fitting = Math.min(count, channel.free);
            channel.write(numbers(written, fitting));
            written += fitting;
          } else if (kind === 'read') read(count);
          else if (kind === 'flush') channel.flush();
          else if (kind === 'deliver') deliver();
          else channel.noteReport({ ...EMPTY_REPORT, consumed: reader.consumed });
          expect(channel.free).toBeGreaterThanOrEqual(0);
          expect(channel.free).toBeLessThanOrEqual(CAPACITY);
        }
        deliver();
        read(CAPACITY);
        expect(reader.consumed).toBe(written);
      }),
      { numRuns: 500 },
    );
  });

  it('gives nothing between a flush and its acceptance, and then the new samples only', () => {
    const { channel, reader, deliver } = linkOver(transport, CAPACITY);
    channel.write(numbers(0, 10));
    channel.flush();
    channel.write(numbers(100, 5));
    deliver();
    expect(reader.poll()).toBe(true);
    expect(reader.available).toBe(0);
    reader.acceptFlush();
    reader.poll();
    const out = new Float32Array(20);
    expect(reader.read(out, 0, 20)).toBe(5);
    expect(out.slice(0, 5)).toEqual(numbers(100, 5));
    expect(reader.generation).toBe(channel.generation);
  });

  it('takes samples back that are far from the reader, and none where it is near', () => {
    const capacity = 2 ** 16;
    const { channel, reader, deliver } = linkOver(transport, capacity);
    channel.write(numbers(0, 40_000));
    channel.write(numbers(100_000, 10_000));
    expect(channel.takeBack(10_000)).toBe(true);
    channel.write(numbers(200_000, 5));
    expect(channel.free).toBe(capacity - 40_005);
    deliver();
    reader.poll();
    const out = new Float32Array(40_010);
    expect(reader.read(out, 0, 39_000)).toBe(39_000);
    channel.noteReport({ ...EMPTY_REPORT, consumed: reader.consumed });
    expect(channel.takeBack(100)).toBe(false);
    deliver();
    reader.poll();
    expect(reader.read(out, 39_000, 40_000)).toBe(1005);
    expect(out.slice(39_990, 40_005)).toEqual(
      Float32Array.from([...numbers(39_990, 10), ...numbers(200_000, 5)]),
    );
  });

  it('refuses more than fits, and has room again once reports say so', () => {
    const { channel, reader, deliver } = linkOver(transport, CAPACITY);
    channel.write(numbers(0, CAPACITY));
    expect(channel.free).toBe(0);
    expect(() => channel.write(numbers(0, 1))).toThrow(RangeError);
    deliver();
    reader.poll();
    reader.read(new Float32Array(10), 0, 10);
    channel.noteReport({ ...EMPTY_REPORT, consumed: reader.consumed });
    expect(channel.free).toBe(10);
  });

  it('carries the wishes, and a flush takes back the end', () => {
    const { channel, reader, deliver } = linkOver(transport, CAPACITY);
    expect([reader.playing, reader.speed]).toEqual([false, 1]);
    channel.setPlaying(true);
    channel.setSpeed(1.25);
    channel.setEnded(true);
    deliver();
    reader.poll();
    expect([reader.playing, reader.speed, reader.ended]).toEqual([true, 1.25, true]);
    channel.flush();
    deliver();
    reader.poll();
    expect(reader.ended).toBe(false);
  });

  it('does not take the samples out of the hands that gave them', () => {
    const { channel } = linkOver(transport, CAPACITY);
    const samples = numbers(1, 4);
    channel.write(samples);
    expect(samples).toEqual(numbers(1, 4));
  });
});

describe('ringCapacity', () => {
  it('is the next power of two', () => {
    expect([1, 2, 3, 64, 65, 720_000].map(ringCapacity)).toEqual([2, 2, 4, 64, 128, 2 ** 20]);
  });
});
