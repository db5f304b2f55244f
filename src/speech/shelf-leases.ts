import type { Voice } from '../contracts/voices';
import { pathsOf, useLock } from '../weights/names';

/** What this tab speaks with, told to other tabs by shared locks that end with the tab. */
export class Leases {
  readonly #locks: LockManager | null;
  readonly #counts = new Map<string, number>();

  constructor(locks: LockManager | null) {
    this.#locks = locks;
  }

  /** `<owner>/<file>` of what is leased in this tab. */
  get paths(): readonly string[] {
    return [...this.#counts.keys()];
  }

  /** Returns how to give it back; a second call of that does nothing. */
  take(voice: Voice): () => void {
    const paths = pathsOf(voice);
    const releases = paths.map((path) => this.#hold(path));
    for (const path of paths) this.#count(path, 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      for (const path of paths) this.#count(path, -1);
      for (const release of releases) release();
    };
  }

  #hold(path: string): () => void {
    let giveBack = () => {};
    const given = new Promise<void>((resolve) => {
      giveBack = resolve;
    });
    // A lock that the browser refuses leaves the count: this tab at least knows.
    this.#locks?.request(useLock(path), { mode: 'shared' }, () => given).catch(() => undefined);
    return giveBack;
  }

  #count(path: string, change: 1 | -1): void {
    const count = (this.#counts.get(path) ?? 0) + change;
    if (count === 0) this.#counts.delete(path);
    else this.#counts.set(path, count);
  }
}
