/** Stories are rendered when nobody waits for the voice: listening always comes first, in every tab. */
import type { Unsubscribe } from '../../base/events';
import type { SessionEvents, SpeechSession } from '../../contracts/session';

export interface LeisureSession {
  readonly state: SpeechSession['state'];
  readonly stats: Pick<SpeechSession['stats'], 'bufferedSeconds'>;
  on(name: keyof SessionEvents, listener: () => void): Unsubscribe;
}

export interface Leisure {
  /** Resolves when a clause may be rendered; rejects when the signal aborts. */
  free(signal: AbortSignal): Promise<void>;
  /** Aborts as soon as the listener needs the voice, or with the signal given. `end` it after use. */
  turn(signal: AbortSignal): { readonly signal: AbortSignal; end(): void };
  dispose(): void;
}

/** The listener's own clause is made in less than this holds. */
const AMPLE_SECONDS = 15;
const SCARCE_SECONDS = 6;
/** Held while a tab sounds. */
const LISTENING_LOCK = 'sotto-listening';

/** @param locks Null where there are none: then only this tab's listener is known of. */
export function createLeisure(session: LeisureSession, locks: LockManager | null): Leisure {
  const isListening = () => session.state.kind === 'playing' || session.state.kind === 'preparing';
  const buffered = () => (session.state.kind === 'preparing' ? 0 : session.stats.bufferedSeconds);
  const watchers = new Set<() => void>();
  const endListening = announceListening(session, isListening, locks);
  const stops = (['state', 'stats'] as const).map((name) =>
    session.on(name, () => {
      for (const watcher of [...watchers]) watcher();
    }),
  );
  const until = (isReached: () => boolean, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!signal.aborted && !isReached()) return;
        watchers.delete(look);
        signal.removeEventListener('abort', look);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      watchers.add(look);
      signal.addEventListener('abort', look);
      look();
    });
  return {
    free: async (signal) => {
      await until(() => !isListening() || buffered() >= AMPLE_SECONDS, signal);
      // Asked for alone, it is given when no other tab sounds; and let go of at once.
      if (!isListening()) await locks?.request(LISTENING_LOCK, { signal }, () => undefined);
    },
    turn: (outer) => {
      const needed = new AbortController();
      const look = () => {
        if (isListening() && buffered() < SCARCE_SECONDS) needed.abort();
      };
      watchers.add(look);
      look();
      return {
        signal: AbortSignal.any([outer, needed.signal]),
        end: () => watchers.delete(look),
      };
    },
    dispose: () => {
      for (const stop of stops) stop();
      endListening();
      watchers.clear();
    },
  };
}

function announceListening(
  session: LeisureSession,
  isListening: () => boolean,
  locks: LockManager | null,
): () => void {
  let release: (() => void) | null = null;
  const look = () => {
    if (isListening() === (release !== null)) return;
    if (release !== null) {
      release();
      release = null;
      return;
    }
    const held = new Promise<void>((resolve) => (release = resolve));
    // Refused only where the page is going.
    locks?.request(LISTENING_LOCK, { mode: 'shared' }, () => held).catch(() => undefined);
  };
  const stop = session.on('state', look);
  look();
  return () => {
    stop();
    release?.();
  };
}
