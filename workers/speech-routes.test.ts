import { describe, expect, it } from 'vitest';
import { SpeechProblem } from '../src/contracts/speech-http-problem';
import {
  parseSpeechMessage,
  type SpeechAsk,
  type SpeechCall,
  type SpeechReply,
} from '../src/contracts/speech-http-wire';
import { fakeClock } from '../src/rpc/fake-clock';
import type { AskedPage } from './recovery-routes';
import { answerSpeech, type SpokenRequest } from './speech-routes';

const SCOPE = 'https://example.org/sotto/';
const body = { model: 'sotto', input: 'Hello.', voice: 'kathleen', response_format: 'pcm' };

type Answers = (ask: SpeechAsk['kind'], pulls: number) => SpeechReply | null;

/** A page that takes what it is asked for, after it has missed some messages, and answers each ask. */
function page(answers: Answers, misses = 0) {
  const calls: SpeechCall[] = [];
  const asks: string[] = [];
  let seen = 0;
  let pulls = 0;
  const asked: AskedPage = {
    postMessage: (data, [transferred]) => {
      const message = parseSpeechMessage(data);
      if (message === null) throw new Error('This is no message of ours.');
      const port = transferred as MessagePort;
      port.onmessage = ({ data: ask }: MessageEvent) => {
        const { kind } = ask as SpeechAsk;
        asks.push(kind);
        if (kind === 'pull') pulls++;
        const reply = answers(kind, pulls);
        if (reply !== null) port.postMessage(reply);
      };
      if (seen++ < misses) return;
      calls.push(message.call);
      port.postMessage({ kind: 'taken' } satisfies SpeechReply);
    },
  };
  return { asked, calls, asks };
}

const part = (...bytes: number[]): SpeechReply => ({ kind: 'part', bytes: Uint8Array.from(bytes) });
const end: SpeechReply = { kind: 'end', usage: { characters: 6, seconds: 0.4 } };
const failed: SpeechReply = {
  kind: 'failed',
  problem: new SpeechProblem('It broke.', { status: 500, code: 'internal_error' }).plain,
};

/** Gives parts 1, 2, … and then this. */
const speaks =
  (parts: number, last: SpeechReply = end): Answers =>
  (ask, pulls) => {
    if (ask === 'ping') return { kind: 'alive' };
    if (ask === 'cancel') return null;
    return pulls <= parts ? part(pulls) : last;
  };

function setUp(...pages: AskedPage[]) {
  const clock = fakeClock();
  const deps = { scope: SCOPE, findPages: async () => pages, clock };
  const kept: Promise<unknown>[] = [];
  const aborting = new AbortController();
  const request = (
    method: string,
    path: string,
    sent: unknown = '',
    mode: RequestMode = 'cors',
  ) => {
    const routed: SpokenRequest = {
      method,
      url: new URL(path, SCOPE).href,
      mode,
      signal: aborting.signal,
      blob: async () => new Blob([typeof sent === 'string' ? sent : JSON.stringify(sent)]),
    };
    return answerSpeech(routed, deps, (work) => void kept.push(work));
  };
  /** Lets messages arrive between the seconds. */
  const inTime = async <T>(work: Promise<T>, seconds = 60): Promise<T> => {
    let isDone = false;
    const done = work.finally(() => (isDone = true));
    done.catch(() => undefined);
    for (let second = 0; second < seconds && !isDone; second++) {
      for (let turn = 0; turn < 15 && !isDone; turn++) {
        await new Promise((next) => setTimeout(next, 1));
      }
      if (!isDone) clock.pass(1000);
    }
    return done;
  };
  const send = (...task: Parameters<typeof request>) => {
    const response = request(...task);
    if (response === null) throw new Error('It passed by.');
    return inTime(response);
  };
  return { request, send, inTime, clock, kept, aborting };
}

async function errorOf(response: Response) {
  const { error } = (await response.json()) as { error: Record<string, string | null> };
  expect(Object.keys(error).sort()).toEqual(['code', 'message', 'param', 'type']);
  return error;
}

