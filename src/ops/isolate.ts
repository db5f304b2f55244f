/** Whether to reload once so that the service worker's isolation headers take effect. */
export interface IsolationSituation {
  readonly isolated: boolean;
  /** The service worker controls this page: the next load comes through it. */
  readonly controlled: boolean;
  /** A reload would disturb the listener. */
  readonly busy: boolean;
}

/** Remembers, for this tab, that the one reload was spent. */
export interface ReloadMemory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const KEY = 'sotto.reloadedForIsolation';

/**
 * True at most once per tab: where isolation cannot be had, a second reload would not give it.
 *
 * @param memory Asked for late, because reading `sessionStorage` throws where storage is denied.
 */
export function claimIsolationReload(
  situation: IsolationSituation,
  memory: () => ReloadMemory,
): boolean {
  if (situation.isolated || !situation.controlled || situation.busy) return false;
  try {
    const storage = memory();
    if (storage.getItem(KEY) !== null) return false;
    storage.setItem(KEY, 'yes');
    return true;
  } catch {
    // Without a memory there is no telling the first reload from the hundredth.
    return false;
  }
}
