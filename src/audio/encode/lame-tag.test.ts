import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withLameTag } from './lame-tag';

/** A frame as mediabunny writes it: head, side information, "Xing", flags, frames, bytes, contents. */
function xingFrame(lengthBytes: number): Uint8Array {
  const frame = new Uint8Array(lengthBytes);
  frame.set([0xff, 0xf3]);
  frame.set(new TextEncoder().encode('Xing'), 13);
  new DataView(frame.buffer).setUint32(17, 0b111);
  new DataView(frame.buffer).setUint32(21, 99);
  return frame;
}

it('tells the frames and what the encoder added at both ends, leaving the rest alone', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 0, max: 575 }),
      (frames, extra) => {
        const samples = Math.max(0, (frames - 2) * 576 + extra);
        const before = xingFrame(168);
        const after = withLameTag(before, { frames, samplesPerFrame: 576, samples });
        if (after === null) throw new Error('There is room for it.');
        const view = new DataView(after.buffer);
        expect(view.getUint32(21)).toBe(frames);
        const delays = view.getUint32(129 + 20) & 0xffffff;
        expect(delays >> 12).toBe(576);
        if (frames > 1) expect(frames * 576 - 576 - (delays & 0xfff)).toBe(samples);
        expect(after.subarray(0, 21)).toEqual(before.subarray(0, 21));
      },
    ),
  );
});

it('leaves a frame without room, or without the head, as it is', () => {
  const length = { frames: 3, samplesPerFrame: 576, samples: 100 };
  expect(withLameTag(xingFrame(140), length)).toBeNull();
  expect(withLameTag(new Uint8Array(200), length)).toBeNull();
});
