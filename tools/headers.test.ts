import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import viteConfig from '../vite.config';
import { isolated } from '../workers/isolation';
import { headers, serve } from './serve.mjs';

const everywhere: Record<string, string> = {
  ...headers.security,
  ...headers.sharing,
  ...headers.isolation,
};
const POLICY = 'Content-Security-Policy';
const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

/** A tiny built app, served on a free port. */
async function served(options: { isolation?: boolean } = {}) {
  const dist = mkdtempSync(join(tmpdir(), 'sotto-serve-'));
  mkdirSync(join(dist, 'assets'));
  writeFileSync(join(dist, 'index.html'), '<!doctype html>');
  writeFileSync(join(dist, 'assets/a-12345678.mjs'), 'export {};');
  writeFileSync(join(dist, 'assets/a-12345678.wasm'), 'wasm');
  writeFileSync(join(dist, 'graph.onnx'), '0123456789');
  const { url, close } = await serve({ dist, port: 0, ...options });
  closers.push(close);
  return (path: string, init?: RequestInit) => fetch(new URL(path, url), init);
}

/** Netlify's format: a path, then its headers, each on an indented line. */
function parseHeadersFile(text: string): Record<string, Record<string, string>> {
  const rules: Record<string, Record<string, string>> = {};
  let rule: Record<string, string> = {};
  for (const line of text.split('\n').filter(Boolean)) {
    const [, name, value] = /^ {2}([^:]+): (.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) rule[name] = value;
    else rules[line] = rule = {};
  }
  return rules;
}

describe('the headers are the same', () => {
  it('in public/_headers', () => {
    const file = readFileSync(new URL('../public/_headers', import.meta.url), 'utf8');
    const { [POLICY]: policy, ...rest } = everywhere;
    const own = { [POLICY]: policy };
    // Hosts join the rules that match an address. Two policies would both hold, so each file has its own.
    expect(parseHeadersFile(file)).toEqual({
      '/*': rest,
      '/assets/*': { ...own, 'Cache-Control': headers.cache.hashed },
      '/icons/*': own,
      '/voices/*': own,
      '/service.worker.js': own,
      '/sdk.js': own,
      ...Object.fromEntries(
        Object.entries<Record<string, string>>(headers.pages).map(([path, page]) => [
          path,
          { ...own, ...page },
        ]),
      ),
    });
  });

  it('in the development and preview servers', () => {
    expect(viteConfig.server?.headers).toEqual(headers.isolation);
    expect(viteConfig.preview?.headers).toEqual({ ...headers.security, ...headers.isolation });
  });

  it('from our own server', async () => {
    const get = await served();
    const response = await get('/');
    for (const [name, value] of Object.entries(everywhere)) {
      expect(response.headers.get(name), name).toBe(value);
    }
  });

  it('from our own server for each page', async () => {
    const get = await served();
    const sent = async (path: string, name: string) => (await get(path)).headers.get(name);
    expect(await sent('/', 'X-Frame-Options')).toBe('SAMEORIGIN');
    expect(await sent('/index.html?a', 'X-Frame-Options')).toBe('SAMEORIGIN');
    for (const path of ['/embed.html', '/embed.html?text=a', '/embed']) {
      expect(await sent(path, 'X-Frame-Options'), path).toBeNull();
      expect(await sent(path, POLICY), path).toBe(headers.pages['/embed.html'][POLICY]);
    }
    expect(await sent('/assets/a-12345678.mjs', POLICY)).toBe(everywhere[POLICY]);
  });

  it('from the service worker, where the host sends none', () => {
    const response = isolated(new Response('page', { headers: { 'Content-Type': 'text/html' } }));
    for (const [name, value] of Object.entries(headers.isolation)) {
      expect(response.headers.get(name), name).toBe(value);
    }
    expect(response.headers.get('Content-Type')).toBe('text/html');
  });
});

describe('serve', () => {
  it('leaves isolation out on request', async () => {
    const get = await served({ isolation: false });
    const response = await get('/');
    for (const name of Object.keys(headers.isolation))
      expect(response.headers.get(name)).toBeNull();
    expect(response.headers.get('Content-Security-Policy')).not.toBeNull();
  });

  it('caches hashed files for good and asks again for all others', async () => {
    const get = await served();
    const hashed = await get('/assets/a-12345678.mjs');
    expect(hashed.headers.get('Cache-Control')).toBe(headers.cache.hashed);
    const page = await get('/');
    expect(page.headers.get('Cache-Control')).toBe('no-cache');
    const etag = page.headers.get('ETag') ?? '';
    expect((await get('/', { headers: { 'If-None-Match': etag } })).status).toBe(304);
  });

  it('names the media types that browsers insist on', async () => {
    const get = await served();
    const typeOf = async (path: string) => (await get(path)).headers.get('Content-Type');
    expect(await typeOf('/assets/a-12345678.wasm')).toBe('application/wasm');
    expect(await typeOf('/assets/a-12345678.mjs')).toBe('text/javascript');
    expect(await typeOf('/graph.onnx')).toBe('application/octet-stream');
  });

  it('serves ranges, so that a download resumes', async () => {
    const get = await served();
    const part = await get('/graph.onnx', { headers: { Range: 'bytes=4-' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('Content-Range')).toBe('bytes 4-9/10');
    expect(await part.text()).toBe('456789');
    expect((await get('/graph.onnx', { headers: { Range: 'bytes=10-' } })).status).toBe(416);
  });

  it('answers 404 for what is not there, never the page', async () => {
    const get = await served();
    const response = await get('/nowhere.wasm');
    expect(response.status).toBe(404);
    expect(response.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect((await get('/../package.json')).status).toBe(404);
  });

  it('takes the next port when one is in use', async () => {
    const dist = mkdtempSync(join(tmpdir(), 'sotto-serve-'));
    writeFileSync(join(dist, 'index.html'), '');
    const first = await serve({ dist, port: 0 });
    closers.push(first.close);
    const second = await serve({ dist, port: first.port });
    closers.push(second.close);
    expect(second.port).toBeGreaterThan(first.port);
    await expect(serve({ dist, port: first.port, strictPort: true })).rejects.toThrow('in use');
  });

  it('says what to do when nothing was built', async () => {
    await expect(serve({ dist: join(tmpdir(), 'sotto-nothing') })).rejects.toThrow('npm run build');
  });
});
