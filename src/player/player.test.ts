import { describe, expect, it } from 'vitest';
import type { Clock } from '../base/clock';
import type { OutputState } from '../contracts/playback';
import { fakeDevices, TRANSPORTS, type FakeDevice } from './fakes';
import { createPlayer } from './player';
import { sampleAt, sentence, soundOf } from './samples';

const RATE = 24_000;
const RAMP = 120;

/** Time stands still until told; what is due runs in order. */
function testClock(): Clock & { pass(ms: number): void } {
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  return {
    now: () => now,
    after: (ms, callback) => {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass: (ms) => {
      now += ms;
      for (
        let due = timers.find(({ at }) => at <= now);
        due;
        due = timers.find((t) => t.at <= now)
      ) {
        const timer = due;
        timers = timers.filter((other) => other !== timer);
        timer.callback();
      }
    },
  };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

function bench(transport: (typeof TRANSPORTS)[number], prepare?: (device: FakeDevice) => void) {
  const clock = testClock();
  const { made, openDevice } = fakeDevices(transport, prepare);
  const player = createPlayer({ clock, openDevice, prepareChunk: (pcm) => pcm.slice() });
  const log: string[] = [];
  const outputs: OutputState[] = [];
  player.on('word', (playing) => {
    const { utterance, word } = playing ?? {};
    const spoken = utterance?.words.find(({ span }) => span === word)?.spoken;
    log.push(playing === null ? 'null' : (spoken ?? '-'));
  });
  player.on('mark', ({ name }) => log.push(`#${name}`));
  player.on('drained', () => log.push('drained'));
  player.on('output', (state) => outputs.push(state));
  const device = (index = 0): FakeDevice => {
    const found = made[index];
    if (found === undefined) throw new Error(`No device ${index} was opened.`);
    return found;
  };
  return { player, clock, made, device, log, outputs };
}

const loudParts = (heard: readonly number[]) => heard.filter((sample) => sample !== 0);

/** The samples `from` to `to` were heard in order; a ramp's length at the start may be attenuated. */
function expectHeard(heard: readonly number[], from: number, to: number, ramp = RAMP): void {
  let missing = 0;
  for (let n = from + ramp; n < to; n++) if (heard[n - from] !== sampleAt(n)) missing++;
  expect(missing).toBe(0);
  // What follows the last sample is its fade to silence.
  expect(heard.length - (to - from)).toBeLessThanOrEqual(RAMP);
}

describe.each(TRANSPORTS)('the player over %s', (transport) => {
  it('drops an utterance that lies ahead with all behind it, and goes on with what comes then', async () => {
    const { player, device, log } = bench(transport);
    await player.open(RATE);
    const [a, b, c] = [
      sentence('a', ['one', 'two']),
      sentence('b', ['three']),
      sentence('c', ['four']),
    ];
    player.push(soundOf(a, 24_000));
    player.push(soundOf(b, 24_000, { first: 24_000 }));
    player.push(soundOf(c, 24_000, { first: 48_000 }));
    player.end();
    expect(player.jointAfter(0.5)).toBe(b);
    expect(player.jointAfter(1.5)).toBe(c);
    expect(player.jointAfter(2.5)).toBeNull();
    await player.play();
    device().run(0.2);
    expect(player.cutBefore(a)).toBe(false);
    expect(player.cutBefore(c)).toBe(true);
    player.push(soundOf(sentence('d', ['new']), 12_000, { first: 48_000 }));
    player.end();
    device().run(2.5);
    expectHeard(loudParts(device().heard), 0, 60_000);
    expect(log).toEqual(['-', 'one', 'two', '-', 'three', '-', 'new', 'null', 'drained']);
  });

  it('does not drop what is about to sound', async () => {
    const { player, device } = bench(transport);
    await player.open(RATE);
    const b = sentence('b', ['three']);
    player.push(soundOf(sentence('a', ['one', 'two']), 24_000));
    player.push(soundOf(b, 24_000, { first: 24_000 }));
    player.end();
    await player.play();
    device().run(0.99);
    expect(player.cutBefore(b)).toBe(false);
    device().run(1.2);
    expectHeard(loudParts(device().heard), 0, 48_000);
  });

  it('plays what was queued, words in order, and says when all was heard', async () => {
    const { player, device, log } = bench(transport);
    await player.open(RATE);
    player.push(soundOf(sentence('a', ['one', 'two']), 12_000, { pauseMs: 100 }));
    player.push(soundOf(sentence('b', ['three']), 12_000, { first: 12_000, pauseMs: 100 }));
    player.end();
    await player.play();
    device().run(2);
    expectHeard(loudParts(device().heard), 0, 24_000, 0);
    expect(log).toEqual(['-', 'one', 'two', '-', '-', 'three', '-', 'null', 'drained']);
    expect(player.stats).toMatchObject({ bufferedSeconds: 0, underruns: 0, transport });
    expect(player.stats.playedSeconds).toBeCloseTo(1.4, 3);
  });

  it('queues more than the ring holds and feeds it as it empties', async () => {
    const { player, device, log } = bench(transport);
    await player.open(RATE);
    for (let i = 0; i < 8; i++) {
      player.push(soundOf(sentence(`u${i}`, ['x']), RATE, { first: i * RATE }));
    }
    player.end();
    expect(player.stats.bufferedSeconds).toBe(8);
    await player.play();
    device().run(9);
    expectHeard(loudParts(device().heard), 0, 8 * RATE);
    expect(player.stats.underruns).toBe(0);
    expect(log.at(-1)).toBe('drained');
  });

  it('takes sounds before it was opened', async () => {
    const { player, device } = bench(transport);
    player.push(soundOf(sentence('a', ['one']), 5000));
    expect(player.stats.bufferedSeconds).toBeCloseTo(5000 / RATE);
    await player.open(RATE);
    player.end();
    await player.play();
    device().run(1);
    expectHeard(loudParts(device().heard), 0, 5000);
  });

  it('flushes: the old is not heard again, the new is, and no word stays lit', async () => {
    const { player, device, log } = bench(transport);
    await player.open(RATE);
    player.push(soundOf(sentence('a', ['old', 'older', 'oldest']), 6 * RATE));
    await player.play();
    device().run(1);
    player.flush();
    expect(player.stats.bufferedSeconds).toBe(0);
    const from = device().heard.length;
    player.push(soundOf(sentence('b', ['new']), 5000, { first: 1_000_000 }));
    player.end();
    device().run(1);
    const after = loudParts(device().heard.slice(from));
    expectHeard(after.slice(RAMP - 1), 1_000_000, 1_005_000);
    expect(log).toEqual(['-', 'old', 'null', '-', 'new', 'null', 'drained']);
  });

  it('flushes a full ring while paused and plays what comes after', async () => {
    const { player, device, log } = bench(transport);
    await player.open(RATE);
    player.push(soundOf(sentence('a', ['old']), 6 * RATE));
    player.flush();
    player.push(soundOf(sentence('b', ['new']), 6 * RATE, { first: 9_000_000 }));
    player.end();
    await player.play();
    device().run(7);
    expectHeard(loudParts(device().heard), 9_000_000, 9_000_000 + 6 * RATE);
    expect(log).toEqual(['-', 'new', 'null', 'drained']);
  });

  it('is not drained by an end that more sound followed', async () => {
    const { player, device, log } = bench(transport);
    await player.open(RATE);
    player.push(soundOf(sentence('a', ['one']), 5000));
    player.end();
    player.push(soundOf(sentence('b', ['two']), 5000));
    await player.play();
    device().run(1);
    expect(log).not.toContain('drained');
    player.end();
    device().run(1);
    expect(log.filter((entry) => entry === 'drained')).toEqual(['drained']);
  });

  it('pauses within the fade and keeps its place', async () => {
    const { player, device } = bench(transport);
    await player.open(RATE);
    player.push(soundOf(sentence('a', ['one']), RATE));
    player.end();
    await player.play();
    device().run(0.3);
    const paused = player.pause();
    device().run(0.1);
    await paused;
    const { playedSeconds } = player.stats;
    expect(playedSeconds).toBeCloseTo(0.3, 1);
    device().run(2);
    expect(player.stats.playedSeconds).toBeCloseTo(playedSeconds, 2);
    await player.play();
    device().run(1);
    expect(player.stats.playedSeconds).toBeCloseTo(1, 3);
  });

  it('times words to the ear, not to the reports', async () => {
    const { player, device, log, clock } = bench(transport, (made) => {
      made.latencySeconds = 0.2;
    });
    await player.open(RATE);
    player.push(soundOf(sentence('a', ['one', 'two']), 12_000));
    await player.play();
    device().run(0.4);
    expect(log).toEqual(['-', 'one']);
    clock.pass(150);
    expect(log).toEqual(['-', 'one', 'two']);
  });

  it('tells marks once', async () => {
    const { player, device, log } = bench(transport);
    await player.open(RATE);
    const marks = [{ name: 'here', wordIndex: 1 }];
    player.push(soundOf({ ...sentence('a', ['one', 'two']), marks }, 12_000));
    player.end();
    await player.play();
    device().run(1);
    expect(log).toEqual(['-', 'one', '#here', 'two', 'null', 'drained']);
  });

  it('says when the browser refuses to sound, and starts with the next play', async () => {
    const { player, device, clock, outputs } = bench(transport, (made) => {
      made.state = 'suspended';
      made.willResume = false;
    });
    await player.open(RATE);
    expect(outputs).toEqual([{ kind: 'suspended', error: null }]);
    player.push(soundOf(sentence('a', ['one']), 5000));
    player.end();
    const playing = player.play();
    clock.pass(2000);
    await playing;
    expect(player.output).toMatchObject({ kind: 'suspended', error: { kind: 'device' } });
    device().willResume = true;
    await player.play();
    expect(player.output).toEqual({ kind: 'running' });
    device().run(1);
    expectHeard(loudParts(device().heard), 0, 5000);
  });

  it('wakes up by itself after an interruption and loses nothing', async () => {
    const { player, device } = bench(transport);
    await player.open(RATE);
    player.push(soundOf(sentence('a', ['one']), RATE));
    player.end();
    await player.play();
    device().run(0.3);
    device().change('interrupted');
    await turn();
    expect(player.output).toEqual({ kind: 'running' });
    device().run(1);
    expectHeard(loudParts(device().heard), 0, RATE);
  });

  it.each(['closed', 'failed', 'stalled'])(
    'goes on with a new output when one is %s',
    async (how) => {
      const { player, device, made, log, clock } = bench(transport);
      await player.open(RATE);
      player.push(soundOf(sentence('a', ['one', 'two']), RATE));
      player.push(soundOf(sentence('b', ['three']), 5 * RATE, { first: RATE }));
      player.end();
      await player.play();
      device().run(0.7);
      const heard = Math.round(player.stats.playedSeconds * RATE);
      if (how === 'closed') device().change('closed');
      else if (how === 'failed') device().listener.onFailure(new Error('boom'));
      else {
        clock.pass(4000);
        clock.pass(500);
      }
      await turn();
      expect(made.length).toBe(2);
      device(1).run(6);
      expectHeard(loudParts(device(1).heard), heard, 6 * RATE);
      expect(log).toEqual(['-', 'one', 'two', '-', 'three', 'null', 'drained']);
      expect(player.stats.playedSeconds).toBeCloseTo(6, 3);
    },
  );

  it('tells a word once, though the output dies between its event and the next report', async () => {
    const { player, device, log, clock } = bench(transport);
    await player.open(RATE);
    player.push(soundOf(sentence('a', ['one', 'two']), RATE));
    player.end();
    await player.play();
    device().run(0.45);
    expect(log).toEqual(['-', 'one']);
    clock.pass(100);
    expect(log).toEqual(['-', 'one', 'two']);
    device().change('closed');
    await turn();
    device(1).run(1);
    expect(log).toEqual(['-', 'one', 'two', 'null', 'drained']);
    expect(player.stats.playedSeconds).toBeCloseTo(1, 3);
  });

  it('stops replacing outputs that never sound', async () => {
    const { player, device, made } = bench(transport);
    await player.open(RATE);
    await player.play();
    for (let i = 0; i < 10; i++) {
      made.at(-1)?.listener.onFailure(new Error('boom'));
      await turn();
    }
    expect(made.length).toBe(4);
    expect(player.output.kind).toBe('suspended');
    await player.play();
    expect(made.length).toBe(5);
    expect(device(4).state).toBe('running');
  });

  it('closes, and refuses to play unopened', async () => {
    const { player, device } = bench(transport);
    await expect(player.play()).rejects.toMatchObject({ kind: 'config' });
    await player.open(RATE);
    await player.close();
    expect(device().state).toBe('closed');
    expect(player.output).toEqual({ kind: 'closed' });
  });
});
