import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbedRequest } from '../contracts/embed';
import { Calls } from './calls';
import { PlayerError } from './errors';

const COMMAND = { name: 'status' } as const;
let calls: Calls;
let posted: EmbedRequest[];
const send = () => calls.send(COMMAND, 1000, (request) => posted.push(request));

beforeEach(() => {
  vi.useFakeTimers();
  calls = new Calls();
  posted = [];
});
afterEach(() => vi.useRealTimers());

describe('calls', () => {
  it('settle by their own reply, in any order', async () => {
    const [one, two] = [send(), send()];
    const error = { code: 'text', message: 'No.', suggestion: 'Yes.' } as const;
    calls.settle({ id: 2, ok: false, error });
    calls.settle({ id: 1, ok: true, result: 7 });
    await expect(two).rejects.toMatchObject({ ...error, name: 'PlayerError' });
    expect(await one).toBe(7);
    expect(calls.count).toBe(0);
    expect(posted.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('end with their deadline, and do not mind a late reply', async () => {
    const one = expect(send()).rejects.toMatchObject({ code: 'timeout' });
    vi.advanceTimersByTime(1000);
    await one;
    calls.settle({ id: 1, ok: true, result: 7 });
  });

  it('end all at once', async () => {
    const both = [send(), send()].map((call) =>
      expect(call).rejects.toMatchObject({ code: 'removed' }),
    );
    calls.rejectAll(new PlayerError('removed', 'Gone.'));
    await Promise.all(both);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are no more than sixty-four', async () => {
    for (let i = 0; i < 64; i++) send().catch(() => undefined);
    await expect(send()).rejects.toMatchObject({ code: 'too_many' });
    expect(posted).toHaveLength(64);
  });
});
