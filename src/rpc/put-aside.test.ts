import { describe, expect, it } from 'vitest';
import { PutAside, type EndableWorker } from './put-aside';

class Page extends EventTarget {
  go(type: 'pagehide' | 'pageshow', persisted = true): void {
    this.dispatchEvent(Object.assign(new Event(type), { persisted }));
  }
}

class FakeWorker extends EventTarget implements EndableWorker {
  isEnded = false;
  readonly told: string[] = [];
  constructor() {
    super();
    this.addEventListener('error', () => this.told.push('error'));
  }
  postMessage(): void {}
  terminate(): void {
    this.isEnded = true;
  }
}

function setUp() {
  const page = new Page();
  const aside = new PutAside(page as unknown as ConstructorParameters<typeof PutAside>[0]);
  const workers: FakeWorker[] = [];
  const spawn = aside.watching(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  return { page, aside, workers, spawn };
}

describe('PutAside', () => {
  it('ends the workers of a page put aside, and tells of it when the page is taken up again', () => {
    const { page, workers, spawn } = setUp();
    spawn();
    spawn();
    page.go('pagehide');
    expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, true]);
    expect(workers.map(({ told }) => told)).toEqual([[], []]);
    page.go('pageshow');
    expect(workers.map(({ told }) => told)).toEqual([['error'], ['error']]);
    page.go('pagehide');
    page.go('pageshow');
    expect(workers.map(({ told }) => told)).toEqual([['error'], ['error']]);
  });

  it('says nothing of workers that were ended before', () => {
    const { page, workers, spawn } = setUp();
    spawn().terminate();
    page.go('pagehide');
    page.go('pageshow');
    expect(workers[0]?.told).toEqual([]);
  });

  it('leaves a page alone that goes for good, and one that is shown for the first time', () => {
    const { page, workers, spawn } = setUp();
    spawn();
    page.go('pageshow', false);
    page.go('pagehide', false);
    expect(workers[0]).toMatchObject({ isEnded: false, told: [] });
  });

  it('listens no more after it was disposed of', () => {
    const { page, aside, workers, spawn } = setUp();
    spawn();
    aside.dispose();
    page.go('pagehide');
    expect(workers[0]?.isEnded).toBe(false);
  });
});
