/** WebKitGTK's MiniBrowser by plain WebDriver, on a display and a message bus of its own. */
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { missingOf } from './firefox';
import { startGroup, startSilentSound, stopGroup } from './processes';
import { until, type SmokeBrowser, type SmokeBrowserKind } from './smoke-browser';

const LIBRARIES = '/usr/lib';
const SCRIPT_TIMEOUT_MS = 60_000;

/** What the page answers to a script: a value or the text of what was thrown. */
type Answer = { readonly value: unknown } | { readonly error: string };

interface Session {
  readonly sessionId: string;
  readonly capabilities: { readonly browserVersion: string };
}

async function launch(): Promise<SmokeBrowser> {
  const sound = await startSilentSound();
  const port = await freePort();
  const driver = startGroup(
    'dbus-run-session',
    ['--', 'xvfb-run', '-a', 'WebKitWebDriver', `--port=${port}`],
    // The sandbox needs user namespaces, which containers deny; the pages are our own.
    { ...sound.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  );
  const address = `http://127.0.0.1:${port}`;
  await until('WebKitWebDriver', async () => (await fetch(`${address}/status`)).ok);
  const { sessionId, capabilities } = await command<Session>(`${address}/session`, {
    capabilities: {
      alwaysMatch: {
        timeouts: { script: SCRIPT_TIMEOUT_MS },
        'webkitgtk:browserOptions': { binary: browserPath(), args: ['--automation'] },
      },
    },
  });
  const session = `${address}/session/${sessionId}`;
  const find = (value: string) =>
    command<object>(`${session}/element`, { using: 'css selector', value });
  const click = async (selector: string) => {
    // The name of an element's id is fixed by the standard; there is no other key.
    const [id] = Object.values(await find(selector));
    await command(`${session}/element/${id}/click`, {});
  };
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    goto: (url) => command(`${session}/url`, { url }),
    reload: () => command(`${session}/refresh`, {}),
    back: () => command(`${session}/back`, {}),
    evaluate: async <Args extends readonly unknown[], Result>(
      work: (...args: Args) => Result | Promise<Result>,
      ...args: Args
    ) => {
      const answer = await command<Answer>(`${session}/execute/async`, {
        script: asyncScript(work.toString()),
        args,
      });
      if ('error' in answer) throw new Error(answer.error);
      return answer.value as Result;
    },
    click,
    clickInFrame: async (selector) => {
      await command(`${session}/frame`, { id: await find('iframe') });
      await click(selector);
      await command(`${session}/frame/parent`, {});
    },
    close: async () => {
      await fetch(session, { method: 'DELETE' });
      await stopGroup(driver);
      await sound.stop();
    },
  };
}

/** WebDriver hands the script its arguments and, last, a function to answer with. */
function asyncScript(work: string): string {
  return `const args = [...arguments];
    const done = args.pop();
    Promise.resolve()
      .then(() => (${work})(...args))
      .then((value) => done({ value: value ?? null }), (thrown) => done({ error: String(thrown) }));`;
}

async function command<Result>(url: string, body: object): Promise<Result> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const { value } = (await response.json()) as { value: Result & { message?: string } };
  if (!response.ok) throw new Error(`WebDriver: ${value.message ?? response.status}`);
  return value;
}

/** `<libraries>/<architecture>/webkit2gtk-4.x/MiniBrowser`, where Debian puts it. */
function browserPath(): string | undefined {
  if (!existsSync(LIBRARIES)) return undefined;
  return readdirSync(LIBRARIES)
    .filter((name) => name.endsWith('-linux-gnu'))
    .flatMap((architecture) =>
      readdirSync(`${LIBRARIES}/${architecture}`)
        .filter((name) => name.startsWith('webkit2gtk-4.'))
        .map((name) => `${LIBRARIES}/${architecture}/${name}/MiniBrowser`),
    )
    .find(existsSync);
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) found(address.port);
        else failed(new Error('No free port.'));
      });
    });
  });
}

export const webkit: SmokeBrowserKind = {
  name: 'WebKitGTK',
  missing: () =>
    missingOf(['WebKitWebDriver', 'xvfb-run', 'dbus-run-session', 'pulseaudio']) ??
    (browserPath() === undefined ? 'not installed: MiniBrowser of WebKitGTK' : null),
  launch,
};
