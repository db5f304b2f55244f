import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { QualityLevel } from '../contracts/speech';
import { QUALITY_LEVELS } from '../contracts/speech';
import { simulate, type Outcome, type Scenario } from './simulation/simulate';
import {
  ramp,
  randomTrace,
  sawtooth,
  spike,
  square,
  steady,
  USUAL_VOICE,
  voiceOf,
} from './simulation/traces';
import { TUNING } from './tuning';

// Hours of speech are simulated here.
vi.setConfig({ testTimeout: 60_000 });

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

function each(scenario: Omit<Scenario, 'seed'>, check: (outcome: Outcome, seed: number) => void) {
  for (const seed of SEEDS) check(simulate({ ...scenario, seed }), seed);
}

const isUp = ({ from, to }: { from: QualityLevel; to: QualityLevel }) =>
  QUALITY_LEVELS.indexOf(to) < QUALITY_LEVELS.indexOf(from);

/** Changes of level between two clauses of one sentence, the most of any sentence. */
function changesWithinSentence({ spoken }: Outcome): number {
  const counts = new Map<number, number>();
  spoken.forEach(({ utterance, level }, i) => {
    const before = spoken[i - 1];
    const isSame = before?.utterance.sentence.start === utterance.sentence.start;
    if (!isSame || before.level === level) return;
    counts.set(utterance.sentence.start, (counts.get(utterance.sentence.start) ?? 0) + 1);
  });
  return Math.max(0, ...counts.values());
}

/** The shortest time from an up to the next up with a down in between. */
function shortestUpDownUp({ changes }: Outcome): number {
  let shortest = Infinity;
  let lastUp = -Infinity;
  let hasComeDown = false;
  for (const change of changes) {
    if (!isUp(change)) hasComeDown = true;
    else {
      if (hasComeDown) shortest = Math.min(shortest, change.at - lastUp);
      lastUp = change.at;
      hasComeDown = false;
    }
  }
  return shortest;
}

/** The most changes in any 60 s. */
function changesPerMinute({ changes }: Outcome): number {
  const inMinuteFrom = (start: number) =>
    changes.filter(({ at }) => at >= start && at < start + 60).length;
  return Math.max(0, ...changes.map(({ at }) => inMinuteFrom(at)));
}

const share = ({ spoken }: Outcome, level: QualityLevel) =>
  spoken.filter((one) => one.level === level).length / spoken.length;

function expectCalm(outcome: Outcome, seed: number) {
  expect(outcome.gaps, `gaps, seed ${seed}`).toEqual([]);
  expect(changesWithinSentence(outcome), `seed ${seed}`).toBeLessThanOrEqual(1);
  expect(shortestUpDownUp(outcome), `seed ${seed}`).toBeGreaterThan(10);
  expect(changesPerMinute(outcome), `seed ${seed}`).toBeLessThanOrEqual(6);
}

/** When it was back at normal for good. */
const normalFrom = ({ changes }: Outcome) =>
  changes.at(-1)?.to === 'normal' ? (changes.at(-1)?.at ?? 0) : changes.length === 0 ? 0 : Infinity;

describe('without a ladder to rescue it, the controller alone', () => {
  test('leaves a steady load of 0.1 alone', () => {
    each({ seconds: 300, slowdown: steady, voice: voiceOf(0.1) }, (outcome, seed) => {
      expectCalm(outcome, seed);
      expect(outcome.changes).toEqual([]);
    });
  });

  test('leaves a steady load of 0.5 alone, once it has caught up', () => {
    each({ seconds: 300, slowdown: steady, voice: voiceOf(0.5) }, (outcome, seed) => {
      expectCalm(outcome, seed);
      expect(normalFrom(outcome), `seed ${seed}`).toBeLessThan(60);
    });
  });

  test('rides out a spike of 10x for 5 s on its buffer', () => {
    each({ seconds: 180, slowdown: spike(60, 5, 10) }, (outcome, seed) => {
      expectCalm(outcome, seed);
      expect(share(outcome, 'overload')).toBe(0);
      expect(normalFrom(outcome)).toBeLessThan(65 + 60);
    });
  });

  test('comes down and is back within a minute of a half minute of 10x', () => {
    let comingDown = 0;
    each({ seconds: 240, slowdown: spike(60, 30, 10) }, (outcome, seed) => {
      expectCalm(outcome, seed);
      comingDown += outcome.changes.length > 0 ? 1 : 0;
      expect(normalFrom(outcome), `seed ${seed}`).toBeLessThan(90 + 60);
    });
    expect(comingDown).toBeGreaterThan(SEEDS.length / 2);
  });

  test('follows a slow ramp from 0.1 to 1.5 and back', () => {
    each({ seconds: 720, slowdown: ramp(30, 300, 16) }, (outcome, seed) => {
      expectCalm(outcome, seed);
      expect(share(outcome, 'high') + share(outcome, 'critical')).toBeGreaterThan(0.2);
      // The load is 0.6 again 540 s on.
      expect(normalFrom(outcome), `seed ${seed}`).toBeLessThan(540 + 60);
    });
  });

  test('does not flap on a sawtooth', () => {
    each({ seconds: 600, slowdown: sawtooth(40, 14) }, (outcome, seed) => {
      expectCalm(outcome, seed);
      expect(outcome.changes.length).toBeLessThan(25);
    });
  });

  test('is not troubled by a hidden tab', () => {
    const hidden = { from: 60, to: 300, everySeconds: 12 };
    each({ seconds: 400, slowdown: steady, hidden }, (outcome, seed) => {
      expectCalm(outcome, seed);
      expect(outcome.changes).toEqual([]);
    });
  });

  test('is not degraded by one cold clause', () => {
    const voice = { ...USUAL_VOICE, coldFactor: 8 };
    each({ seconds: 60, slowdown: steady, voice }, (outcome) => {
      expect(outcome.changes).toEqual([]);
    });
  });

  test('does not take a seek for overload', () => {
    const seeksAt = [30, 31, 50, 80, 81, 82, 120];
    each({ seconds: 200, slowdown: steady, voice: voiceOf(0.25), seeksAt }, (outcome, seed) => {
      expectCalm(outcome, seed);
      expect(share(outcome, 'overload'), `seed ${seed}`).toBe(0);
    });
  });

  test('lowers the steps while the listener hears at three times the speed', () => {
    const speed = (at: number) => (at > 60 && at < 120 ? 3 : 1);
    each({ seconds: 240, slowdown: steady, voice: voiceOf(0.28), speed }, (outcome, seed) => {
      expectCalm(outcome, seed);
      expect(outcome.changes[0]?.at).toBeGreaterThan(60);
      expect(outcome.changes[0]?.at).toBeLessThan(75);
      expect(normalFrom(outcome)).toBeLessThan(120 + 60);
    });
  });
});

