import { describe, expect, it } from 'vitest';
import type { Command, PlayerMessage, PlayerStatus } from '../contracts/embed';
import { EMBED_MARK, EMBED_VERSION } from '../contracts/embed';
import { fakeClock } from '../rpc/fake-clock';
import type { ClientPort } from './client';
import { openDoor, type DoorMessage } from './door';

const HOST = 'https://host.example';
const CONNECT = { mark: EMBED_MARK, version: EMBED_VERSION, kind: 'connect' };
const status: PlayerStatus = {
  state: 'idle',
  offset: 0,
  length: 0,
  spokenSeconds: 0,
  leftSeconds: null,
  speed: 1,
  voiceId: null,
};
const info = { version: EMBED_VERSION, voices: [], status, isolated: false, persistent: false };

class FakePort implements ClientPort {
  onmessage: ((event: MessageEvent) => void) | null = null;
  readonly got: PlayerMessage[] = [];
  isClosed = false;
  postMessage(message: PlayerMessage): void {
    this.got.push(message);
  }
  close(): void {
    this.isClosed = true;
  }
  say(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent);
  }
  ask(id: number, command: unknown): void {
    this.say({ kind: 'request', id, command });
  }
}

function world(origins = [HOST]) {
  const greeted: [unknown, string][] = [];
  const parent = {
    postMessage: (message: unknown, to: string) => void greeted.push([message, to]),
  };
  let hear: ((event: DoorMessage) => void) | null = null;
  const clock = fakeClock();
  const ran: Command[] = [];
  let finish: () => void = () => {};
  const run = (command: Command) => {
    ran.push(command);
    if (command.name === 'prepare') return new Promise((resolve) => (finish = () => resolve(null)));
    return command.name === 'stop' ? Promise.reject(new Error('No.')) : Promise.resolve(7);
  };
  const door = openDoor({
    window: {
      parent,
      addEventListener: (_, listener) => (hear = listener),
      removeEventListener: () => (hear = null),
    },
    origins,
    run,
    info: () => info,
    clock,
  });
  const connect = (change: Partial<DoorMessage> = {}) => {
    const port = new FakePort();
    hear?.({ data: CONNECT, origin: HOST, source: parent, ports: [port], ...change });
    return port;
  };
  return {
    door,
    greeted,
    connect,
    ran,
    clock,
    finish: () => finish(),
    isOpen: () => hear !== null,
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the door', () => {
  it('greets the allowed origins, each by name', () => {
    const { greeted } = world([HOST, 'null']);
    expect(greeted.map(([, to]) => to)).toEqual([HOST, '*']);
  });

  it('lets an allowed host in, and replies to it', async () => {
    const { connect, ran } = world();
    const port = connect();
    expect(port.got).toEqual([{ kind: 'ready', info }]);
    port.ask(1, { name: 'seek', offset: 3 });
    port.ask(2, { name: 'stop' });
    port.ask(3, { name: 'fly' });
    await settled();
    expect(ran).toEqual([{ name: 'seek', offset: 3 }, { name: 'stop' }]);
    expect(port.got.slice(1)).toMatchObject([
      { kind: 'reply', id: 3, ok: false, error: { code: 'bad_request' } },
      { kind: 'reply', id: 1, ok: true, result: 7 },
      { kind: 'reply', id: 2, ok: false, error: { code: 'internal' } },
    ]);
  });

  it.each([
    ['a third origin', { origin: 'https://evil.example' }],
    ['another window of the allowed origin', { source: {} }],
    ['a host without an origin', { origin: 'null' }],
    ['no port', { ports: [] }],
    ['another message', { data: { type: 'webpackOk' } }],
    ['one field too many', { data: { ...CONNECT, more: 1 } }],
  ] as const)('ignores %s', (_, change) => {
    const { connect, door } = world();
    const port = connect(change);
    door.tell({ type: 'ended' });
    expect(port.got).toEqual([]);
    expect(port.isClosed).toBe(false);
  });

  it('refuses another version of the protocol', () => {
    const port = world().connect({ data: { ...CONNECT, version: 2 } });
    expect(port.got).toMatchObject([{ kind: 'refused', error: { code: 'unsupported_version' } }]);
    expect(port.isClosed).toBe(true);
  });

  it('refuses the eleventh client, until one leaves; the others are not hurt', async () => {
    const { connect, door } = world();
    const ports = Array.from({ length: 10 }, () => connect());
    const eleventh = connect();
    expect(eleventh.got).toMatchObject([{ kind: 'refused', error: { code: 'capacity' } }]);
    expect(eleventh.got[0]).toMatchObject({
      error: { message: 'The player is at capacity (10 clients).' },
    });
    door.tell({ type: 'ended' });
    for (const port of ports) expect(port.got.at(-1)).toMatchObject({ kind: 'event' });
    ports[4]?.ask(1, { name: 'bye' });
    await settled();
    expect(ports[4]?.isClosed).toBe(true);
    expect(connect().got).toMatchObject([{ kind: 'ready' }]);
  });

  it('bears ten thousand messages: some are done, one error tells of the rest', async () => {
    const { connect, ran, clock } = world();
    const port = connect();
    for (let id = 1; id <= 10_000; id++) port.ask(id, { name: 'seek', offset: id });
    await settled();
    expect(ran.length).toBeLessThanOrEqual(100);
    expect(ran.length).toBeGreaterThan(0);
    const errors = port.got.filter(({ kind }) => kind === 'event');
    expect(errors).toMatchObject([{ event: { type: 'error', error: { code: 'too_many' } } }]);
    clock.pass(1000);
    port.ask(10_001, { name: 'pause' });
    await settled();
    expect(port.got.at(-1)).toMatchObject({ kind: 'reply', id: 10_001, ok: true });
  });

  it('holds no more than 64 requests open', async () => {
    const { connect, ran } = world();
    const port = connect();
    for (let id = 1; id <= 90; id++) port.ask(id, { name: 'prepare' });
    await settled();
    expect(ran).toHaveLength(64);
    expect(port.got.filter(({ kind }) => kind === 'event')).toHaveLength(1);
  });

  it('looks at few of ten thousand knocks', () => {
    const { connect } = world();
    const ports = Array.from({ length: 10_000 }, () => connect());
    expect(ports.filter(({ got }) => got.length > 0).length).toBeLessThanOrEqual(50);
  });

  it('closes', () => {
    const { door, connect, isOpen } = world();
    const port = connect();
    door.close();
    expect([port.isClosed, isOpen()]).toEqual([true, false]);
  });
});
