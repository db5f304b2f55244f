import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMBED_MARK,
  EMBED_VERSION,
  MOST_CHARACTERS,
  RECOVERY_OPERATIONS,
  TEXT_FORMATS,
  THEMES,
  parseHello,
  parseHostMessage,
  parsePlayerMessage,
  parseRequest,
  type Command,
} from './embed';

const offset = fc.nat();
const language = fc.option(fc.constantFrom('en', 'de', 'nld'), { nil: null });
const source = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.string(),
    format: fc.constantFrom(...TEXT_FORMATS),
  }),
  fc.record({ kind: fc.constant('url' as const), url: fc.webUrl() }),
);
const name = fc.string({ minLength: 1, maxLength: 256 }).filter((value) => value.trim() !== '');
const callback = fc.record(
  { url: fc.webUrl(), story: name, user: name },
  { requiredKeys: ['url', 'story'] },
);
const plain = fc.record({
  name: fc.constantFrom(
    ...(['prepare', 'play', 'pause', 'stop', 'next', 'previous'] as const),
    ...(['voices', 'status', 'bye'] as const),
  ),
});
const commands: fc.Arbitrary<Command> = fc.oneof(
  plain,
  fc.record({ name: fc.constant('load' as const), source, language }),
  fc.record({ name: fc.constant('load' as const), source, language, callback }),
  fc.record({ name: fc.constant('seek' as const), offset }),
  fc.record({
    name: fc.constant('speed' as const),
    speed: fc.double({ min: 0.5, max: 3, noNaN: true }),
  }),
  fc.record({ name: fc.constant('voice' as const), voiceId: fc.constantFrom('a', 'kathleen-v0') }),
  fc.record({ name: fc.constant('theme' as const), theme: fc.constantFrom(...THEMES) }),
  fc.record({
    name: fc.constant('recovery' as const),
    operation: fc.constantFrom(...RECOVERY_OPERATIONS.filter((name) => name !== 'trigger')),
    failureType: fc.constant(null),
  }),
);

describe('requests', () => {
  it('come through as they were sent', () => {
    fc.assert(
      fc.property(commands, fc.integer({ min: 1 }), (command, id) => {
        const request = { kind: 'request' as const, id, command };
        expect(parseRequest(structuredClone(request))).toEqual({ kind: 'request', request });
      }),
    );
  });

  it('of any other shape are not acted upon, and never throw', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(parseRequest(data)?.kind).not.toBe('request');
        expect(parseRequest({ kind: 'request', id: 1, command: data })?.kind).not.toBe('request');
        expect(parseHostMessage(data)).toBeNull();
      }),
    );
  });

  it('with one field too many are not acted upon', () => {
    fc.assert(
      fc.property(commands, (command) => {
        const more = { kind: 'request', id: 3, command: { ...command, more: 1 } };
        expect(parseRequest(more)).toMatchObject({ kind: 'bad', id: 3 });
        expect(parseRequest({ kind: 'request', id: 3, command, more: 1 })?.kind).toBe('bad');
      }),
    );
  });

  it.each([
    { name: 'seek', offset: -1 },
    { name: 'seek', offset: 1.5 },
    { name: 'speed', speed: Number.NaN },
    { name: 'speed', speed: 3.1 },
    { name: 'voice', voiceId: '../x' },
    { name: 'theme', theme: 'url(x)' },
    { name: 'recovery', operation: 'trigger', failureType: null },
    { name: 'recovery', operation: 'status', failureType: 'worker_died' },
    { name: 'load', source: { kind: 'text', text: 'a', format: 'html' }, language: null },
    { name: 'load', source: { kind: 'text', text: 'a', format: 'plain' }, language: 'EN' },
    { name: '__proto__' },
    { name: 'constructor' },
  ])('refuses %o', (command) => {
    expect(parseRequest({ kind: 'request', id: 1, command })).toEqual({
      kind: 'bad',
      id: 1,
      tooLarge: false,
    });
  });

  it('says that a text is too long', () => {
    const text = 'x'.repeat(MOST_CHARACTERS + 1);
    const command = {
      name: 'load',
      source: { kind: 'text', text, format: 'plain' },
      language: null,
    };
    expect(parseRequest({ kind: 'request', id: 1, command })).toMatchObject({ tooLarge: true });
  });
});

describe('the handshake', () => {
  const hello = { mark: EMBED_MARK, version: EMBED_VERSION, kind: 'hello' };
  it('tells the version', () => {
    expect(parseHello(hello)).toBe(EMBED_VERSION);
    expect(parseHello({ ...hello, version: 7 })).toBe(7);
    expect(parseHostMessage({ ...hello, kind: 'connect' })).toEqual({ version: EMBED_VERSION });
  });
  it.each([null, [], 'hello', { ...hello, mark: 'x' }, { ...hello, version: '1' }])(
    'ignores %o',
    (data) => {
      expect(parseHello(data)).toBeNull();
      expect(parseHostMessage(data)).toBeNull();
    },
  );
});

describe('messages of the player', () => {
  const status = {
    state: 'idle',
    offset: 0,
    length: 4,
    spokenSeconds: 0,
    leftSeconds: null,
    speed: 1,
    voiceId: null,
  };
  const error = { code: 'text', message: 'No.', suggestion: 'Yes.' };
  it.each([
    { kind: 'ready', info: { version: 1, voices: [], status, isolated: true, persistent: true } },
    { kind: 'refused', error },
    { kind: 'reply', id: 1, ok: true, result: null },
    { kind: 'reply', id: 1, ok: false, error },
    { kind: 'event', event: { type: 'state', state: 'blocked', download: null } },
    { kind: 'event', event: { type: 'word', word: { start: 1, end: 2 }, sentence: null } },
    { kind: 'event', event: { type: 'progress', status } },
    { kind: 'event', event: { type: 'degraded', reason: null } },
    { kind: 'event', event: { type: 'error', error } },
    { kind: 'event', event: { type: 'ended' } },
  ])('come through: %o', (message) => {
    expect(parsePlayerMessage(structuredClone(message))).toEqual(message);
  });

  it('of any other shape are not acted upon, and never throw', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(parsePlayerMessage(data)).toBeNull();
        expect(parsePlayerMessage({ kind: 'event', event: data })).toBeNull();
      }),
    );
  });
});
