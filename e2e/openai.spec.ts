/** Speech over HTTP, asked for by OpenAI's own client, which knows nothing of Sotto. */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import type * as openai from 'openai';
import { build, type Rollup } from 'vite';
import { expect, test } from './built-app';

type Body = openai.OpenAI.Audio.SpeechCreateParams;

/** What the init script puts into every page. */
interface Client {
  speak(body: Partial<Body>, options?: object): Promise<Response>;
  failure(body: Partial<Body>): Promise<Failure>;
  /** By which of its own classes the client tells it. */
  classOf(thrown: unknown): string;
  list(path: string): Promise<unknown>;
  decode(response: Response): Promise<Heard>;
}

interface Failure {
  /** The client's class. */
  readonly kind: string;
  readonly status: number;
  readonly code: string;
  readonly param: string;
  readonly retryAfter: string | null;
}

interface Heard {
  readonly type: string | null;
  readonly seconds: number;
  /** Root mean square of the loudest half second, and of all. */
  readonly loudest: number;
  readonly energy: number;
}

declare global {
  var client: Client;
}

const INPUT = 'The harbour was quiet. A single boat came in with the tide, and nobody spoke.';
/** Long enough that its end is not spoken when its beginning is heard. */
const LONG = `${INPUT} `.repeat(6).trim();

let script = '';

test.beforeAll(async () => {
  const entry = fileURLToPath(import.meta.resolve('openai'));
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry, formats: ['iife'], name: 'openai', fileName: 'openai' },
    },
  })) as Rollup.RollupOutput[];
  const code = built[0]?.output[0].code;
  if (code === undefined) throw new Error('The client was not bundled.');
  script = `${code}\n(${installClient.toString()})(openai);`;
});

/** Runs in the page. */
function installClient({ OpenAI }: Pick<typeof openai, 'OpenAI'>): void {
  const connect = () =>
    new OpenAI({
      apiKey: 'any',
      baseURL: new URL('/v1', location.origin).href,
      dangerouslyAllowBrowser: true,
      maxRetries: 0,
    });
  const voiceId = async () => {
    const list = await connect().get<{ data: { id: string }[] }>('/audio/voices');
    return list.data[0]?.id ?? '';
  };
  const speak: Client['speak'] = async (body, options) =>
    connect().audio.speech.create(
      { model: 'sotto', input: 'Hello.', voice: body.voice ?? (await voiceId()), ...body },
      options,
    );
  const classOf: Client['classOf'] = (thrown) =>
    (
      [
        'BadRequestError',
        'NotFoundError',
        'RateLimitError',
        'InternalServerError',
        'APIUserAbortError',
        'APIError',
      ] as const
    ).find((name) => thrown instanceof OpenAI[name]) ?? (thrown as Error).name;
  const toSamples = async (response: Response): Promise<{ pcm: Float32Array; rate: number }> => {
    const bytes = await response.arrayBuffer();
    if (response.headers.get('Content-Type') === 'audio/pcm') {
      const pcm = Float32Array.from(new Int16Array(bytes), (value) => value / 32768);
      return { pcm, rate: 24_000 };
    }
    const context = new OfflineAudioContext(1, 1, 24_000);
    return { pcm: (await context.decodeAudioData(bytes)).getChannelData(0), rate: 24_000 };
  };
  const level = (pcm: Float32Array) =>
    Math.sqrt(pcm.reduce((sum, value) => sum + value * value, 0) / pcm.length);
  globalThis.client = {
    speak,
    classOf,
    failure: (body) =>
      speak(body).then(
        () => {
          throw new Error('It was spoken.');
        },
        (error: InstanceType<typeof OpenAI.APIError>) => ({
          kind: classOf(error),
          status: error.status as number,
          code: String(error.code),
          param: String(error.param),
          retryAfter: error.headers?.get('Retry-After') ?? null,
        }),
      ),
    list: (path) => connect().get(path),
    decode: async (response) => {
      const { pcm, rate } = await toSamples(response);
      let loudest = 0;
      for (let at = 0; at + rate / 2 <= pcm.length; at += rate / 4) {
        loudest = Math.max(loudest, level(pcm.subarray(at, at + rate / 2)));
      }
      const type = response.headers.get('Content-Type');
      return { type, seconds: pcm.length / rate, loudest, energy: level(pcm) };
    },
  };
}

