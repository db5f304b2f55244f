import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FileDigest } from '../contracts/voices';
import { createDigest, digestOfBlob, hasDigest } from './digest';

const HUGE = 2 ** 31;
const hash = (algorithm: string, ...parts: (string | Uint8Array)[]) => {
  const made = createHash(algorithm);
  for (const part of parts) made.update(part);
  return made.digest('hex');
};
/** As other programs make them; a git blob id is what `git hash-object` prints. */
const REFERENCE: Record<string, (whole: Uint8Array) => FileDigest> = {
  sha256: (whole) => `sha256:${hash('sha256', whole)}`,
  git: (whole) => `git:${hash('sha1', `blob ${whole.length}\0`, whole)}`,
  md5: (whole) => `md5:${hash('md5', whole)}`,
};

describe.each(Object.entries(REFERENCE))('%s', (_, reference) => {
  it('digests the same, in memory and on the way, however the bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 })), async (pieces) => {
        const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
        const expected = reference(whole);
        const digest = await createDigest(expected, whole.length);
        digest.init();
        digest.update(whole.subarray(0, 1));
        digest.init();
        for (const piece of pieces) digest.update(piece);
        expect(await digest.digest()).toBe(expected);
        expect(await hasDigest(whole, expected)).toBe(true);
      }),
    );
  });

  it('is wrong as soon as one bit is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), fc.nat(), async (whole, at) => {
        const expected = reference(whole);
        whole[at % whole.length] = (whole[at % whole.length] ?? 0) ^ (1 << (at % 8));
        expect(await hasDigest(new Uint8Array(whole), expected)).toBe(false);
      }),
    );
  });
});

it('knows the id that git itself gives', async () => {
  const hello = new TextEncoder().encode('hello\n');
  expect(await hasDigest(hello, 'git:ce013625030ba8dba906f756967f9e9ca394464a')).toBe(true);
});

it('digests what is too large to keep in memory', async () => {
  const digest = await createDigest('sha256:', HUGE);
  digest.init();
  digest.update(new Uint8Array(3));
  const made = await digest.digest();
  expect(made).toBe(REFERENCE['sha256']?.(new Uint8Array(3)));
  expect(await digestOfBlob(new Blob([new Uint8Array(3)]))).toBe(made);
});
