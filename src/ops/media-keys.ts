import type { SessionState, SpeechSession } from '../contracts/session';
import {
  createMediaSession,
  type MediaControls,
  type MediaSessionDeps,
} from '../player/media-session';

const TITLE = 'Reading aloud';
/** Positions are told by steps: the system's own clock runs in between. */
const POSITION_STEP_SECONDS = 5;

/** Lets media keys, headsets and the system's player card steer a session. Returns what undoes it. */
export function connectMediaKeys(session: SpeechSession, deps: MediaSessionDeps): () => void {
  const controls = createMediaSession(
    {
      title: TITLE,
      onPlay: () => session.play(),
      onPause: () => session.pause(),
      onStop: () => session.stop(),
      onNext: () => session.nextSentence(),
      onPrevious: () => session.previousSentence(),
      onSeek: (seconds) => seekTo(session, seconds),
    },
    deps,
  );
  const stops = [
    session.on('state', (state) => controls.setState(playbackState(state))),
    session.on('progress', throttled(session, controls)),
  ];
  return () => {
    for (const stop of stops) stop();
    controls.dispose();
  };
}

/** Seconds from the start of the text, from the share of its characters: it is not all spoken yet. */
function elapsedSeconds({ progress }: SpeechSession): { at: number; total: number } | null {
  const { leftSeconds, offset, length } = progress;
  if (leftSeconds === null || length === offset) return null;
  const total = (leftSeconds * length) / (length - offset);
  return { at: total - leftSeconds, total };
}

function seekTo(session: SpeechSession, seconds: number): void {
  const elapsed = elapsedSeconds(session);
  if (elapsed === null) return;
  session.seek(Math.round((seconds / elapsed.total) * session.progress.length));
}

function throttled(session: SpeechSession, controls: MediaControls): () => void {
  let told = -Infinity;
  return () => {
    const elapsed = elapsedSeconds(session);
    if (elapsed === null || Math.abs(elapsed.at - told) < POSITION_STEP_SECONDS) return;
    told = elapsed.at;
    // Both are at the current speed already, so the card's clock runs at 1.
    controls.setPosition(elapsed.at, elapsed.total, 1);
  };
}

function playbackState(state: SessionState): MediaSessionPlaybackState {
  switch (state.kind) {
    case 'playing':
    case 'preparing':
      return 'playing';
    case 'paused':
      return 'paused';
    case 'empty':
    case 'idle':
    case 'ended':
    case 'failed':
      return 'none';
  }
}
