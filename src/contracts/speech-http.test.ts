import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MOST_INPUT_CHARACTERS,
  SPEECH_FORMATS,
  parseSpeechRequest,
  type SpeechRequest,
} from './speech-http';
import { SpeechProblem, asSpeechProblem } from './speech-http-problem';
import { matchSpeechRoute } from './speech-http-routes';
import { deltaEvent, doneEvent, errorEvent, parseSpeechMessage } from './speech-http-wire';
import { SottoError } from '../base/errors';

const good = { model: 'sotto', input: 'Hello.', voice: 'kathleen' };

function problemOf(body: unknown): SpeechProblem {
  try {
    parseSpeechRequest(typeof body === 'string' ? body : JSON.stringify(body));
  } catch (thrown) {
    if (thrown instanceof SpeechProblem) return thrown;
    throw thrown;
  }
  throw new Error('It was taken.');
}

describe('parseSpeechRequest', () => {
  it('fills in what their API leaves out', () => {
    expect(parseSpeechRequest(JSON.stringify(good))).toEqual({
      model: 'sotto',
      input: 'Hello.',
      voiceId: 'kathleen',
      format: 'mp3',
      speed: 1,
      stream: 'audio',
    } satisfies SpeechRequest);
  });

  it('takes all there is, names of their models and null for nothing', () => {
    const body = {
      model: 'tts-1-hd',
      input: 'Hello.',
      voice: { id: 'kathleen' },
      response_format: 'pcm',
      speed: 0.25,
      stream_format: 'sse',
      instructions: null,
    };
    expect(parseSpeechRequest(JSON.stringify(body))).toEqual({
      model: 'sotto-hd',
      input: 'Hello.',
      voiceId: 'kathleen',
      format: 'pcm',
      speed: 0.25,
      stream: 'sse',
    });
    const told = { ...good, instructions: 'Speak like a pirate.', speed: null };
    expect(parseSpeechRequest(JSON.stringify(told)).speed).toBe(1);
  });

  it('counts characters, not the units they are stored in', () => {
    const input = '𝄞'.repeat(MOST_INPUT_CHARACTERS);
    expect(parseSpeechRequest(JSON.stringify({ ...good, input })).input).toBe(input);
    expect(problemOf({ ...good, input: `${input}a` })).toMatchObject({ param: 'input' });
  });

  it.each([
    ['no JSON', '{', 400, null, 'invalid_json'],
    ['no object', '"Hello."', 400, null, 'invalid_type'],
    ['null', 'null', 400, null, 'invalid_type'],
    ['no input', { ...good, input: undefined }, 400, 'input', 'missing_required_parameter'],
    ['no voice', { ...good, voice: undefined }, 400, 'voice', 'missing_required_parameter'],
    ['no model', { ...good, model: undefined }, 400, 'model', 'missing_required_parameter'],
    ['blank input', { ...good, input: ' \n ' }, 400, 'input', 'invalid_value'],
    ['a number to speak', { ...good, input: 7 }, 400, 'input', 'invalid_value'],
    ['too long', { ...good, input: 'a'.repeat(4097) }, 400, 'input', 'invalid_value'],
    ['another field', { ...good, pitch: 2 }, 400, 'pitch', 'unknown_parameter'],
    ['too slow', { ...good, speed: 0.24 }, 400, 'speed', 'invalid_value'],
    ['too fast', { ...good, speed: 4.01 }, 400, 'speed', 'invalid_value'],
    ['speed in words', { ...good, speed: 'fast' }, 400, 'speed', 'invalid_value'],
    ['no format', { ...good, response_format: 'exe' }, 400, 'response_format', 'invalid_value'],
    ['flac', { ...good, response_format: 'flac' }, 400, 'response_format', 'unsupported_format'],
    ['no stream', { ...good, stream_format: 'tape' }, 400, 'stream_format', 'invalid_value'],
    ['long orders', { ...good, instructions: 'a'.repeat(4097) }, 400, 'instructions', null],
    ['another model', { ...good, model: 'whisper-1' }, 404, 'model', 'model_not_found'],
    ['a model of Object', { ...good, model: 'toString' }, 404, 'model', 'model_not_found'],
  ])('refuses %s', (_, body, status, param, code) => {
    const problem = problemOf(body);
    expect([problem.status, problem.param]).toEqual([status, param]);
    if (code !== null) expect(problem.code).toBe(code);
    expect(problem.body.error).toEqual({
      message: problem.message,
      type: 'invalid_request_error',
      param,
      code: problem.code,
    });
  });

  it('names the field of a voice that is none', () => {
    expect(problemOf({ ...good, voice: 3 }).param).toMatch(/^voice/);
    expect(problemOf({ ...good, voice: {} }).param).toMatch(/^voice/);
    expect(problemOf({ ...good, voice: { id: 'a', b: 1 } }).param).toMatch(/^voice/);
  });

  it('throws nothing but problems that can be sent, whatever comes', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          model: fc.oneof(fc.constant('sotto'), fc.anything()),
          input: fc.oneof(fc.string(), fc.anything()),
          voice: fc.oneof(fc.string(), fc.anything()),
          speed: fc.oneof(fc.double(), fc.anything()),
          response_format: fc.oneof(fc.constantFrom(...SPEECH_FORMATS), fc.anything()),
        })
        .map((body) => {
          try {
            return JSON.stringify(body) ?? '';
          } catch {
            return '';
          }
        }),
    );
    fc.assert(
      fc.property(anything, (body) => {
        try {
          const { speed, input, format } = parseSpeechRequest(body);
          expect(speed).toBeGreaterThanOrEqual(0.25);
          expect(speed).toBeLessThanOrEqual(4);
          expect(input.trim()).not.toBe('');
          expect(SPEECH_FORMATS).toContain(format);
        } catch (thrown) {
          if (!(thrown instanceof SpeechProblem)) throw thrown;
          expect([400, 404]).toContain(thrown.status);
          expect(JSON.parse(JSON.stringify(thrown.body))).toEqual(thrown.body);
        }
      }),
    );
  });
});

