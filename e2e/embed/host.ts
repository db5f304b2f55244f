/** A page of another site, with a player of the built SDK in it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type Frame, type Page } from '@playwright/test';
import type * as sdk from '../../src/sdk/index';
import type { PlayerEvents, SottoPlayer } from '../../src/sdk/index';

export type Sdk = typeof sdk;

export interface Told {
  readonly name: keyof PlayerEvents;
  /** `performance.timeOrigin + performance.now()` of the host page. */
  readonly atMs: number;
  readonly detail: unknown;
}

/** What the host page of the tests has of the SDK. */
interface HostScript {
  readonly player: SottoPlayer;
  readonly told: Told[];
}
declare global {
  interface Window {
    host: HostScript;
  }
}

export const HOST_PAGE = `<!doctype html><html lang="en"><title>A host</title>
<style>body{margin:0}</style><main><div id="player"></div><article lang="en">
<h1>Title here</h1><p>One <em>plain</em>   word.<script>no()</script></p><p>Two words.</p></article></main>`;

export interface Host {
  readonly url: string;
  close(): void;
}

const OPEN = { 'Access-Control-Allow-Origin': '*' };
/** Texts that a player may be told to fetch. */
const TEXTS: Readonly<Record<string, { headers: Record<string, string>; body: string }>> = {
  '/a.md': { headers: { ...OPEN, 'Content-Type': 'text/markdown' }, body: '# A *tale*' },
  '/page.html': { headers: { ...OPEN, 'Content-Type': 'text/html' }, body: '<p>x' },
  '/closed.txt': { headers: { 'Content-Type': 'text/plain' }, body: 'x' },
};

/** @param name By default another site than the player's, which is at `localhost`. */
export async function serveHost(name = '127.0.0.1'): Promise<Host> {
  const server: Server = createServer(({ url = '/' }, response) => {
    const text = TEXTS[url] ?? null;
    const isMissing = text === null && url !== '/';
    const page = {
      headers: { ...OPEN, 'Content-Type': 'text/html; charset=utf-8' },
      body: HOST_PAGE,
    };
    const { headers, body } = text ?? page;
    response.writeHead(isMissing ? 404 : 200, headers).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, name, listening));
  return {
    url: `http://${name}:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @param port 0: the isolated server of the tests; 1: the one that is not. */
export function sottoUrl(port = 0): string {
  const url = new URL(test.info().project.use.baseURL ?? '');
  url.port = String(Number(url.port) + port);
  return url.href;
}

export interface MountAsked {
  readonly port?: number;
  readonly sandbox?: string;
  readonly connectTimeoutMs?: number;
  readonly src?: string;
}

/** Opens the host page and mounts a player in it. */
export async function openHost(
  page: Page,
  hostUrl: string,
  { port = 0, ...options }: MountAsked = {},
): Promise<void> {
  await page.goto(hostUrl);
  await page.evaluate(
    async ([sdkUrl, given]) => {
      const { mount } = (await import(sdkUrl)) as Sdk;
      const target = document.querySelector('#player');
      if (target === null) throw new Error('There is no #player.');
      const player = mount(target, given);
      const told: Told[] = [];
      const names = ['ready', 'state', 'word', 'progress', 'degraded', 'error', 'ended'] as const;
      for (const name of names) {
        player.on(name, (detail: unknown) => {
          const plain = detail instanceof Error ? { ...detail, message: detail.message } : detail;
          told.push({ name, detail: plain, atMs: performance.timeOrigin + performance.now() });
        });
      }
      window.host = { player, told };
    },
    [`${sottoUrl(port)}sdk.js`, options] as const,
  );
}

export async function embedFrame(page: Page): Promise<Frame> {
  const handle = await page.locator('iframe').elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error('There is no frame.');
  return frame;
}

export const told = (page: Page): Promise<Told[]> => page.evaluate(() => window.host.told);
export const toldNames = async (page: Page, name: Told['name']) =>
  (await told(page)).filter((one) => one.name === name);

/** The code that a call rejects with; `resolved` where it does not. */
export const codeOf = (page: Page, call: string): Promise<string> =>
  page.evaluate(async (source) => {
    const run = new Function('player', `return ${source}`) as (player: SottoPlayer) => unknown;
    try {
      await run(window.host.player);
      return 'resolved';
    } catch (thrown) {
      return (thrown as { code?: string }).code ?? String(thrown);
    }
  }, call);

export async function playToTheEnd(page: Page, text: string): Promise<void> {
  await page.evaluate(async (given) => {
    const { player } = window.host;
    const ended = new Promise((resolve) => player.on('ended', () => resolve(undefined)));
    await player.load(given);
    await player.play();
    await ended;
  }, text);
}
