import { describe, expect, it } from 'vitest';
import { SottoError } from '../base/errors';
import { parseSpeechRequest } from '../contracts/speech-http';
import type { SoundStream, StreamedPiece } from '../contracts/speech-http-encoder';
import type { SpeechAsk, SpeechCall, SpeechReply } from '../contracts/speech-http-wire';
import type { SynthesisOptions, Synthesizer } from '../contracts/speech';
import { fakeClock } from '../rpc/fake-clock';
import { fakeShelf, fakeSynthesizer, fakeText, fakeVoice } from '../speech/fakes';
import { DEFAULT_SETTINGS } from '../speech/settings';
import type { TextClient } from '../speech/text-client';
import type { BridgeContainer, BridgeEvent } from './http-bridge';
import { openSpeechDoor } from './speech-door';

const speech = (body: object = {}): SpeechCall => ({
  operation: 'speech',
  request: parseSpeechRequest(
    JSON.stringify({ model: 'sotto', input: 'one two three', voice: 'test', ...body }),
  ),
});

/** Its file is the number of samples of each piece. */
function fakeEncoder(canWrite = true) {
  const opened: SoundStream[] = [];
  const pieces: StreamedPiece[] = [];
  let closed = 0;
  const create = () => ({
    open: async (stream: SoundStream) => {
      opened.push(stream);
      return canWrite;
    },
    push: async (piece: StreamedPiece) => {
      pieces.push(piece);
      return Uint8Array.of(piece.pcm.length / 50);
    },
    finish: async () => ({ bytes: Uint8Array.of(255), seconds: 1.5 }),
    close: () => void closed++,
  });
  return { create, opened, pieces, closed: () => closed };
}

const MAX_CLIENTS = 2;

function full(): SottoError {
  const context = { operation: 'load', component: 'test', suggestion: 'Wait.' };
  return new SottoError('It is full.', { kind: 'resource', type: 'capacity' }, context);
}

interface SetUp {
  readonly wrap?: (synthesizer: Synthesizer) => Synthesizer;
  readonly canWrite?: boolean;
  readonly text?: TextClient;
}