describe('speech routes', () => {
  it('leave all else alone', () => {
    const { request } = setUp();
    for (const path of ['', 'index.html', 'api/v1/recovery/status', '../v1/models']) {
      expect(request('GET', path)).toBeNull();
    }
    expect(request('POST', 'https://other.org/sotto/v1/audio/speech')).toBeNull();
  });

  it('stream what a page speaks, to its end', async () => {
    const { asked, calls } = page(speaks(3));
    const { send, kept } = setUp(asked);
    const response = await send('POST', 'v1/audio/speech', body);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'audio/pcm']);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect([...(await response.bytes())]).toEqual([1, 2, 3]);
    expect(calls).toMatchObject([{ operation: 'speech', request: { voiceId: 'kathleen' } }]);
    expect(kept.length).toBe(1);
    await kept[0];
  });

  it('have no more spoken than is read', async () => {
    const large = new Uint8Array(2 ** 17);
    const { asked, asks } = page((ask) =>
      ask === 'pull' ? { kind: 'part', bytes: large.slice() } : { kind: 'alive' },
    );
    const { send, inTime } = setUp(asked);
    const response = await send('POST', 'v1/audio/speech', body);
    await inTime(new Promise((resolve) => setTimeout(resolve, 100)), 5);
    expect(asks.filter((ask) => ask === 'pull').length).toBe(2);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await inTime(new Promise((resolve) => setTimeout(resolve, 100)), 5);
    expect(asks.filter((ask) => ask === 'pull').length).toBe(3);
    await reader.cancel();
    await inTime(new Promise((resolve) => setTimeout(resolve, 50)), 5);
    expect(asks.at(-1)).toBe('cancel');
  });

  it('send events on request, with an end that tells they are whole', async () => {
    const { send } = setUp(page(speaks(2)).asked);
    const response = await send('POST', 'v1/audio/speech', { ...body, stream_format: 'sse' });
    expect(response.headers.get('Content-Type')).toBe('text/event-stream');
    const events = (await response.text()).trim().split('\n\n');
    expect(events.map((event) => (JSON.parse(event.slice(6)) as { type: string }).type)).toEqual([
      'speech.audio.delta',
      'speech.audio.delta',
      'speech.audio.done',
    ]);
  });

  it('break off where speech fails, and never end as if it were whole', async () => {
    const { send } = setUp(page(speaks(1, failed)).asked, page(speaks(1, failed)).asked);
    const response = await send('POST', 'v1/audio/speech', body);
    expect(response.status).toBe(200);
    await expect(response.bytes()).rejects.toThrow('It broke.');
    const events = await send('POST', 'v1/audio/speech', { ...body, stream_format: 'sse' });
    const told = await events.text();
    expect(told).toContain('"error":{"message":"It broke."');
    expect(told).not.toContain('speech.audio.done');
  });

  it('break off where the page that speaks falls silent', async () => {
    const { asked } = page((ask, pulls) => (ask === 'pull' && pulls === 1 ? part(1) : null));
    const { send, inTime } = setUp(asked);
    const response = await send('POST', 'v1/audio/speech', body);
    await expect(inTime(response.bytes())).rejects.toThrow('closed or does not answer');
  });

  it('wait for a page that shows that it lives', async () => {
    let pings = 0;
    const slow: Answers = (ask) => {
      if (ask !== 'ping') return null;
      return ++pings === 20 ? part(7) : { kind: 'alive' };
    };
    const { send } = setUp(page(slow).asked);
    const response = await send('POST', 'v1/audio/speech', body);
    expect(response.status).toBe(200);
    expect(pings).toBeGreaterThanOrEqual(20);
    await response.body?.cancel();
  });

  it('ask again, then the next page; the one that is late is let off', async () => {
    const deaf = page(speaks(1), 9);
    const slow = page(speaks(1), 2);
    const { send } = setUp(deaf.asked, slow.asked);
    const response = await send('POST', 'v1/audio/speech', body);
    expect([...(await response.bytes())]).toEqual([1]);
    expect(deaf.asks.filter((ask) => ask === 'pull')).toEqual([]);
    expect(deaf.asks).toContain('cancel');
    expect(slow.calls.length).toBe(1);
  });

  it('tell where no page is open, and when to come again', async () => {
    const { send } = setUp();
    const response = await send('POST', 'v1/audio/speech', body);
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '5']);
    expect(await errorOf(response)).toMatchObject({ code: 'no_page_open', type: 'server_error' });
  });

  it('hand on what a page refuses', async () => {
    const told = { status: 429, code: 'rate_limit_exceeded', retryAfterSeconds: 5 };
    const { plain } = new SpeechProblem('Full.', told);
    const { send } = setUp(page(speaks(0, { kind: 'failed', problem: plain })).asked);
    const response = await send('POST', 'v1/audio/speech', body);
    expect([response.status, response.headers.get('Retry-After')]).toEqual([429, '5']);
    expect(await errorOf(response)).toMatchObject({ type: 'requests', message: 'Full.' });
  });

  it('stop the page when the request is given up before it was answered', async () => {
    const { asked, asks } = page((ask) => (ask === 'ping' ? { kind: 'alive' } : null));
    const { request, inTime, aborting } = setUp(asked);
    const response = request('POST', 'v1/audio/speech', body);
    await inTime(new Promise((resolve) => setTimeout(resolve, 50)), 2);
    aborting.abort();
    await inTime(response ?? Promise.reject(new Error('It passed by.')));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asks.at(-1)).toBe('cancel');
  });

  it('refuse forms of other sites, bodies without end and what is not right', async () => {
    const { asked, calls } = page(speaks(1));
    const { send } = setUp(asked);
    const form = await send('POST', 'v1/audio/speech', body, 'navigate');
    expect([form.status, (await errorOf(form))['code']]).toEqual([403, 'forbidden']);
    const long = await send('POST', 'v1/audio/speech', 'a'.repeat(128 * 1024 + 1));
    expect([long.status, (await errorOf(long))['code']]).toEqual([413, 'request_too_large']);
    const fast = await send('POST', 'v1/audio/speech', { ...body, speed: 9 });
    expect([fast.status, (await errorOf(fast))['param']]).toEqual([400, 'speed']);
    const wrong = await send('GET', 'v1/audio/speech');
    expect([wrong.status, wrong.headers.get('Allow')]).toEqual([405, 'POST']);
    expect((await send('POST', 'v1/chat/completions', '{}')).status).toBe(404);
    expect(calls).toEqual([]);
  });

  it('tell of models by themselves and of voices by a page', async () => {
    const list = new TextEncoder().encode('{"object":"list","data":[]}');
    const { asked, asks } = page((ask) => (ask === 'pull' ? { kind: 'part', bytes: list } : null));
    const { send } = setUp(asked);
    const models = (await (await send('GET', 'v1/models')).json()) as { data: { id: string }[] };
    expect(models.data.map(({ id }) => id)).toEqual(['sotto', 'sotto-hd']);
    expect(await (await send('GET', 'v1/models/tts-1')).json()).toMatchObject({ id: 'tts-1' });
    expect(await errorOf(await send('GET', 'v1/models/gpt-9'))).toMatchObject({
      code: 'model_not_found',
    });
    const head = await send('HEAD', 'v1/models');
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(asks).toEqual([]);
    const voices = await send('GET', 'v1/audio/voices');
    expect(await voices.json()).toEqual({ object: 'list', data: [] });
  });
});
