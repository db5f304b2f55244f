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
