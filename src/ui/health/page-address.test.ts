import { expect, test } from 'vitest';
import { PageAddress } from './page-address';

/** A window of which only address and history are there. */
function place(hash: string) {
  const entries: { hash: string; state: unknown }[] = [{ hash, state: null }];
  let at = 0;
  const here = () => entries[at] ?? { hash: '', state: null };
  const location = {
    pathname: '/sotto/',
    search: '',
    get hash() {
      return here().hash;
    },
  };
  const history = {
    get state() {
      return here().state;
    },
    pushState: (state: unknown, _: string, url: string) => {
      entries.splice(++at, entries.length, { hash: url, state });
    },
    replaceState: (state: unknown) => {
      entries[at] = { hash: '', state };
    },
    back: () => {
      at--;
    },
  };
  return { window: { location, history } as unknown as Window, entries, hash: () => here().hash };
}

function page(hash: string) {
  const { window, ...rest } = place(hash);
  let shown = false;
  const address = new PageAddress(
    window,
    () => shown,
    (show) => (shown = show),
  );
  return { address, window, ...rest, isShown: () => shown, show: (on: boolean) => (shown = on) };
}

test('opening adds an entry, closing takes it back', () => {
  const { address, entries, hash, show } = page('');
  show(true);
  address.shown(true);
  expect([entries.length, hash()]).toEqual([2, '#health']);
  show(false);
  address.shown(false);
  expect(hash()).toBe('');
});

test('the back button closes the page', () => {
  const { address, window, show, isShown } = page('');
  show(true);
  address.shown(true);
  window.history.back();
  address.moved();
  expect(isShown()).toBe(false);
});

test('a link opens it, and closing leaves the rest of the address', () => {
  const { address, entries, hash, isShown, show } = page('#health');
  address.moved();
  expect(isShown()).toBe(true);
  address.shown(true);
  expect(entries.length).toBe(1);
  show(false);
  address.shown(false);
  expect([entries.length, hash()]).toEqual([1, '']);
});