describe('the controller alone, whatever the device does', () => {
  test('leaves no gap behind a full buffer while the voice stays faster than speech', () => {
    const anySeed = fc.integer({ min: 1, max: 1e6 });
    fc.assert(
      fc.property(anySeed, (seed) => {
        const trace = randomTrace(seed, 300, 8);
        const slowdown = (at: number) => (at < 30 ? 1 : trace(at));
        const outcome = simulate({ seed, seconds: 300, slowdown });
        expect(outcome.gaps).toEqual([]);
        expect(changesWithinSentence(outcome)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('with a ladder that calls off what is late', () => {
  test('a voice three times too slow becomes the formant voice, tried again now and then', () => {
    each(
      { seconds: 900, slowdown: steady, voice: voiceOf(3), hasLadder: true },
      (outcome, seed) => {
        expectCalm(outcome, seed);
        expect(share(outcome, 'overload')).toBeGreaterThan(0.85);
        const trials = outcome.changes.filter(({ because }) => because === 'trial');
        expect(trials.length).toBeGreaterThanOrEqual(3);
        expect(trials.length).toBeLessThanOrEqual(12);
      },
    );
  });

  test('the voice is back within two minutes of a long overload, mostly within half a minute', () => {
    const end = 300;
    const backAfter: number[] = [];
    const slowdown = spike(60, end - 60, 40);
    each({ seconds: 600, slowdown, hasLadder: true }, (outcome, seed) => {
      expectCalm(outcome, seed);
      expect(share(outcome, 'overload')).toBeGreaterThan(0.1);
      const back = outcome.changes.find(({ at, because }) => at > end && because === 'trial');
      backAfter.push((back?.at ?? end) - end);
      expect(normalFrom(outcome), `seed ${seed}`).toBeLessThan(end + 180);
    });
    backAfter.sort((a, b) => a - b);
    expect(backAfter.at(-1)).toBeLessThan(120);
    expect(backAfter[backAfter.length / 2]).toBeLessThan(30);
  });

  test('whatever the device does, there is no gap, and one change a sentence at most', () => {
    const anyScenario = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      times: fc.double({ min: 1, max: 40, noNaN: true }),
      speed: fc.constantFrom(0.5, 1, 1.5, 2),
    });
    fc.assert(
      fc.property(anyScenario, ({ seed, times, speed }) => {
        const slowdown = randomTrace(seed, 300, times / speed);
        const outcome = simulate({
          seed,
          seconds: 300,
          slowdown,
          hasLadder: true,
          speed: () => speed,
        });
        expect(outcome.gaps).toEqual([]);
        expect(changesWithinSentence(outcome)).toBeLessThanOrEqual(1);
        expect(shortestUpDownUp(outcome)).toBeGreaterThan(10);
        expect(changesPerMinute(outcome)).toBeLessThanOrEqual(8);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the simulation notices', () => {
  const outcomes = (scenario: Omit<Scenario, 'seed'>) =>
    SEEDS.map((seed) => simulate({ ...scenario, seed }));

  test('a controller without overload', () => {
    const tuning = { ...TUNING, lowFill: -1, surprise: 0, reserveSeconds: 0, longClauseSeconds: 0 };
    const gaps = outcomes({ seconds: 300, slowdown: steady, voice: voiceOf(3), tuning });
    expect(gaps.filter((outcome) => outcome.gaps.length > 0)).toHaveLength(SEEDS.length);
  });

  test('a controller without hysteresis', () => {
    const noWait = { climbAfterDownMs: 0, climbAfterUpMs: 0, longestClimbWaitMs: 0 };
    const tuning = { ...TUNING, ...noWait, climbMargin: 0, healthyFill: 0 };
    const scenario = { seconds: 600, slowdown: steady, voice: voiceOf(0.7) };
    const changes = (all: readonly Outcome[]) =>
      all.reduce((sum, one) => sum + one.changes.length, 0);
    const calm = outcomes(scenario);
    const flapping = outcomes({ ...scenario, tuning });
    expect(changes(flapping)).toBeGreaterThan(5 * changes(calm));
    expect(Math.min(...flapping.map(shortestUpDownUp))).toBeLessThan(10);
    expect(Math.max(...flapping.map(changesPerMinute))).toBeGreaterThan(6);
  });

  test('a controller that does not wait before it climbs', () => {
    const tuning = { ...TUNING, climbAfterDownMs: 0, climbAfterUpMs: 0, longestClimbWaitMs: 0 };
    const flapping = outcomes({ seconds: 600, slowdown: square(30, 14), tuning });
    expect(Math.min(...flapping.map(shortestUpDownUp))).toBeLessThan(10);
  });
});
