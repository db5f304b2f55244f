import { describe, expect, it } from 'vitest';
import { Stretcher } from '../src/audio/stretch';
import type { Report } from '../src/player/channel';
import { linkOver, TRANSPORTS } from '../src/player/fakes';
import { Renderer } from '../src/player/renderer';

const RATE = 24_000;
const tone = Float32Array.from({ length: 3 * RATE }, (_, i) => 0.5 * Math.sin(i / 20));
const LARGEST_STEP = 0.5 / 20;

/** Plays the tone to its end; `between` may interfere after each render quantum. */
function play(transport: (typeof TRANSPORTS)[number], between: (quantum: number) => number) {
  const { channel, reader, deliver } = linkOver(transport, 2 ** 17);
  let last: Report | null = null;
  const renderer = new Renderer(reader, new Stretcher(reader, RATE), RATE, (report) => {
    last = { ...report };
  });
  channel.write(tone);
  channel.setEnded(true);
  channel.setPlaying(true);
  const heard: number[] = [];
  const out = new Float32Array(128);
  for (let quantum = 0; quantum < 4000; quantum++) {
    channel.setSpeed(between(quantum));
    deliver();
    renderer.render(out);
    heard.push(...out);
  }
  let largest = 0;
  for (let i = 1; i < heard.length; i++) {
    largest = Math.max(largest, Math.abs((heard[i] ?? 0) - (heard[i - 1] ?? 0)));
  }
  const sounding = heard.findLastIndex((sample) => sample !== 0) + 1;
  return { last: last as Report | null, largest, seconds: sounding / RATE };
}

describe.each(TRANSPORTS)('renderer and stretcher over %s', (transport) => {
  it.each([0.5, 1, 1.7, 3])('play a whole tone at speed %d and report every sample', (speed) => {
    const { last, largest, seconds } = play(transport, () => speed);
    expect(Math.abs((seconds * speed) / 3 - 1)).toBeLessThan(0.05);
    expect(last).toMatchObject({ position: tone.length, drained: true, underruns: 0 });
    expect(largest).toBeLessThan(LARGEST_STEP * 1.2);
  });

  it('change speed on the way without a click or a lost end', () => {
    const speeds = [1, 2, 0.5, 1, 3, 1.25];
    const { last, largest } = play(transport, (quantum) => speeds[(quantum >> 5) % 6] ?? 1);
    expect(last).toMatchObject({ position: tone.length, drained: true, underruns: 0 });
    expect(largest).toBeLessThan(LARGEST_STEP * 1.2);
  });
});
