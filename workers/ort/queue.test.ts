import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SerialQueue } from './queue';

const tick = () => new Promise((resolve) => setTimeout(resolve));

describe('SerialQueue', () => {
  it('runs one task at a time, in order, whatever fails or is cancelled', async () => {
    const plan = fc.array(fc.constantFrom('done', 'fails', 'cancelled'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(plan, async (outcomes) => {
        const queue = new SerialQueue<number>('test');
        const started: number[] = [];
        let running = 0;
        const all = outcomes.map((outcome, key) =>
          queue.run(key, async () => {
            expect(++running).toBe(1);
            started.push(key);
            await Promise.resolve();
            running--;
            if (outcome === 'fails') throw new Error('no');
            return key;
          }),
        );
        outcomes.forEach((outcome, key) => outcome === 'cancelled' && queue.cancel(key));
        const results = await Promise.allSettled(all);
        results.forEach((result, key) => {
          if (outcomes[key] === 'done') expect(result).toMatchObject({ value: key });
          else expect(result.status).toBe('rejected');
        });
        expect(started).toEqual([...started].sort((a, b) => a - b));
      }),
    );
  });

  it('rejects a waiting task at once and never starts it', async () => {
    const queue = new SerialQueue<string>('test');
    let release = () => {};
    const first = queue.run('a', () => new Promise<void>((resolve) => (release = resolve)));
    let ran = false;
    const second = queue.run('b', async () => {
      ran = true;
    });
    queue.cancel('b');
    await expect(second).rejects.toMatchObject({ kind: 'cancelled' });
    release();
    await first;
    await tick();
    expect(ran).toBe(false);
  });

  it('tells a running task by its signal, and starts the next only when it has ended', async () => {
    const queue = new SerialQueue<string>('test');
    let ended = false;
    const first = queue.run('a', async (signal) => {
      while (!signal.aborted) await tick();
      await tick();
      ended = true;
    });
    await tick();
    queue.cancel('a');
    await expect(first).rejects.toMatchObject({ kind: 'cancelled' });
    await queue.run('b', async () => expect(ended).toBe(true));
  });
});