async function openKept(page: Page, url: string): Promise<void> {
  await page.addInitScript({ content: script });
  await page.goto(url);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, {
    timeout: 60_000,
  });
}

/** A page of the same folder that is not the app: it can ask, and speaks nothing. */
async function openOther(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript({ content: script });
  await page.goto(`${url}icons/icon.svg`);
  return page;
}

const hear = (page: Page, body: Partial<Body>): Promise<Heard> =>
  page.evaluate(async (sent) => client.decode(await client.speak(sent)), body);

const fail = (page: Page, body: Partial<Body>): Promise<Failure> =>
  page.evaluate((sent) => client.failure(sent), body);

test.setTimeout(300_000);

test('speaks in every format there is, at the speed asked for', async ({ page, app }) => {
  await openKept(page, app.url);
  const pcm = await hear(page, { input: INPUT, response_format: 'pcm' });
  expect(pcm.type).toBe('audio/pcm');
  expect(pcm.seconds).toBeGreaterThan(3);
  expect(pcm.seconds).toBeLessThan(12);
  expect(pcm.loudest).toBeGreaterThan(0.02);

  const types = {
    wav: 'audio/wav',
    mp3: 'audio/mpeg',
    aac: 'audio/aac',
    opus: 'audio/ogg; codecs=opus',
  };
  for (const [format, type] of Object.entries(types)) {
    const response_format = format as keyof typeof types;
    const heard = await hear(page, { input: INPUT, response_format });
    expect(heard.type, format).toBe(type);
    // Encoders put some hundredths of a second around it.
    expect(Math.abs(heard.seconds - pcm.seconds), format).toBeLessThan(0.2);
    expect(heard.energy / pcm.energy, format).toBeGreaterThan(0.8);
    expect(heard.energy / pcm.energy, format).toBeLessThan(1.25);
  }
  for (const speed of [0.5, 4]) {
    const heard = await hear(page, { input: INPUT, response_format: 'pcm', speed });
    expect((heard.seconds * speed) / pcm.seconds).toBeGreaterThan(0.97);
    expect((heard.seconds * speed) / pcm.seconds).toBeLessThan(1.03);
    expect(heard.loudest).toBeGreaterThan(0.02);
  }
});

test('sends the beginning before the end is spoken, as sound and as events', async ({
  page,
  app,
}) => {
  await openKept(page, app.url);
  for (const response_format of ['wav', 'mp3'] as const) {
    const read = await page.evaluate(
      async (body) => {
        const response = await client.speak(body);
        const reader = (response.body as ReadableStream<Uint8Array>).getReader();
        const startedAt = performance.now();
        const first = await reader.read();
        const firstMs = performance.now() - startedAt;
        let bytes = first.value?.length ?? 0;
        for (let step = await reader.read(); !step.done; step = await reader.read()) {
          bytes += step.value.length;
        }
        const allMs = performance.now() - startedAt;
        return { first: first.value?.length ?? 0, bytes, firstMs, allMs };
      },
      { input: LONG, response_format },
    );
    expect(read.first).toBeGreaterThan(0);
    expect(read.first, response_format).toBeLessThan(read.bytes / 2);
    expect(read.firstMs, response_format).toBeLessThan(read.allMs / 2);
  }

  const whole = await hear(page, { input: INPUT, response_format: 'pcm' });
  const events = await page.evaluate(
    async (body) => {
      const response = await client.speak(body);
      const type = response.headers.get('Content-Type');
      const text = await response.text();
      return { type, list: text.trim().split('\n\n') };
    },
    { input: INPUT, response_format: 'pcm', stream_format: 'sse' } as const,
  );
  expect(events.type).toBe('text/event-stream');
  const parsed = events.list.map((event) => JSON.parse(event.slice(6)) as Record<string, unknown>);
  const deltas = parsed.filter(({ type }) => type === 'speech.audio.delta');
  const bytes = deltas.map(({ audio }) => Buffer.from(audio as string, 'base64').length);
  const total = bytes.reduce((sum, length) => sum + length, 0);
  expect(deltas.length).toBeGreaterThan(1);
  expect(Math.abs(total / 48_000 - whole.seconds)).toBeLessThan(0.05);
  expect(parsed.at(-1)).toMatchObject({
    type: 'speech.audio.done',
    usage: { input_tokens: INPUT.length },
  });
});

