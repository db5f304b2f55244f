import { describe, expect, it } from 'vitest';
import { Gate } from './gate';

const never = new AbortController().signal;

describe('Gate', () => {
  it('opens at once when the condition holds', async () => {
    await expect(new Gate().until(() => true, never)).resolves.toBeUndefined();
  });

  it('opens when told to look again, and only then', async () => {
    const gate = new Gate();
    let isOpen = false;
    let passed = false;
    const waiting = gate.until(() => isOpen, never).then(() => (passed = true));
    gate.notify();
    await Promise.resolve();
    expect(passed).toBe(false);
    isOpen = true;
    gate.notify();
    await waiting;
    expect(passed).toBe(true);
  });

  it('rejects on abort, before and during the wait', async () => {
    const controller = new AbortController();
    const waiting = new Gate().until(() => false, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    const late = new Gate().until(() => true, controller.signal);
    await expect(late).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
