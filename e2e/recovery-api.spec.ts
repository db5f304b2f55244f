/** The recovery API over HTTP, as the built app’s service worker answers it. */
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './built-app';

interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly allow: string | null;
  readonly body: string;
}

/** A request of the page itself: only those pass the service worker. */
const request = (page: Page, method: string, path: string, body?: string) =>
  page.evaluate(
    async ([givenMethod, url, sent]): Promise<Reply> => {
      const response = await fetch(url, { method: givenMethod, body: sent ?? null });
      return {
        status: response.status,
        type: response.headers.get('Content-Type'),
        allow: response.headers.get('Allow'),
        body: await response.text(),
      };
    },
    [method, path, body] as const,
  );

/** The machine of a test may be busy, which degrades. */
const wellEnough: unknown = expect.stringMatching(/^(healthy|degraded)$/);

const json = ({ body }: Reply): unknown => JSON.parse(body);
const trigger = (page: Page, body: string) =>
  request(page, 'POST', 'api/v1/recovery/trigger', body);

async function openKept(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, {
    timeout: 45_000,
  });
}

/** A page of the same folder that is not the app: it can ask, and answers nothing. */
async function openOther(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}icons/icon.svg`);
  return page;
}

test('answers what the app knows, and repairs on request', async ({ page, app }) => {
  await openKept(page, app.url);

  const status = await request(page, 'GET', 'api/v1/recovery/status');
  expect([status.status, status.type]).toEqual([200, 'application/json; charset=utf-8']);
  expect(json(status)).toMatchObject({
    running: null,
    breakers: { device_lost: { kind: 'closed', failures: 0 } },
  });

  const actions = await request(page, 'GET', 'api/v1/recovery/actions');
  expect(json(actions)).toContainEqual(expect.objectContaining({ action: 'restart_pipeline' }));

  const health = await request(page, 'GET', 'api/v1/recovery/health');
  expect(health.status).toBe(200);
  expect(json(health)).toMatchObject({ status: wellEnough, rung: 'chosen' });
  const liveness = await request(page, 'GET', 'health');
  expect([liveness.status, json(liveness)]).toMatchObject([200, { status: wellEnough }]);

  const triggered = await trigger(page, '{"failure_type":"worker_died"}');
  expect([200, 202]).toContain(triggered.status);
  expect(json(triggered)).toMatchObject({ failure_type: 'worker_died' });
  await expect
    .poll(async () => json(await request(page, 'GET', 'api/v1/recovery/status')), {
      timeout: 30_000,
    })
    .toMatchObject({
      running: null,
      history: [
        {
          failure_type: 'worker_died',
          trigger: 'asked',
          outcome: 'recovered',
          attempts: [{ action: 'restart_pipeline', outcome: 'helped', error: null }],
        },
      ],
    });

  const metrics = await request(page, 'GET', 'metrics');
  expect(metrics.type).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(metrics.body).toContain('sotto_recoveries_total{outcome="recovered"} 1\n');
  expect(metrics.body).toMatch(/^# TYPE sotto_recovery_seconds summary$/m);

  const reset = await request(page, 'POST', 'api/v1/recovery/reset');
  expect([reset.status, json(reset)]).toMatchObject([
    200,
    { breakers: { worker_died: { kind: 'closed', failures: 0 } } },
  ]);
});

test('refuses with JSON and the right status', async ({ page, app }) => {
  await openKept(page, app.url);
  const refusal = async (reply: Promise<Reply>) => {
    const { status, type, allow, body } = await reply;
    const { error } = JSON.parse(body) as { error: { code: string; message: string } };
    expect(type).toMatch(/^application\/json/);
    expect(error.message).not.toBe('');
    return [status, error.code, allow];
  };
  const get = (path: string) => refusal(request(page, 'GET', path));
  expect(await get('api/v1/recovery/nothing')).toEqual([404, 'not_found', null]);
  expect(await get('api/')).toEqual([404, 'not_found', null]);
  expect(await get('api/v1/recovery/trigger')).toEqual([405, 'method_not_allowed', 'POST']);
  expect(await refusal(request(page, 'DELETE', 'metrics'))).toEqual([
    405,
    'method_not_allowed',
    'GET, HEAD',
  ]);
  for (const body of ['', '{', '{"failure_type":"boredom"}', '[]']) {
    expect(await refusal(trigger(page, body))).toEqual([400, 'bad_request', null]);
  }
  expect(await refusal(trigger(page, 'x'.repeat(5000)))).toEqual([413, 'too_large', null]);
});

test('is unavailable where the app is closed, and back when it opens', async ({
  page,
  context,
  app,
}) => {
  await openKept(page, app.url);
  const other = await openOther(context, app.url);
  const health = () => request(other, 'GET', `${app.url}health`);
  const recovery = `${app.url}api/v1/recovery`;
  expect((await health()).status).toBe(200);
  await page.close();
  const closed = await health();
  expect([closed.status, json(closed)]).toMatchObject([503, { error: { code: 'unavailable' } }]);
  expect((await request(other, 'POST', `${recovery}/reset`)).status).toBe(503);
  // What is wrong in itself needs no app to say so.
  expect((await request(other, 'GET', `${recovery}/nothing`)).status).toBe(404);

  const again = await context.newPage();
  await again.goto(app.url);
  await expect.poll(async () => (await health()).status, { timeout: 20_000 }).toBe(200);
});

test('can be opened like a page, but not posted to by a form', async ({ page, context, app }) => {
  await openKept(page, app.url);
  const other = await context.newPage();
  const response = await other.goto(`${app.url}health`);
  expect([response?.status(), await response?.json()]).toMatchObject([200, { status: wellEnough }]);
  const submitted = other.waitForResponse(/recovery\/reset$/);
  await other.evaluate((action) => {
    const form = Object.assign(document.createElement('form'), { method: 'POST', action });
    document.body.append(form);
    form.submit();
  }, `${app.url}api/v1/recovery/reset`);
  expect((await submitted).status()).toBe(403);
});
