import { describe, expect, it } from 'vitest';
import { Listening } from './listening';
import { INITIAL_FACTS } from './state';

function listener() {
  const world = {
    nowMs: 0,
    bufferedSeconds: 0,
    speed: 1,
    intent: 'play' as 'play' | 'pause' | 'stopped',
    isVoiceReady: true,
  };
  const stats = () => ({
    bufferedSeconds: world.bufferedSeconds,
    underruns: 0,
    playedSeconds: 0,
    transport: 'messages' as const,
  });
  const listening = new Listening({
    clock: {
      now: () => world.nowMs,
      after: (ms, callback) => {
        world.nowMs += ms;
        queueMicrotask(callback);
        return () => {};
      },
    },
    player: {
      get stats() {
        return stats();
      },
    },
    facts: () => ({ ...INITIAL_FACTS, intent: world.intent }),
    speed: () => world.speed,
    level: () => 'normal',
    isVoiceReady: () => world.isVoiceReady,
  });
  return { world, listening };
}

describe('how long a listener can be kept waiting', () => {
  it('is what is queued, by the speed it is heard at', () => {
    const { world, listening } = listener();
    Object.assign(world, { bufferedSeconds: 6, speed: 2 });
    expect(listening.secondsUntilGap()).toBe(3);
  });

  it('has no end where nobody listens', () => {
    const { world, listening } = listener();
    world.intent = 'pause';
    expect(listening.secondsUntilGap()).toBe(Infinity);
    world.intent = 'stopped';
    expect(listening.secondsUntilGap()).toBe(Infinity);
  });

  it('is a moment for the first sound, and longer while the voice is on its way', () => {
    const { world, listening } = listener();
    listening.begins();
    expect(listening.secondsUntilGap()).toBeCloseTo(0.7);
    world.nowMs = 500;
    expect(listening.secondsUntilGap()).toBeCloseTo(0.2);
    world.isVoiceReady = false;
    expect(listening.secondsUntilGap()).toBeCloseTo(9.5);
  });

  it('is not cut short by the voice getting ready: its first clause is still to be made', () => {
    const { world, listening } = listener();
    world.isVoiceReady = false;
    listening.begins();
    listening.secondsUntilGap();
    Object.assign(world, { nowMs: 3000, isVoiceReady: true });
    expect(listening.secondsUntilGap()).toBeCloseTo(7);
    listening.begins();
    expect(listening.secondsUntilGap()).toBeCloseTo(0.7);
  });

  it('counts from Play, not from when the first words were prepared', () => {
    const { world, listening } = listener();
    Object.assign(world, { intent: 'stopped', isVoiceReady: false });
    listening.begins();
    world.nowMs = 60_000;
    expect(listening.secondsUntilGap()).toBe(Infinity);
    world.intent = 'play';
    expect(listening.secondsUntilGap()).toBeCloseTo(10);
  });

  it('is nothing when sound ran dry in mid-speech', () => {
    const { world, listening } = listener();
    listening.begins();
    world.bufferedSeconds = 1;
    listening.secondsUntilGap();
    world.bufferedSeconds = 0;
    expect(listening.secondsUntilGap()).toBe(0);
  });

  it('ends when patience ends', async () => {
    const { world, listening } = listener();
    world.isVoiceReady = false;
    listening.begins();
    await listening.untilImpatient(new AbortController().signal);
    expect(world.nowMs).toBe(10_000);
  });
});
