/** Whether what a page around the player names can be told of outcomes. */
import { parseCallbackUrl } from '../contracts/callback';
import type { CallbackTarget } from '../contracts/embed';
import { EmbedRefusal } from './errors';

/** Of the player's own page. */
export interface OwnPage {
  readonly origin: string;
  readonly isSecure: boolean;
}

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** The target with its whole address; throws an EmbedRefusal that says what is wrong with it. */
export function judgeTarget(target: CallbackTarget, page: OwnPage): CallbackTarget {
  const parsed = parseCallbackUrl(target.url);
  if (!parsed.ok) throw refusal(parsed.reason);
  const { origin, protocol, hostname } = new URL(parsed.url);
  // There lie the listener's own stories, which are nobody else's to report on.
  if (origin === page.origin)
    throw refusal('The callback address must not be one of Sotto itself.');
  if (protocol !== 'https:' && page.isSecure && !LOCAL.test(hostname)) {
    throw refusal('Browsers do not let a secure page post to an http address.');
  }
  return { ...target, url: parsed.url };
}

function refusal(message: string): EmbedRefusal {
  const suggestion = 'Give the whole address of a receiver, such as https://example.org/heard.';
  return new EmbedRefusal('bad_request', message, suggestion);
}