test('refuses by the errors that the client knows', async ({ page, context, app }) => {
  await openKept(page, app.url);
  const bad = { kind: 'BadRequestError', status: 400 };
  expect(await fail(page, { speed: 5 })).toMatchObject({ ...bad, param: 'speed' });
  expect(await fail(page, { input: '' })).toMatchObject({ ...bad, param: 'input' });
  expect(await fail(page, { input: '…' })).toMatchObject({ ...bad, param: 'input' });
  expect(await fail(page, { input: 'a'.repeat(4097) })).toMatchObject({ ...bad, param: 'input' });
  expect(await fail(page, { response_format: 'flac' })).toMatchObject({
    ...bad,
    param: 'response_format',
    code: 'unsupported_format',
  });
  const missing = { kind: 'NotFoundError', status: 404 };
  expect(await fail(page, { voice: 'alloy' })).toMatchObject({ ...missing, param: 'voice' });
  expect(await fail(page, { model: 'whisper-1' })).toMatchObject({ ...missing, param: 'model' });
  expect((await fail(page, { instructions: 'a'.repeat(140_000) })).status).toBe(413);

  expect(await page.evaluate(() => client.list('/models/tts-1'))).toMatchObject({ id: 'tts-1' });
  const voices = (await page.evaluate(() => client.list('/audio/voices'))) as { data: object[] };
  expect(voices.data[0]).toMatchObject({ object: 'voice', languages: expect.any(Array) });

  const other = await openOther(context, app.url);
  const heard = await hear(other, { input: 'Spoken by the page beside.', response_format: 'wav' });
  expect(heard.loudest).toBeGreaterThan(0.02);
  await page.close();
  expect(await fail(other, { voice: 'any' })).toEqual({
    kind: 'InternalServerError',
    status: 503,
    code: 'no_page_open',
    param: 'null',
    retryAfter: '5',
  });
});

test('stops when it is aborted, and has room again', async ({ page, app }) => {
  await openKept(page, app.url);
  // More than an engine serves at once: each must have let go of it.
  for (let i = 0; i < 11; i++) {
    const error = await page.evaluate(
      async (body) => {
        const aborting = new AbortController();
        const response = await client.speak(body, { signal: aborting.signal });
        const reader = (response.body as ReadableStream<Uint8Array>).getReader();
        await reader.read();
        aborting.abort();
        try {
          while (!(await reader.read()).done);
          return 'It went on to its end.';
        } catch (thrown) {
          return (thrown as Error).name;
        }
      },
      { input: LONG, response_format: 'pcm' } as const,
    );
    expect(error).toBe('AbortError');
  }
  const heard = await hear(page, { response_format: 'wav' });
  expect(heard.loudest).toBeGreaterThan(0.02);

  const refused = await page.evaluate(
    async (body) => {
      const aborting = new AbortController();
      const requests = Array.from({ length: 11 }, () =>
        client.speak(body, { signal: aborting.signal }).then(
          () => 'spoken',
          (thrown: unknown) => client.classOf(thrown),
        ),
      );
      const one = await Promise.any(
        requests.map(async (request) => {
          if ((await request) !== 'RateLimitError') throw new Error('Another one.');
          return request;
        }),
      );
      aborting.abort();
      await Promise.all(requests);
      return one;
    },
    { input: LONG, response_format: 'pcm' } as const,
  );
  expect(refused).toBe('RateLimitError');
  // Not every browser tells a service worker of an abort before it has answered: then the voice is let go
  // of with the first clause. The client comes again as it is told to.
  const after = await page.evaluate(async () =>
    client.decode(await client.speak({ response_format: 'wav' }, { maxRetries: 10 })),
  );
  expect(after.loudest).toBeGreaterThan(0.02);
});

test('breaks off when the page that speaks is closed', async ({ page, context, app }) => {
  await openKept(page, app.url);
  const other = await openOther(context, app.url);
  const reading = other.evaluate(
    async (body) => {
      const response = await client.speak(body);
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      await reader.read();
      document.documentElement.setAttribute('data-begun', '');
      let bytes = 0;
      try {
        for (let step = await reader.read(); !step.done; step = await reader.read()) {
          bytes += step.value.length;
        }
        return `It looked whole, with ${bytes} bytes.`;
      } catch {
        return 'broken off';
      }
    },
    { input: LONG.repeat(6), response_format: 'pcm' } as const,
  );
  await other.waitForSelector('[data-begun]', { state: 'attached' });
  await page.close();
  expect(await reading).toBe('broken off');
});
