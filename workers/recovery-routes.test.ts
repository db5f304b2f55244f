import { describe, expect, it } from 'vitest';
import { fakeClock } from '../src/rpc/fake-clock';
import { parseBridgeMessage } from '../src/contracts/recovery-bridge';
import type { WireAnswer, WireValue } from '../src/contracts/recovery-wire';
import { answerRecovery, type AskedPage, type RoutedRequest } from './recovery-routes';

const SCOPE = 'https://example.org/sotto/';

/** A page that answers, after it has missed some messages. */
function page(answer: (body: unknown) => WireAnswer, misses = 0) {
  const ids: string[] = [];
  const asked: AskedPage = {
    postMessage: (data, [port]) => {
      const message = parseBridgeMessage(data);
      if (message === null) throw new Error('This is no message of ours.');
      ids.push(message.id);
      if (ids.length <= misses) return;
      const reply = { kind: 'answered', id: message.id, answer: answer(message.body) };
      (port as MessagePort).postMessage(reply);
    },
  };
  return { asked, ids };
}

const echo = (body: unknown): WireAnswer => ({ ok: true, result: body as WireValue });

function setUp(...pages: AskedPage[]) {
  const clock = fakeClock();
  let ids = 0;
  const deps = { scope: SCOPE, findPages: async () => pages, clock, newId: () => `id-${ids++}` };
  const request = (method: string, path: string, body = '', mode: RequestMode = 'same-origin') => {
    const routed: RoutedRequest = {
      method,
      url: new URL(path, SCOPE).href,
      mode,
      text: async () => body,
    };
    return answerRecovery(routed, deps);
  };
  /** Lets messages arrive between the seconds. */
  const send = async (...task: Parameters<typeof request>) => {
    const response = request(...task);
    if (response === null) throw new Error('It passed by.');
    let isDone = false;
    const done = response.finally(() => (isDone = true));
    for (let second = 0; second < 20 && !isDone; second++) {
      for (let turn = 0; turn < 20 && !isDone; turn++) {
        await new Promise((next) => setTimeout(next, 1));
      }
      if (!isDone) clock.pass(1000);
    }
    return done;
  };
  return { request, send };
}

const codeOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect(error.message).toMatch(/\.$|: /);
  return error.code;
};

describe('recovery routes', () => {
  it('leave all else alone', () => {
    const { request } = setUp();
    for (const path of [
      '',
      'index.html',
      'assets/a.js',
      '../health',
      'https://other.org/sotto/health',
    ]) {
      expect(request('GET', path)).toBeNull();
    }
  });

  it('hand on what is asked, below the folder of the app', async () => {
    const { send } = setUp(page(echo).asked);
    const status = await send('GET', 'api/v1/recovery/status');
    expect(status.status).toBe(200);
    expect(status.headers.get('Content-Type')).toMatch(/^application\/json/);
    expect(status.headers.get('Cache-Control')).toBe('no-store');
    expect(await status.json()).toEqual({ operation: 'status' });
    const trigger = await send('POST', 'api/v1/recovery/trigger', '{"failure_type":"worker_died"}');
    expect(await trigger.json()).toEqual({ operation: 'trigger', failure_type: 'worker_died' });
    expect(await (await send('POST', 'api/v1/recovery/reset')).json()).toEqual({
      operation: 'reset',
    });
    const head = await send('HEAD', 'api/v1/recovery/health');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('answer what cannot be with JSON and the right status', async () => {
    const { send } = setUp(page(echo).asked);
    const refused = async (...task: Parameters<typeof send>) => {
      const response = await send(...task);
      return [response.status, await codeOf(response)];
    };
    expect(await refused('GET', 'api/v1/nothing')).toEqual([404, 'not_found']);
    expect(await refused('DELETE', 'health')).toEqual([405, 'method_not_allowed']);
    const allow = await send('GET', 'api/v1/recovery/trigger');
    expect(allow.headers.get('Allow')).toBe('POST');
    const trigger = 'api/v1/recovery/trigger';
    expect(await refused('POST', trigger, 'x')).toEqual([400, 'bad_request']);
    expect(await refused('POST', trigger, '{"failure_type":"x"}')).toEqual([400, 'bad_request']);
    expect(await refused('POST', trigger, 'é'.repeat(2049))).toEqual([413, 'too_large']);
    const reset = 'api/v1/recovery/reset';
    expect(await refused('POST', reset, '', 'navigate')).toEqual([403, 'forbidden']);
  });

  it('send again under the same id, and then ask the next page', async () => {
    const slow = page(echo, 2);
    const { send } = setUp(slow.asked);
    expect((await send('GET', 'health')).status).toBe(200);
    expect(slow.ids).toEqual(['id-0', 'id-0', 'id-0']);
    const dead = page(echo, Infinity);
    const other = page(echo);
    const both = setUp(dead.asked, other.asked);
    expect((await both.send('GET', 'health')).status).toBe(200);
    expect(dead.ids).toEqual(['id-0', 'id-0', 'id-0']);
    expect(other.ids).toEqual(['id-1']);
  });

  it('say so where no page is open or none answers', async () => {
    for (const pages of [[], [page(echo, Infinity).asked]]) {
      const response = await setUp(...pages).send('GET', 'health');
      expect([response.status, await codeOf(response)]).toEqual([503, 'unavailable']);
    }
  });

  it('are unhealthy when the page is, and hand its errors on', async () => {
    const unhealthy = setUp(page(() => ({ ok: true, result: { status: 'unhealthy' } })).asked);
    expect((await unhealthy.send('GET', 'health')).status).toBe(503);
    expect((await unhealthy.send('GET', 'api/v1/recovery/health')).status).toBe(200);
    const error = { code: 'no_voice', message: 'Choose a voice first.' } as const;
    const voiceless = setUp(page(() => ({ ok: false, error })).asked);
    const response = await voiceless.send('POST', 'api/v1/recovery/reset');
    expect([response.status, await response.json()]).toEqual([409, { error }]);
  });

  it('give metrics as text', async () => {
    const { send } = setUp(page(() => ({ ok: true, result: 'sotto_underruns_total 1\n' })).asked);
    const response = await send('GET', 'metrics');
    expect(response.headers.get('Content-Type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toBe('sotto_underruns_total 1\n');
  });
});
