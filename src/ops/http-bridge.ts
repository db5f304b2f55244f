/** The page's end of the HTTP form: answers what the service worker asks, each id once. */
import type { Clock } from '../base/clock';
import { parseBridgeMessage } from '../contracts/recovery-bridge';
import { onceById } from '../rpc/resend';
import type { Answer } from './answer';

/** The part of `navigator.serviceWorker` that is listened to. */
export interface BridgeContainer {
  addEventListener(type: 'message', listener: (event: BridgeEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: BridgeEvent) => void): void;
}
export interface BridgeEvent {
  readonly data: unknown;
  readonly ports: readonly Pick<MessagePort, 'postMessage'>[];
}

export interface BridgeDeps {
  /** Null where there are no service workers. */
  readonly container: BridgeContainer | null;
  readonly answer: Answer;
  readonly clock: Clock;
}

/** Returns how to stop. */
export function answerServiceWorker({ container, answer, clock }: BridgeDeps): () => void {
  if (container === null) return () => {};
  const once = onceById(answer, { component: 'http-bridge', clock });
  const onMessage = ({ data, ports }: BridgeEvent) => {
    const message = parseBridgeMessage(data);
    const [port] = ports;
    if (message === null || port === undefined) return;
    void once(message).then((reply) => port.postMessage(reply));
  };
  container.addEventListener('message', onMessage);
  return () => container.removeEventListener('message', onMessage);
}
