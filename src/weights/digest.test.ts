import fc from 'fast-check';
import { sha256 } from 'hash-wasm';
import { expect, it } from 'vitest';
import { createDigest } from './digest';

const HUGE = 2 ** 31;

it('digests the same, in memory and on the way, however the bytes come', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 })), async (pieces) => {
      const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
      const expected = await sha256(whole);
      for (const totalBytes of [whole.length, HUGE]) {
        const digest = await createDigest(totalBytes);
        digest.init();
        digest.update(whole.subarray(0, 1));
        digest.init();
        for (const piece of pieces) digest.update(piece);
        expect(await digest.digest()).toBe(expected);
      }
    }),
  );
});