describe('matchSpeechRoute', () => {
  it.each([
    ['POST', 'v1/audio/speech', 'speech', ''],
    ['GET', 'v1/audio/voices', 'voices', ''],
    ['HEAD', 'v1/models', 'models', ''],
    ['GET', 'v1/models/tts-1', 'model', 'tts-1'],
    ['GET', 'v1/models/a%2Fb', 'model', 'a/b'],
    ['GET', 'v1/models/%', 'model', '%'],
  ])('%s %s', (method, path, operation, name) => {
    expect(matchSpeechRoute(method, path)).toEqual({ kind: 'operation', operation, name });
  });

  it('knows what is none of its own, nothing at all, and a wrong method', () => {
    expect(matchSpeechRoute('GET', 'api/v1/audio/speech')).toBeNull();
    expect(matchSpeechRoute('GET', 'v1')).toBeNull();
    expect(matchSpeechRoute('GET', 'v1/chat/completions')).toEqual({ kind: 'unknown' });
    expect(matchSpeechRoute('GET', 'v1/models/')).toEqual({ kind: 'unknown' });
    const wrong = { kind: 'wrongMethod', allow: 'POST' };
    expect(matchSpeechRoute('GET', 'v1/audio/speech')).toEqual(wrong);
    expect(matchSpeechRoute('DELETE', 'v1/models/sotto')).toMatchObject({ kind: 'wrongMethod' });
  });
});

describe('asSpeechProblem', () => {
  const context = { operation: 'load', component: 'test', suggestion: 'Try again.' };
  it.each([
    [{ kind: 'resource', type: 'capacity' }, 429, 'requests'],
    [{ kind: 'resource', type: 'memory' }, 503, 'server_error'],
    [{ kind: 'network', url: 'https://example.org', status: 404 }, 503, 'server_error'],
    [{ kind: 'timeout', ms: 1 }, 503, 'server_error'],
    [{ kind: 'text', operation: 'plan', offset: 1 }, 400, 'invalid_request_error'],
    [{ kind: 'internal', where: 'x' }, 500, 'server_error'],
  ] as const)('%o is %i', (detail, status, type) => {
    const problem = asSpeechProblem(new SottoError('It failed.', detail, context));
    expect(problem.status).toBe(status);
    expect(problem.body.error).toMatchObject({ type, message: 'It failed. Try again.' });
    expect(problem.retryAfterSeconds === null).toBe(status === 500 || status === 400);
  });
});

describe('events', () => {
  const dataOf = (event: string) => {
    expect(event).toMatch(/^data: [^\n]*\n\n$/);
    return JSON.parse(event.slice(6)) as Record<string, unknown>;
  };
  it('hold every byte', () => {
    const bytes = fc.uint8Array({ maxLength: 30_000, size: 'max' });
    fc.assert(
      fc.property(bytes, (sound) => {
        const { type, audio } = dataOf(deltaEvent(sound));
        expect(type).toBe('speech.audio.delta');
        expect([...Buffer.from(audio as string, 'base64')]).toEqual([...sound]);
      }),
      { numRuns: 20 },
    );
  });
  it('tell the end and the failure apart', () => {
    expect(dataOf(doneEvent({ characters: 10, seconds: 1.2 }))).toEqual({
      type: 'speech.audio.done',
      usage: { input_tokens: 10, output_tokens: 2, total_tokens: 12 },
    });
    const problem = new SpeechProblem('No.', { status: 500, code: 'x' });
    expect(dataOf(errorEvent(problem))).toMatchObject({ type: 'error', error: { code: 'x' } });
  });
});

describe('parseSpeechMessage', () => {
  it('takes what the service worker sends and nothing else', () => {
    const request = parseSpeechRequest(JSON.stringify(good));
    const message = { type: 'speech', call: { operation: 'speech', request } };
    expect(parseSpeechMessage(message)).toEqual(message);
    expect(parseSpeechMessage({ type: 'recovery', id: 'a', body: {} })).toBeNull();
    expect(parseSpeechMessage({ type: 'speech', call: { operation: 'sing' } })).toBeNull();
  });
});
