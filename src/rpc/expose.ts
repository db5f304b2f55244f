import { expose } from 'comlink';
import { installErrorTransfer } from './errors';

/** Offers `api` to the thread that made this worker; its errors cross whole. */
export function exposeApi(api: object): void {
  installErrorTransfer();
  expose(api);
}
