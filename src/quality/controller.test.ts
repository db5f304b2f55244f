import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRESSURES } from './pressure';
import { QUALITY_LEVELS, type QualityLevel } from '../contracts/speech';
import { decide, initialState, type ControllerState } from './controller';
import type { Situation } from './situation';
import { TUNING } from './tuning';

/** Loads of a voice like ours: steps are not all of it. */
function loadsOf(fast: number, slow = fast): Situation['loads'] {
  const at = (share: number) => ({ fast: share * fast, slow: share * slow });
  return { normal: at(1), high: at(0.8), critical: at(0.7) };
}

const calm: Situation = {
  nowMs: 0,
  sentence: { start: 0, end: 100 },
  utteranceSeconds: 5,
  sentenceSeconds: 5,
  secondsUntilGap: 10,
  fullSeconds: 20,
  loads: loadsOf(0.1),
  formantLoad: 0.03,
  pressure: null,
};

const start = initialState(TUNING);
const at = (level: QualityLevel, more: Partial<ControllerState> = {}): ControllerState => ({
  ...start,
  level,
  ...more,
});
const nextSentence = { start: 100, end: 200 };
const decided = (state: ControllerState, change: Partial<Situation>) => {
  const { state: after, because } = decide(state, { ...calm, ...change }, TUNING);
  return { level: after.level, because };
};
const stays = (level: QualityLevel) => ({ level, because: null });

describe('down at once', () => {
  test.each([
    [0.5, 'normal', null],
    [0.7, 'high', 'load'],
    [1.15, 'critical', 'load'],
  ] as const)('a load of %f is spoken at %s', (load, level, because) => {
    expect(decided(start, { loads: loadsOf(load) })).toEqual({ level, because });
  });

  test('overload strikes when the buffer is low, not while there is time to wait', () => {
    const loads = loadsOf(1.6);
    const utteranceSeconds = 2;
    expect(decided(start, { loads, utteranceSeconds }).level).toBe('critical');
    expect(decided(start, { loads, utteranceSeconds, secondsUntilGap: 7 })).toEqual({
      level: 'overload',
      because: 'load',
    });
  });

  test('a full buffer bears a load that an empty one does not', () => {
    const loads = loadsOf(0.55);
    expect(decided(start, { loads, secondsUntilGap: 20 })).toEqual(stays('normal'));
    expect(decided(start, { loads, secondsUntilGap: 0 }).level).toBe('critical');
  });

  test('silence after a seek is no overload', () => {
    expect(decided(start, { loads: loadsOf(0.4), secondsUntilGap: 0 }).level).not.toBe('overload');
  });

  test('pressure tips a load that is near the ceiling, and never a small one', () => {
    const loads = loadsOf(0.55);
    expect(decided(start, { loads, pressure: 'critical' })).toEqual({
      level: 'high',
      because: 'pressure',
    });
    expect(decided(start, { pressure: 'critical' })).toEqual(stays('normal'));
  });

  test('nothing is known, nothing changes', () => {
    expect(decided(start, { loads: null, secondsUntilGap: 0.1 })).toEqual(stays('normal'));
  });
});

describe('within a sentence', () => {
  const state = at('normal', { sentence: calm.sentence });

  test('the level stays, however high the load', () => {
    expect(decided(state, { loads: loadsOf(1.2) })).toEqual(stays('normal'));
  });

  test('overload strikes where a gap is near', () => {
    const near = { loads: loadsOf(1.2), secondsUntilGap: 5 };
    expect(decided(state, near)).toEqual({ level: 'overload', because: 'gapNear' });
  });

  test('it does not climb', () => {
    const long = { nowMs: 1e6, secondsUntilGap: 20 };
    expect(decided({ ...state, level: 'high' }, long)).toEqual(stays('high'));
  });
});

