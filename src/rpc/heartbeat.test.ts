import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock } from './fake-clock';
import { BEAT_MS, Heartbeat, MISSED_BEATS, MISSED_BEATS_LOADING } from './heartbeat';

/** A worker that answers or not. */
function setup(answers = true) {
  const clock = fakeClock();
  const deaths: number[] = [];
  let pings = 0;
  const worker = { answers };
  const heartbeat = new Heartbeat({
    clock,
    ping: () => {
      pings++;
      if (worker.answers) heartbeat.noteLife();
    },
    onSilent: (missed) => deaths.push(missed),
  });
  return { clock, deaths, worker, heartbeat, pings: () => pings };
}

describe('Heartbeat', () => {
  it('lets a worker live that answers, however long the call takes', () => {
    const { clock, deaths, heartbeat, pings } = setup();
    heartbeat.begin(MISSED_BEATS);
    clock.pass(100 * BEAT_MS);
    expect(deaths).toEqual([]);
    expect(pings()).toBe(101);
  });

  it('declares a silent worker dead at the third missed beat, once', () => {
    const { clock, deaths, heartbeat } = setup(false);
    heartbeat.begin(MISSED_BEATS);
    clock.pass(MISSED_BEATS * BEAT_MS - 1);
    expect(deaths).toEqual([]);
    clock.pass(1);
    clock.pass(100 * BEAT_MS);
    expect(deaths).toEqual([MISSED_BEATS]);
  });

  it('takes any message for life', () => {
    const { clock, deaths, heartbeat } = setup(false);
    heartbeat.begin(MISSED_BEATS);
    for (let i = 0; i < 20; i++) {
      clock.pass(2 * BEAT_MS);
      heartbeat.noteLife();
    }
    expect(deaths).toEqual([]);
  });

  it('asks only while calls are under way', () => {
    const { clock, deaths, worker, heartbeat, pings } = setup();
    const end = heartbeat.begin(MISSED_BEATS);
    const endOther = heartbeat.begin(MISSED_BEATS);
    end();
    clock.pass(BEAT_MS);
    expect(pings()).toBe(2);
    endOther();
    worker.answers = false;
    clock.pass(100 * BEAT_MS);
    expect(pings()).toBe(2);
    expect(deaths).toEqual([]);
    heartbeat.begin(MISSED_BEATS);
    clock.pass(MISSED_BEATS * BEAT_MS);
    expect(deaths).toEqual([MISSED_BEATS]);
  });

  it('waits longer while a voice is loaded, whatever else is under way', () => {
    const { clock, deaths, heartbeat } = setup(false);
    heartbeat.begin(MISSED_BEATS);
    const endLoading = heartbeat.begin(MISSED_BEATS_LOADING);
    clock.pass((MISSED_BEATS_LOADING - 1) * BEAT_MS);
    expect(deaths).toEqual([]);
    endLoading();
    clock.pass(BEAT_MS);
    expect(deaths).toHaveLength(1);
  });

  it('does not take its own late timers for missed beats', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 5000, max: 120_000 }), { maxLength: 20 }), (naps) => {
        const { clock, deaths, heartbeat } = setup(false);
        heartbeat.begin(MISSED_BEATS);
        for (const napMs of naps) {
          clock.block(napMs);
          clock.pass(0);
        }
        expect(deaths).toEqual([]);
      }),
    );
  });

  it('notices a silent worker in a hidden tab, whose timers come up to a second late', () => {
    const { clock, deaths, heartbeat } = setup(false);
    heartbeat.begin(MISSED_BEATS);
    for (let beat = 0; beat < MISSED_BEATS; beat++) {
      clock.block(BEAT_MS + 999);
      clock.pass(0);
    }
    expect(deaths).toEqual([MISSED_BEATS]);
  });
});
