import { describe, expect, test, vi } from 'vitest';
import { createPressureSource, pressureObserverOf } from './pressure';

type OnRecords = (records: readonly { readonly state: string }[]) => void;

class FakeObserver {
  static latest: FakeObserver;
  observe = vi.fn(() => Promise.resolve());
  disconnect = vi.fn();
  readonly tell: OnRecords;

  constructor(tell: OnRecords) {
    this.tell = tell;
    FakeObserver.latest = this;
  }
}

class RefusedObserver extends FakeObserver {
  override observe = vi.fn(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
}

class BrokenObserver extends FakeObserver {
  constructor(tell: OnRecords) {
    super(tell);
    throw new TypeError('Illegal constructor');
  }
}

describe('createPressureSource', () => {
  test('tells the latest state, and each change once', () => {
    const source = createPressureSource(FakeObserver);
    const changes: (string | null)[] = [];
    source.onChange((state) => changes.push(state));
    expect(source.state).toBeNull();
    FakeObserver.latest.tell([{ state: 'nominal' }, { state: 'serious' }]);
    FakeObserver.latest.tell([{ state: 'serious' }]);
    expect(source.state).toBe('serious');
    FakeObserver.latest.tell([{ state: 'unheard-of' }]);
    expect(changes).toEqual(['serious', null]);
  });

  test('stops when it is disposed of', () => {
    const source = createPressureSource(FakeObserver);
    FakeObserver.latest.tell([{ state: 'critical' }]);
    source.dispose();
    FakeObserver.latest.tell([{ state: 'critical' }]);
    expect(source.state).toBeNull();
    expect(FakeObserver.latest.disconnect).toHaveBeenCalled();
  });

  test.each([
    ['absent', null],
    ['broken', BrokenObserver],
    ['refused', RefusedObserver],
  ])('an observer that is %s is no pressure known', async (_name, Observer) => {
    const source = createPressureSource(Observer);
    await Promise.resolve();
    expect(source.state).toBeNull();
    source.dispose();
  });

  test('is found where the browser has it', () => {
    expect(pressureObserverOf({ PressureObserver: FakeObserver })).toBe(FakeObserver);
    expect(pressureObserverOf({})).toBeNull();
  });
});