describe('up slowly', () => {
  const wentDown = { kind: 'down', from: 'normal', atMs: 0 } as const;
  const high = at('high', { lastMove: wentDown });
  const later = { nowMs: 11_000, sentence: nextSentence, secondsUntilGap: 20 };

  test('one level, after a wait, with a low load and a healthy buffer', () => {
    expect(decided(high, later)).toEqual({ level: 'normal', because: 'recovered' });
    expect(decided(at('critical', { lastMove: wentDown }), later).level).toBe('high');
    expect(decided(high, { ...later, nowMs: 9_000 })).toEqual(stays('high'));
    expect(decided(high, { ...later, secondsUntilGap: 9 })).toEqual(stays('high'));
    expect(decided(high, { ...later, loads: loadsOf(0.1, 0.7) })).toEqual(stays('high'));
    expect(decided(high, { ...later, loads: loadsOf(0.59) })).toEqual(stays('high'));
  });

  test('a climb that failed makes the next one wait twice as long, one that lasted does not', () => {
    const up = decide(high, { ...calm, ...later }, TUNING).state;
    const heavy = { ...calm, loads: loadsOf(0.75), sentence: { start: 200, end: 300 } };
    const failed = decide(up, { ...heavy, nowMs: 20_000 }, TUNING).state;
    expect(failed).toMatchObject({ level: 'high', climbWaitMs: 2 * TUNING.climbAfterDownMs });
    const lasted = decide(up, { ...heavy, nowMs: 60_000 }, TUNING).state;
    expect(lasted).toMatchObject({ level: 'high', climbWaitMs: TUNING.climbAfterDownMs });
  });
});

describe('out of overload', () => {
  const down = { kind: 'down', from: 'critical', atMs: 0 } as const;
  const overload = at('overload', { lastMove: down, climbWaitMs: 40_000 });
  const full = { sentence: nextSentence, secondsUntilGap: 20, loads: loadsOf(3) };

  test('the voice is tried once the wait is over and the sentence can be risked', () => {
    const trial = { level: 'critical', because: 'trial' };
    expect(decided(overload, { ...full, nowMs: 41_000 })).toEqual(trial);
    expect(decided(overload, { ...full, nowMs: 39_000 })).toEqual(stays('overload'));
    const long = { ...full, nowMs: 41_000, sentenceSeconds: 15 };
    expect(decided(overload, long)).toEqual(stays('overload'));
  });

  test('a load that is known to be low, or nobody who waits, shortens the wait', () => {
    const soon = { ...full, nowMs: 11_000 };
    expect(decided(overload, soon)).toEqual(stays('overload'));
    expect(decided(overload, { ...soon, loads: loadsOf(0.2) }).level).toBe('critical');
    expect(decided(overload, { ...soon, secondsUntilGap: Infinity }).level).toBe('critical');
  });

  test('a trial that shows overload ends with the sentence, though the buffer is full', () => {
    const trial = decide(overload, { ...calm, ...full, nowMs: 41_000 }, TUNING).state;
    const next = { ...full, sentence: { start: 200, end: 300 }, loads: loadsOf(2), nowMs: 50_000 };
    const short = { ...next, utteranceSeconds: 1 };
    expect(decided(trial, short)).toEqual({ level: 'overload', because: 'load' });
  });
});

test('in any order of situations, it climbs one level at a time and never soon after a way down', () => {
  const situation = fc.record({
    waitMs: fc.nat(20_000),
    sentence: fc.nat(3),
    load: fc.double({ min: 0, max: 4, noNaN: true }),
    slow: fc.double({ min: 0, max: 2, noNaN: true }),
    secondsUntilGap: fc.oneof(fc.double({ min: 0, max: 25, noNaN: true }), fc.constant(Infinity)),
    pressure: fc.constantFrom(null, ...PRESSURES),
  });
  fc.assert(
    fc.property(fc.array(situation, { maxLength: 40 }), (situations) => {
      let state = start;
      let nowMs = 0;
      let downAtMs = -Infinity;
      for (const { waitMs, sentence, load, slow, ...rest } of situations) {
        nowMs += waitMs;
        const span = { start: sentence, end: sentence + 1 };
        const now = { ...calm, ...rest, nowMs, sentence: span, loads: loadsOf(load, slow) };
        const { state: after, because } = decide(state, now, TUNING);
        const steps = QUALITY_LEVELS.indexOf(after.level) - QUALITY_LEVELS.indexOf(state.level);
        expect(because === null).toBe(steps === 0);
        if (state.sentence?.start === sentence && steps !== 0) expect(after.level).toBe('overload');
        if (steps < 0) {
          expect(steps).toBe(-1);
          expect(nowMs - downAtMs).toBeGreaterThanOrEqual(TUNING.climbAfterDownMs);
        }
        if (steps > 0) downAtMs = nowMs;
        state = after;
      }
    }),
    { numRuns: 500 },
  );
});
