/** How the service worker asks an open page: by a message with a port for the reply. */
import * as v from 'valibot';

export interface BridgeMessage {
  readonly type: 'recovery';
  readonly id: string;
  readonly body: unknown;
}

const schema = v.object({ type: v.literal('recovery'), id: v.string(), body: v.unknown() });

export function parseBridgeMessage(message: unknown): BridgeMessage | null {
  const parsed = v.safeParse(schema, message);
  return parsed.success ? parsed.output : null;
}
