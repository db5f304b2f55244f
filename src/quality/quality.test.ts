import { beforeEach, describe, expect, test } from 'vitest';
import type { Pressure } from '../contracts/health';
import type { Utterance } from '../contracts/text';
import { fakeResult, fakeUtterance, type FakeSpeech } from './fakes';
import { createQuality, type Demand, type Quality, type QualityChange } from './quality';

let nowMs = 0;
let demand: Demand;
let pressure: Pressure | null;
let quality: Quality;
let changes: QualityChange[];
let nextStart = 0;

beforeEach(() => {
  nowMs = 0;
  nextStart = 0;
  pressure = null;
  changes = [];
  demand = { options: { steps: 4, pace: 1 }, speed: 1, limits: { fewestSteps: 1 } };
  quality = createQuality({
    clock: { now: () => nowMs, after: () => () => {} },
    pressure: {
      get state() {
        return pressure;
      },
    },
    demand: () => demand,
    aheadSeconds: 20,
  });
  quality.onChange((change) => changes.push(change));
});

/** A sentence of one clause of about 5 s. */
function nextSentence(): Utterance {
  const start = nextStart;
  nextStart += 65;
  return fakeUtterance({ start, end: nextStart });
}

function speak(speech: Partial<FakeSpeech> = {}, secondsUntilGap = 18) {
  const utterance = nextSentence();
  const level = quality.levelFor(utterance, secondsUntilGap);
  nowMs += 5000;
  const usual = { audioSeconds: 5, computeSeconds: 0.5, stepSeconds: 0.05 };
  quality.heard(fakeResult({ ...usual, ...speech, utteranceId: utterance.id }));
  return level;
}

const heavy = { computeSeconds: 4, stepSeconds: 0.4 };

describe('Quality', () => {
  test('begins at normal, knowing nothing', () => {
    expect(quality.report).toEqual({ level: 'normal', load: null, rtf: null, pressure: null });
  });

  test('tells of a change, why it came and how much time there was', () => {
    for (let i = 0; i < 3; i++) speak(heavy);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      from: 'normal',
      to: 'high',
      because: 'load',
      secondsUntilGap: 18,
    });
    expect(changes[0]?.load).toBeCloseTo(0.8);
    expect(quality.level).toBe('high');
    // Of the level that it speaks at now: half the steps.
    expect(quality.report.rtf).toBeCloseTo(0.64, 1);
  });

  test('the player’s speed counts at once', () => {
    for (let i = 0; i < 3; i++) speak({ computeSeconds: 1.5, stepSeconds: 0.15 });
    expect(changes).toEqual([]);
    demand = { ...demand, speed: 3 };
    expect(speak({}, 6)).toBe('high');
    expect(quality.report.load?.fast).toBeGreaterThan(quality.report.rtf ?? Infinity);
  });

  test('an export beside it doubles the load, until it is done', () => {
    for (let i = 0; i < 3; i++) speak({ computeSeconds: 2 });
    const load = quality.report.load?.fast ?? 0;
    const end = quality.share();
    expect(quality.report.load?.fast).toBeCloseTo(2 * load);
    expect(speak({ computeSeconds: 2 })).toBe('high');
    end();
    end();
    expect(quality.report.rtf).toBeCloseTo(quality.report.load?.fast ?? 0);
  });

  test('asked again for the same utterance, it says the same', () => {
    for (let i = 0; i < 3; i++) speak({ computeSeconds: 3.9 });
    const utterance = nextSentence();
    const level = quality.levelFor(utterance, 18);
    expect(quality.levelFor(utterance, 0.5)).toBe(level);
  });

  test('a voice loaded anew is measured anew', () => {
    for (let i = 0; i < 2; i++) speak(heavy);
    quality.reloaded();
    expect(quality.report.load).toBeNull();
    expect(speak()).toBe('normal');
  });

  test('learns how long the voice speaks, to tell whether a clause would come too late', () => {
    // 5 s of work for a clause, of a voice that is three times slower than it was taken for.
    for (let i = 0; i < 20; i++) speak({ audioSeconds: 15, computeSeconds: 5 });
    const { sentence, ...rest } = nextSentence();
    quality.levelFor({ ...rest, sentence: { ...sentence, end: sentence.end + 65 } }, 18);
    const second = fakeUtterance({ start: sentence.end, end: sentence.end + 65 }, sentence);
    const longer = { ...second, sentence: { ...sentence, end: sentence.end + 65 } };
    expect(quality.levelFor(longer, 5.5)).toBe('overload');
  });

  test('pressure is part of the report', () => {
    pressure = 'serious';
    expect(quality.report.pressure).toBe('serious');
  });
});
