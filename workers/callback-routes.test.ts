import { describe, expect, it } from 'vitest';
import type { StoryStore } from '../src/stories/store';
import headers from '../src/base/headers.json' with { type: 'json' };
import { story } from '../src/stories/testing';
import { answerCallback, type CallbackRequest } from './callback-routes';

const scope = 'https://sotto.example/app/';
const updates: unknown[] = [];
const store: Pick<StoryStore, 'entry' | 'update'> = {
  entry: (id) => Promise.resolve(id === 'one' ? story() : null),
  update: (_, event) => {
    updates.push(event);
    return Promise.resolve(null);
  },
};
function request(
  path: string,
  change: Partial<CallbackRequest> = {},
  body = '{}',
): CallbackRequest {
  return {
    method: 'POST',
    url: new URL(path, scope).href,
    mode: 'cors',
    headers: new Headers({ 'Content-Type': 'application/json' }),
    text: () => Promise.resolve(body),
    ...change,
  };
}

describe('callback routes', () => {
  it('leave other addresses alone', () => {
    expect(answerCallback(request('api/v1/recovery/status'), { scope, store })).toBeNull();
    expect(answerCallback(request('/api/tts/callback'), { scope, store })).toBeNull();
    const elsewhere = 'https://evil.example/app/api/tts/callback';
    expect(answerCallback(request(elsewhere), { scope, store })).toBeNull();
  });

  it('take a post', async () => {
    const body = '{"story_id":"one","error":"No."}';
    const response = await answerCallback(request('api/tts/error-callback?x', {}, body), {
      scope,
      store,
    });
    expect(response?.status).toBe(200);
    expect(await response?.json()).toEqual({ success: true });
    expect(updates).toMatchObject([{ kind: 'reportedFailed', failure: { message: 'No.' } }]);
  });

  it.each<[number, Partial<CallbackRequest>, string]>([
    [405, { method: 'GET' }, ''],
    [403, { mode: 'navigate' }, '{"story_id":"one"}'],
    [
      403,
      { headers: new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' }) },
      'story_id=one',
    ],
    [400, {}, '{'],
    [404, {}, '{"story_id":"nobody"}'],
  ])('answer %i', async (status, change, body) => {
    const response = await answerCallback(request('api/tts/callback', change, body), {
      scope,
      store,
    });
    expect(response?.status).toBe(status);
    expect(await response?.json()).toMatchObject({
      success: false,
      error: expect.any(String) as string,
    });
  });

  it('say so when nothing can be written', async () => {
    const broken = { ...store, entry: () => Promise.reject(new Error('no database')) };
    const asked = request('api/tts/callback', {}, '{"story_id":"one"}');
    expect((await answerCallback(asked, { scope, store: broken }))?.status).toBe(503);
  });
});

describe('the policy that lets callbacks out', () => {
  const connect = (policy: string) => /connect-src ([^;]*)/.exec(policy)?.[1]?.split(' ') ?? [];

  it('is the service worker’s alone: what runs in the page still reaches the known hosts only', () => {
    const own = headers.pages['/service.worker.js']['Content-Security-Policy'];
    expect(connect(own)).toEqual(["'self'", 'http:', 'https:']);
    for (const source of connect(headers.security['Content-Security-Policy'])) {
      expect(source).toMatch(/^('self'|https:\/\/[a-z*.]+)$/);
    }
  });
});
