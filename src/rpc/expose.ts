import { expose, type Endpoint } from 'comlink';
import type { Pingable } from '../contracts/workers';
import { installErrorTransfer } from './errors';

/** Offers `api` to the thread that made this worker; its errors cross whole, and it answers heartbeats. */
export function exposeApi(api: object, endpoint?: Endpoint): void {
  installErrorTransfer();
  const served: Pingable = { ...api, ping: () => Promise.resolve() };
  expose(served, endpoint);
}