function setUp({ wrap = (it) => it, canWrite = true, text = fakeText() }: SetUp = {}) {
  const clock = fakeClock();
  const synthesizer = fakeSynthesizer();
  let disposed = 0;
  let held = 0;
  const options: SynthesisOptions[] = [];
  let clients = 0;
  const create = (): Synthesizer => {
    const whole = wrap(synthesizer);
    const hasRoom = ++clients <= MAX_CLIENTS;
    return {
      ...whole,
      get state() {
        return whole.state;
      },
      load: (signal) => (hasRoom ? whole.load(signal) : Promise.reject(full())),
      synthesize: (utterance, given, signal, circumstances) => {
        options.push(given);
        return whole.synthesize(utterance, given, signal, circumstances);
      },
      dispose: () => {
        clients--;
        disposed++;
      },
    };
  };
  const encoder = fakeEncoder(canWrite);
  let listener: (event: BridgeEvent) => void = () => {};
  const container: BridgeContainer = {
    addEventListener: (_, added) => (listener = added),
    removeEventListener: () => (listener = () => {}),
  };
  const session = {
    settings: DEFAULT_SETTINGS,
    shareLoad: () => {
      held++;
      return () => void held--;
    },
  };
  const door = openSpeechDoor({
    container,
    clock,
    shelf: fakeShelf(),
    text,
    createSynthesizer: create,
    session,
    createEncoder: encoder.create,
  });
  const talk = (data: unknown) => {
    const { port1, port2 } = new MessageChannel();
    const replies: SpeechReply[] = [];
    let told = () => {};
    port1.onmessage = (event: MessageEvent) => {
      replies.push(event.data as SpeechReply);
      told();
    };
    const heard = async (count: number) => {
      while (replies.length < count) await new Promise<void>((resolve) => (told = resolve));
      return replies;
    };
    const say = (kind: SpeechAsk['kind']) => port1.postMessage({ kind });
    listener({ data, ports: [port2] });
    return { replies, heard, say, port: port1 };
  };
  const call = (asked: SpeechCall) => talk({ type: 'speech', call: asked });
  /** All replies to as many pulls as it takes. */
  const whole = async (asked: SpeechCall) => {
    const { heard, say, port } = call(asked);
    for (let count = 1; ; count++) {
      const replies = await heard(count);
      const last = replies.at(-1);
      if (last?.kind === 'end' || last?.kind === 'failed') {
        port.close();
        return replies.slice(1);
      }
      say('pull');
    }
  };
  return {
    ...{ clock, synthesizer, encoder, door, talk, call, whole, options },
    disposed: () => disposed,
    held: () => held,
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('speech door', () => {
  it('speaks part by part, and tells how much it was', async () => {
    const { whole, encoder, disposed, held, door } = setUp();
    const replies = await whole(speech({ response_format: 'wav', speed: 2 }));
    const bytes = replies.map((reply) => (reply.kind === 'part' ? [...reply.bytes] : reply.kind));
    expect(bytes).toEqual([[3], [3], [5], [255], 'end']);
    expect(replies.at(-1)).toEqual({ kind: 'end', usage: { characters: 13, seconds: 1.5 } });
    expect(encoder.opened).toEqual([
      { format: 'wav', speed: 2, voiceRateHz: fakeVoice.sampleRate },
    ]);
    expect(encoder.pieces[0]).toMatchObject({ pauseAfterMs: 100 });
    expect([disposed(), held(), encoder.closed(), door.isBusy]).toEqual([1, 0, 1, false]);
  });

  it('does nothing before it is asked to, and no more than was asked', async () => {
    const { call, synthesizer, encoder, door } = setUp();
    const { say, heard, replies } = call(speech());
    expect(await heard(1)).toEqual([{ kind: 'taken' }]);
    await settle();
    expect([encoder.opened.length, door.isBusy]).toEqual([0, false]);
    say('pull');
    await heard(2);
    await settle();
    expect(replies.length).toBe(2);
    expect(door.isBusy).toBe(true);
    // The sound that ends an utterance is known by what follows it: at most one is ahead.
    expect(synthesizer.spoken.length).toBeLessThanOrEqual(2);
    door.close();
  });

  it('lets go of all it holds when the request is cancelled, in mid-sentence too', async () => {
    const { call, disposed, held, encoder, door, synthesizer } = setUp();
    const { say, heard } = call(speech());
    say('pull');
    await heard(2);
    say('pull');
    say('cancel');
    await settle();
    expect([disposed(), held(), encoder.closed(), door.isBusy]).toEqual([1, 0, 1, false]);
    expect(synthesizer.spoken).not.toContain('three');
  });

  it('lets go when the service worker is heard no more', async () => {
    const { call, clock, disposed, held } = setUp();
    const { say, heard } = call(speech());
    say('pull');
    await heard(2);
    clock.pass(50_000);
    say('ping');
    await heard(3);
    clock.pass(50_000);
    expect(held()).toBe(1);
    clock.pass(10_000);
    await settle();
    expect([disposed(), held()]).toEqual([1, 0]);
  });

  it('refuses a voice there is not', async () => {
    const { whole, encoder } = setUp();
    const [reply] = await whole(speech({ voice: 'nobody' }));
    const problem = { status: 404, param: 'voice', code: 'voice_not_found' };
    expect(reply).toMatchObject({ kind: 'failed', problem });
    expect(encoder.opened).toEqual([]);
  });

  it('refuses what has nothing to speak in it, before a byte is sent', async () => {
    const words = fakeText();
    const plan: TextClient['plan'] = async (...task) =>
      (await words.plan(...task)).map((word) => ({ ...word, phonemes: '' }));
    const { whole, held } = setUp({ text: { ...words, plan } });
    const [reply] = await whole(speech());
    const problem = { status: 400, param: 'input', code: 'invalid_value' };
    expect(reply).toMatchObject({ kind: 'failed', problem });
    expect(held()).toBe(0);
  });

  it('refuses a format that this browser cannot write', async () => {
    const { whole } = setUp({ canWrite: false });
    const [reply] = await whole(speech({ response_format: 'opus' }));
    const problem = { status: 400, param: 'response_format', code: 'unsupported_format' };
    expect(reply).toMatchObject({ kind: 'failed', problem });
  });

  it('refuses more at once than an engine serves, and serves again after', async () => {
    const { call, whole } = setUp();
    const first = [call(speech()), call(speech())];
    for (const { say, heard } of first) {
      say('pull');
      await heard(2);
    }
    const [refused] = await whole(speech());
    const problem = { status: 429, code: 'rate_limit_exceeded', retryAfterSeconds: 5 };
    expect(refused).toMatchObject({ kind: 'failed', problem });
    first[0]?.say('cancel');
    await settle();
    expect((await whole(speech())).at(-1)?.kind).toBe('end');
    first[1]?.say('cancel');
  });

  it('fails in mid-stream where speech fails, and keeps what it was to read to itself', async () => {
    const { whole, synthesizer, held } = setUp();
    const cause = new Error('three: secret');
    const context = { operation: 'synthesize', component: 'test', suggestion: 'Wait.', cause };
    const detail = { kind: 'inference', stage: 'flow', recoverable: false } as const;
    synthesizer.failOnce('three', new SottoError('It broke.', detail, context));
    const replies = await whole(speech());
    expect(replies.map(({ kind }) => kind)).toEqual(['part', 'part', 'failed']);
    expect(replies.at(-1)).toMatchObject({ problem: { status: 500, message: 'It broke. Wait.' } });
    expect(JSON.stringify(replies)).not.toContain('secret');
    expect(held()).toBe(0);
  });

  it.each(['silence', 'nothing'])('fails where a word came out as %s', async (kind) => {
    const muted = (synthesizer: Synthesizer): Synthesizer => ({
      ...synthesizer,
      get state() {
        return synthesizer.state;
      },
      synthesize: async function* (utterance, options, signal) {
        const chunks = synthesizer.synthesize(utterance, options, signal);
        let step = await chunks.next();
        for (; !step.done; step = await chunks.next()) {
          if (utterance.phonemes !== 'two') yield step.value;
          else if (kind === 'silence') yield { ...step.value, rung: 'silence' };
        }
        return step.value;
      },
    });
    const { whole } = setUp({ wrap: muted });
    const replies = await whole(speech());
    expect(replies.map((reply) => reply.kind)).toEqual(['part', 'failed']);
  });

  it('speaks the better model with more steps', async () => {
    const { whole, options } = setUp();
    await whole(speech({ model: 'sotto' }));
    await whole(speech({ model: 'sotto-hd' }));
    expect([options[0]?.steps, options.at(-1)?.steps]).toEqual([4, 20]);
  });

  it('lists voices', async () => {
    const { call } = setUp();
    const { say, heard } = call({ operation: 'voices' });
    say('pull');
    const part = (await heard(2))[1];
    if (part?.kind !== 'part') throw new Error('There is no list.');
    const list = JSON.parse(new TextDecoder().decode(part.bytes)) as { data: object[] };
    expect(list).toMatchObject({ object: 'list' });
    expect(list.data[0]).toMatchObject({ id: 'test', object: 'voice', is_stored: true });
    say('cancel');
  });

  it('ignores messages of others', async () => {
    const { talk } = setUp();
    const { replies, port } = talk({ type: 'recovery', id: 'a', body: {} });
    await settle();
    expect(replies).toEqual([]);
    port.close();
  });
});
