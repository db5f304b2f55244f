import { describe, expect, it, vi } from 'vitest';
import { SottoError } from '../base/errors';
import { createShell, type ShellNavigator } from './shell';

class FakeWorker extends EventTarget {
  state: ServiceWorkerState = 'installing';
  readonly postMessage = vi.fn();
  become(state: ServiceWorkerState) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  active: FakeWorker | null = null;

  install(): FakeWorker {
    this.installing = new FakeWorker();
    this.dispatchEvent(new Event('updatefound'));
    return this.installing;
  }
  /** The new worker waits for the old one to go. */
  wait(worker: FakeWorker) {
    this.waiting = worker;
    this.installing = null;
    worker.become('installed');
  }
  activate(worker: FakeWorker) {
    this.active = worker;
    this.installing = this.waiting = null;
    worker.become('activated');
  }
}

class FakeContainer extends EventTarget {
  controller: FakeWorker | null = null;
  readonly registration = new FakeRegistration();
  readonly register = vi.fn(() => Promise.resolve(this.registration));
  control(worker: FakeWorker) {
    this.controller = worker;
    this.dispatchEvent(new Event('controllerchange'));
  }
}

class FakeWindow extends EventTarget {
  crossOriginIsolated = true;
  readonly location = { reload: vi.fn() };
  readonly #values = new Map<string, string>();
  readonly sessionStorage = {
    getItem: (key: string) => this.#values.get(key) ?? null,
    setItem: (key: string, value: string) => void this.#values.set(key, value),
  };
}

function setUp({ isolated = true, busy = false, installed = false } = {}) {
  const container = new FakeContainer();
  const window = new FakeWindow();
  window.crossOriginIsolated = isolated;
  if (installed) {
    container.controller = new FakeWorker();
    container.registration.active = container.controller;
  }
  const navigator = { onLine: true, serviceWorker: container } as unknown as ShellNavigator;
  const isBusy = () => busy;
  const shell = createShell({ navigator, window, serviceWorkerUrl: './sw.js', isBusy });
  return { shell, container, registration: container.registration, window };
}

describe('the shell offline', () => {
  it('is ready once the first service worker is active', async () => {
    const { shell, registration, container } = setUp();
    await shell.register();
    expect(container.register).toHaveBeenCalledWith('./sw.js');
    expect(shell.state.offlineReady).toBe(false);
    const worker = registration.install();
    worker.become('installed');
    expect(shell.state).toMatchObject({ offlineReady: false, updateReady: false });
    registration.activate(worker);
    expect(shell.state).toMatchObject({ offlineReady: true, updateReady: false });
  });

  it('is ready at once on a later visit', async () => {
    const { shell } = setUp({ installed: true });
    await shell.register();
    expect(shell.state).toMatchObject({ offlineReady: true, updateReady: false });
  });

  it('goes without where there are no service workers', async () => {
    const shell = createShell({
      navigator: { onLine: true },
      window: new FakeWindow(),
      serviceWorkerUrl: './sw.js',
      isBusy: () => false,
    });
    await shell.register();
    expect(shell.state.offlineReady).toBe(false);
  });

  it('says so in plain words when the service worker cannot start', async () => {
    const { shell, container } = setUp();
    container.register.mockRejectedValueOnce(new TypeError('404'));
    const error = await shell.register().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SottoError);
    expect(error).toMatchObject({ kind: 'network', cause: { message: '404' } });
  });

  it('follows the network', () => {
    const { shell, window } = setUp();
    window.dispatchEvent(new Event('offline'));
    expect(shell.state.online).toBe(false);
    window.dispatchEvent(new Event('online'));
    expect(shell.state.online).toBe(true);
  });
});

describe('an update', () => {
  async function withUpdate() {
    const setup = setUp({ installed: true });
    await setup.shell.register();
    const worker = setup.registration.install();
    setup.registration.wait(worker);
    return { ...setup, worker };
  }

  it('is offered, never forced', async () => {
    const { shell, worker, window } = await withUpdate();
    expect(shell.state.updateReady).toBe(true);
    expect(worker.postMessage).not.toHaveBeenCalled();
    expect(window.location.reload).not.toHaveBeenCalled();
  });

  it('is offered again on the next visit', async () => {
    const { shell, registration } = setUp({ installed: true });
    registration.waiting = new FakeWorker();
    await shell.register();
    expect(shell.state.updateReady).toBe(true);
  });

  it('is applied on request: the new worker takes over, then the page reloads', async () => {
    const { shell, worker, window, registration, container } = await withUpdate();
    shell.applyUpdate();
    expect(worker.postMessage).toHaveBeenCalledWith({ type: 'activate' });
    expect(window.location.reload).not.toHaveBeenCalled();
    registration.activate(worker);
    container.control(worker);
    expect(window.location.reload).toHaveBeenCalledOnce();
  });

  it('taken by another tab does not reload this one, until asked', async () => {
    const { shell, worker, window, registration, container } = await withUpdate();
    registration.activate(worker);
    container.control(worker);
    expect(window.location.reload).not.toHaveBeenCalled();
    expect(shell.state.updateReady).toBe(true);
    shell.applyUpdate();
    expect(window.location.reload).toHaveBeenCalledOnce();
  });

  it('does nothing when there is none', async () => {
    const { shell, window } = setUp({ installed: true });
    await shell.register();
    shell.applyUpdate();
    expect(window.location.reload).not.toHaveBeenCalled();
  });
});

describe('a page that is not isolated', () => {
  it('reloads once when the service worker takes control', async () => {
    const { shell, container, window } = setUp({ isolated: false });
    await shell.register();
    expect(window.location.reload).not.toHaveBeenCalled();
    container.control(new FakeWorker());
    expect(window.location.reload).toHaveBeenCalledOnce();
  });

  it('is left alone while busy', async () => {
    const { shell, container, window } = setUp({ isolated: false, busy: true });
    await shell.register();
    container.control(new FakeWorker());
    expect(window.location.reload).not.toHaveBeenCalled();
  });

  it('reloads only for isolation: an isolated page stays', async () => {
    const { shell, container, window } = setUp();
    await shell.register();
    container.control(new FakeWorker());
    expect(window.location.reload).not.toHaveBeenCalled();
  });
});

describe('installing', () => {
  it('is offered when the browser would, once', async () => {
    const { shell, window } = setUp();
    const prompt = vi.fn(() => Promise.resolve());
    const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt });
    window.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(shell.state.installable).toBe(true);
    await shell.install();
    await shell.install();
    expect(prompt).toHaveBeenCalledOnce();
    expect(shell.state.installable).toBe(false);
  });

  it('is no longer offered once installed', () => {
    const { shell, window } = setUp();
    const seen: boolean[] = [];
    const stop = shell.onChange((state) => seen.push(state.installable));
    const prompt = () => Promise.resolve();
    window.dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt }));
    window.dispatchEvent(new Event('appinstalled'));
    stop();
    window.dispatchEvent(new Event('offline'));
    expect(seen).toEqual([true, false]);
  });
});
