/**
 * The runtime for graphics cards is 27 MB: kept ahead of use only where there is such a card, and
 * otherwise from its first use on.
 */
import { withDeadline } from '../src/base/abort';
import { systemClock } from '../src/base/clock';

export const GRAPHICS_CACHE = 'sotto-graphics';

const ADAPTER_TIMEOUT_MS = 5000;

/** ONNX Runtime's builds other than the plain CPU one. */
export function isGraphicsRuntime(url: string): boolean {
  return /ort-wasm[^/]*\.(asyncify|jspi|jsep)[^/]*\.(wasm|mjs)$/.test(url);
}

/** At install: fetches what is missing, if this machine can use it. The HTTP cache answers mostly. */
export async function keepGraphics(urls: readonly string[]): Promise<void> {
  if (!(await hasGraphicsAdapter())) return;
  const cache = await caches.open(GRAPHICS_CACHE);
  for (const url of urls) {
    if ((await cache.match(url)) === undefined) await cache.add(url);
  }
}

/** At activation: drops runtimes that this version does not name. */
export async function forgetOldGraphics(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(GRAPHICS_CACHE);
  const old = (await cache.keys()).filter((request) => !urls.includes(request.url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

async function hasGraphicsAdapter(): Promise<boolean> {
  const gpu: GPU | undefined = navigator.gpu;
  if (gpu === undefined) return false;
  const deadline = {
    operation: 'requestAdapter',
    component: 'service.worker',
    clock: systemClock,
  };
  const adapter = await withDeadline(gpu.requestAdapter(), ADAPTER_TIMEOUT_MS, deadline).catch(
    () => null,
  );
  return adapter !== null;
}
