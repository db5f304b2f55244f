/** The installed shell, seen from the page: registers the service worker and follows its life. */
import { SottoError } from '../base/errors';
import { Emitter } from '../base/events';
import type { ActivateMessage, AppShell, ShellState } from '../contracts/shell';
import { claimIsolationReload, type ReloadMemory } from './isolate';

/** The parts of `window` that the shell needs. */
export interface ShellWindow {
  readonly crossOriginIsolated: boolean;
  readonly sessionStorage: ReloadMemory;
  readonly location: { reload(): void };
  addEventListener(type: string, listener: (event: Event) => void): void;
}

export interface ShellNavigator {
  readonly onLine: boolean;
  /** Absent outside secure contexts and in some private windows. */
  readonly serviceWorker?: ServiceWorkerContainer;
}

export interface ShellOptions {
  readonly navigator: ShellNavigator;
  readonly window: ShellWindow;
  readonly serviceWorkerUrl: string;
  /** Would a reload disturb the listener? Speaking, exporting, typing. */
  readonly isBusy: () => boolean;
}

export interface RegisteringShell extends AppShell {
  /**
   * Call it once, late: caching the shell competes with the first visit for network and processor. Does
   * nothing where there are no service workers; rejects with a SottoError where one cannot start.
   */
  register(): Promise<void>;
}

/** Chromium's event before its own offer to install; not in the DOM library. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

export function createShell(options: ShellOptions): RegisteringShell {
  const { navigator, window } = options;
  const emitter = new Emitter<{ state: ShellState }>();
  let state: ShellState = {
    offlineReady: false,
    updateReady: false,
    installable: false,
    online: navigator.onLine,
  };
  let installPrompt: InstallPromptEvent | null = null;
  let registration: ServiceWorkerRegistration | null = null;
  let applying = false;

  const change = (difference: Partial<ShellState>) => {
    state = { ...state, ...difference };
    emitter.emit('state', state);
  };
  const offerInstall = (prompt: InstallPromptEvent | null) => {
    installPrompt = prompt;
    change({ installable: prompt !== null });
  };

  window.addEventListener('online', () => change({ online: true }));
  window.addEventListener('offline', () => change({ online: false }));
  window.addEventListener('appinstalled', () => offerInstall(null));
  window.addEventListener('beforeinstallprompt', (event) => {
    if (!isInstallPrompt(event)) return;
    event.preventDefault();
    offerInstall(event);
  });

  const reloadForIsolation = (container: ServiceWorkerContainer) => {
    const situation = {
      isolated: window.crossOriginIsolated,
      controlled: container.controller !== null,
      busy: options.isBusy(),
    };
    if (claimIsolationReload(situation, () => window.sessionStorage)) window.location.reload();
  };

  const followContainer = (container: ServiceWorkerContainer) => {
    let controlled = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      if (applying) window.location.reload();
      // Another tab took the update: this page's files are of the version before.
      else if (controlled) change({ updateReady: true });
      else reloadForIsolation(container);
      controlled = true;
    });
    reloadForIsolation(container);
  };

  return {
    get state() {
      return state;
    },
    onChange: (listener) => emitter.on('state', listener),
    register: async () => {
      const container = navigator.serviceWorker;
      if (container === undefined) return;
      try {
        registration = await container.register(options.serviceWorkerUrl);
      } catch (cause) {
        throw cannotRegister(options.serviceWorkerUrl, cause);
      }
      followContainer(container);
      followRegistration(registration, change);
    },
    applyUpdate: () => {
      const waiting = registration?.waiting ?? null;
      if (waiting === null) {
        if (state.updateReady) window.location.reload();
        return;
      }
      applying = true;
      const message: ActivateMessage = { type: 'activate' };
      waiting.postMessage(message);
    },
    install: async () => {
      const prompt = installPrompt;
      if (prompt === null) return;
      // A prompt works once, whatever the listener answers.
      offerInstall(null);
      await prompt.prompt();
    },
  };
}

function followRegistration(
  registration: ServiceWorkerRegistration,
  change: (difference: Partial<ShellState>) => void,
): void {
  const followInstalling = () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'activated') change({ offlineReady: true });
      if (worker.state === 'installed' && registration.active !== null) {
        change({ updateReady: true });
      }
    });
  };
  registration.addEventListener('updatefound', followInstalling);
  followInstalling();
  if (registration.active !== null) {
    change({ offlineReady: true, updateReady: registration.waiting !== null });
  }
}

function isInstallPrompt(event: Event): event is InstallPromptEvent {
  return 'prompt' in event && typeof event.prompt === 'function';
}

function cannotRegister(url: string, cause: unknown): SottoError {
  return new SottoError(
    'Sotto could not be kept for use without a network.',
    { kind: 'network', url, status: null },
    {
      operation: 'register',
      component: 'shell',
      suggestion: 'It works as long as there is a network; reload the page to try again.',
      cause,
    },
  );
}
