import { describe, expect, it } from 'vitest';
import { EMPTY_REPORT, linkOver, TRANSPORTS, type TestLink } from './fakes';
import { Feed, type PrepareChunk } from './feed';
import { sampleAt, sentence, soundOf } from './samples';
import { Timeline } from './timeline';

const RATE = 24_000;
const copy: PrepareChunk = (pcm) => pcm.slice();

function drain({ channel, reader, deliver }: TestLink): Float32Array {
  deliver();
  if (reader.poll()) {
    reader.acceptFlush();
    reader.poll();
  }
  const out = new Float32Array(reader.available);
  reader.read(out, 0, out.length);
  channel.noteReport({ ...EMPTY_REPORT, consumed: reader.consumed });
  return out;
}

describe.each(TRANSPORTS)('the feed over %s', (transport) => {
  it('lays out pause, chunk, pause', () => {
    const feed = new Feed(copy, new Timeline());
    const link = linkOver(transport, 8192);
    feed.attach(link.channel, RATE);
    feed.push(soundOf(sentence('a', ['x']), 100, { pauseMs: 10 }));
    const heard = drain(link);
    expect(heard.length).toBe(240 + 100 + 240);
    expect(heard.findIndex((sample) => sample !== 0)).toBe(240);
    expect(heard[339]).toBe(sampleAt(99));
    expect(heard.slice(340).every((sample) => sample === 0)).toBe(true);
  });

  it('tells what a chunk meets: silence, or the sample before it', () => {
    const joints: unknown[] = [];
    const feed = new Feed((pcm, fromHz, toHz, joint) => {
      joints.push({ fromHz, toHz, ...joint });
      return pcm.slice();
    }, new Timeline());
    feed.attach(linkOver(transport, 8192).channel, 48_000);
    feed.push(soundOf(sentence('a', ['x']), 100));
    feed.push(soundOf(sentence('a', ['x']), 100, { first: 100 }));
    feed.push(soundOf(sentence('b', ['x']), 100, { pauseMs: 5 }));
    const rates = { fromHz: RATE, toHz: 48_000 };
    expect(joints).toEqual([
      { ...rates, previousSample: 0, silenceFollows: false },
      { ...rates, previousSample: sampleAt(99), silenceFollows: false },
      { ...rates, previousSample: 0, silenceFollows: true },
    ]);
  });

  it('keeps nothing of a sound that could not be made ready', () => {
    let fails = true;
    const feed = new Feed((pcm) => {
      if (fails) throw new RangeError('Array buffer allocation failed');
      return pcm.slice();
    }, new Timeline());
    const link = linkOver(transport, 8192);
    feed.attach(link.channel, RATE);
    const sound = soundOf(sentence('a', ['x']), 100);
    expect(() => feed.push(sound)).toThrow(RangeError);
    fails = false;
    feed.push(sound);
    expect(drain(link).length).toBe(100);
    feed.heardTo(100);
    expect(feed.bufferedSeconds).toBe(0);
  });

  it('tells the end only after the last sample is in the ring', () => {
    const feed = new Feed(copy, new Timeline());
    const link = linkOver(transport, 1024);
    feed.attach(link.channel, RATE);
    feed.push(soundOf(sentence('a', ['x']), 1500));
    feed.end();
    expect(drain(link).length).toBe(1024);
    expect([link.reader.ended, feed.ended]).toEqual([false, false]);
    feed.topUp();
    expect(drain(link).length).toBe(476);
    expect([link.reader.ended, feed.ended]).toEqual([true, true]);
  });

  it('goes on from the unheard sample on an output with another rate', () => {
    const half: PrepareChunk = (pcm, fromHz, toHz) =>
      pcm.filter((_, i) => i % Math.round(fromHz / toHz) === 0);
    const feed = new Feed(half, new Timeline());
    feed.attach(linkOver(transport, 8192).channel, RATE);
    feed.push(soundOf(sentence('a', ['x']), 1000));
    feed.push(soundOf(sentence('b', ['x']), 1000, { first: 1000 }));
    expect(feed.heardTo(1200)).toBeCloseTo(1200 / RATE);
    feed.detach();
    expect(feed.bufferedSeconds).toBeCloseTo(800 / RATE);
    const link = linkOver(transport, 8192);
    feed.attach(link.channel, RATE / 2);
    const rest = drain(link);
    expect(rest.length).toBe(400);
    expect(rest[0]).toBe(sampleAt(1200));
    expect(feed.bufferedSeconds).toBeCloseTo(800 / RATE);
    expect(feed.streamPosition(0)).toBe(feed.heard);
  });

  it('never counts as heard what was not written, nor anything twice', () => {
    const feed = new Feed(copy, new Timeline());
    feed.attach(linkOver(transport, 1024).channel, RATE);
    feed.push(soundOf(sentence('a', ['x']), 2000));
    expect(feed.heardTo(5000) * RATE).toBeCloseTo(1024);
    expect(feed.heardTo(500)).toBe(0);
    feed.flush();
    expect([feed.bufferedSeconds, feed.heard]).toEqual([0, 1024]);
  });
});
