/** The installed shell: offline readiness, updates, installation. */
export type ShellState = {
  /** The whole shell is cached: it opens without a network. */
  readonly offlineReady: boolean;
  /** A newer version waits; it is offered, never forced. */
  readonly updateReady: boolean;
  /** The browser would install it as an app. */
  readonly installable: boolean;
  readonly online: boolean;
};

export interface AppShell {
  readonly state: ShellState;
  onChange(listener: (state: ShellState) => void): () => void;
  /** Activates the waiting version and reloads the page. */
  applyUpdate(): void;
  install(): Promise<void>;
}

/** What the page posts to the waiting service worker when the listener accepts the update. */
export interface ActivateMessage {
  readonly type: 'activate';
}

export function isActivateMessage(message: unknown): message is ActivateMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'activate'
  );
}
