/** The one line under the text: whose voice it is, or what keeps it. */
import type { SessionState } from '../contracts/session';
import type { PlayerState } from '../contracts/embed';
import { bytesOf } from '../ui/format';

export interface StatusLine {
  readonly text: string;
  readonly tone: 'quiet' | 'caution';
  /** 0 to 1, while something is fetched. */
  readonly share: number | null;
}

export function statusLine(
  state: PlayerState,
  session: SessionState,
  voiceName: string | null,
  degraded: string | null,
): StatusLine {
  const name = voiceName ?? 'No voice';
  if (session.kind === 'preparing' && session.step.kind === 'download') {
    const { receivedBytes, totalBytes } = session.step.progress;
    const share = totalBytes > 0 ? receivedBytes / totalBytes : 0;
    return {
      text: `Fetching ${name}: ${bytesOf(receivedBytes, totalBytes)}`,
      tone: 'quiet',
      share,
    };
  }
  if (session.kind === 'preparing' && session.step.kind === 'engine') {
    return { text: `Waking ${name} up`, tone: 'quiet', share: null };
  }
  if (state === 'blocked') {
    return { text: 'The browser waits for you to press Play.', tone: 'caution', share: null };
  }
  if (degraded !== null) return { text: degraded, tone: 'caution', share: null };
  return { text: `${name} · on this device`, tone: 'quiet', share: null };
}
