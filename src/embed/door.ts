/** Lets host pages in: from the window around the player alone, and from allowed origins alone. */
import type { Clock } from '../base/clock';
import {
  EMBED_MARK,
  EMBED_VERSION,
  MOST_CLIENTS,
  parseHostMessage,
  type Command,
  type EmbedError,
  type EmbedEvent,
  type HelloMessage,
  type PlayerInfo,
} from '../contracts/embed';
import { Budget } from './budget';
import { Client, type ClientPort } from './client';

export interface DoorMessage {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
  readonly ports: readonly ClientPort[];
}

/** The part of `window` that is used. */
export interface DoorWindow {
  readonly parent: { postMessage(message: unknown, targetOrigin: string): void };
  addEventListener(type: 'message', listener: (event: DoorMessage) => void): void;
  removeEventListener(type: 'message', listener: (event: DoorMessage) => void): void;
}

export interface DoorDeps {
  readonly window: DoorWindow;
  /** `null` stands for a host without an origin of its own. */
  readonly origins: readonly string[];
  readonly run: (command: Command) => Promise<unknown>;
  readonly info: () => PlayerInfo;
  readonly clock: Clock;
}

export interface Door {
  tell(event: EmbedEvent): void;
  close(): void;
}

/** Messages from strangers that are looked at; a flood of them costs no more than its arrival. */
const MOST_AT_ONCE = 50;
const PER_SECOND = 10;

export function openDoor(deps: DoorDeps): Door {
  const { window, origins, run, info, clock } = deps;
  const clients = new Set<Client>();
  const budget = new Budget(clock, MOST_AT_ONCE, PER_SECOND);

  const onMessage = ({ data, origin, source, ports }: DoorMessage) => {
    if (source !== window.parent || !origins.includes(origin)) return;
    const [port] = ports;
    const asked = parseHostMessage(data);
    if (port === undefined || asked === null || !budget.take()) return;
    if (asked.version !== EMBED_VERSION) return refuse(port, OTHER_VERSION);
    if (clients.size >= MOST_CLIENTS) return refuse(port, AT_CAPACITY);
    const leave = () => {
      clients.delete(client);
      client.close();
    };
    const client = new Client({ port, run, clock, onGone: leave }, info());
    clients.add(client);
  };
  window.addEventListener('message', onMessage);

  const hello: HelloMessage = { mark: EMBED_MARK, version: EMBED_VERSION, kind: 'hello' };
  // It says nothing but that a player is here. The browser hands it to the named origin alone.
  for (const origin of origins) window.parent.postMessage(hello, origin === 'null' ? '*' : origin);

  return {
    tell: (event) => clients.forEach((client) => client.tell(event)),
    close: () => {
      window.removeEventListener('message', onMessage);
      clients.forEach((client) => client.close());
      clients.clear();
    },
  };
}

function refuse(port: ClientPort, error: EmbedError): void {
  port.postMessage({ kind: 'refused', error });
  port.close();
}

const OTHER_VERSION: EmbedError = {
  code: 'unsupported_version',
  message: `The player speaks version ${EMBED_VERSION} of the protocol only.`,
  suggestion: 'Load the SDK from where the player comes from.',
};
const AT_CAPACITY: EmbedError = {
  code: 'capacity',
  message: `The player is at capacity (${MOST_CLIENTS} clients).`,
  suggestion: 'Let go of one that is no longer needed, then try again.',
};
