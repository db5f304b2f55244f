import { describe, expect, it } from 'vitest';
import { claimIsolationReload } from './isolate';

function memory() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

const wanted = { isolated: false, controlled: true, busy: false };

describe('claimIsolationReload', () => {
  it('is granted once in a tab', () => {
    const storage = memory();
    expect(claimIsolationReload(wanted, () => storage)).toBe(true);
    expect(claimIsolationReload(wanted, () => storage)).toBe(false);
  });

  it.each([
    ['isolated already', { ...wanted, isolated: true }],
    ['no service worker yet', { ...wanted, controlled: false }],
    ['speaking', { ...wanted, busy: true }],
  ])('is not granted when %s, and not spent', (_, situation) => {
    const storage = memory();
    expect(claimIsolationReload(situation, () => storage)).toBe(false);
    expect(claimIsolationReload(wanted, () => storage)).toBe(true);
  });

  it('is not granted where storage is denied', () => {
    const denied = () => {
      throw new DOMException('Denied.', 'SecurityError');
    };
    expect(claimIsolationReload(wanted, denied)).toBe(false);
  });
});
