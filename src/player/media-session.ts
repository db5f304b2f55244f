/**
 * Media keys, headset buttons and the system's player card. Web Audio alone does not claim them in
 * Chromium, so a silent <audio> element loops while speech sounds.
 */
import { silentWav } from './silence';

export interface MediaSessionOptions {
  readonly title: string;
  readonly onPlay: () => void;
  readonly onPause: () => void;
  readonly onStop: () => void;
  readonly onNext: () => void;
  readonly onPrevious: () => void;
  /** To `seconds` from the start of the text, as far as `setPosition` told. */
  readonly onSeek: (seconds: number) => void;
}

/** What it needs of an <audio> element. */
export interface SilentAudio {
  src: string;
  loop: boolean;
  play(): Promise<void>;
  pause(): void;
}

export interface MediaSessionDeps {
  /** `navigator.mediaSession`; null where there is none: then everything here does nothing. */
  readonly mediaSession: MediaSession | null;
  readonly createMetadata: (init: MediaMetadataInit) => MediaMetadata;
  readonly createAudio: () => SilentAudio;
  readonly createUrl: (blob: Blob) => string;
  readonly revokeUrl: (url: string) => void;
}

export interface MediaControls {
  setTitle(title: string): void;
  setState(state: MediaSessionPlaybackState): void;
  /** Seconds at normal speed; ignored until the duration is known. */
  setPosition(position: number, duration: number | null, speed: number): void;
  dispose(): void;
}

/** Chromium gives no media keys to anything shorter than five seconds. */
const SILENCE_SECONDS = 10;
const SKIP_SECONDS = 10;

export function createMediaSession(
  options: MediaSessionOptions,
  deps: MediaSessionDeps,
): MediaControls {
  const session = deps.mediaSession;
  if (session === null) {
    return { setTitle: () => {}, setState: () => {}, setPosition: () => {}, dispose: () => {} };
  }
  const silence = silentLoop(deps);
  let position = 0;
  const setTitle = (title: string) => {
    session.metadata = deps.createMetadata({ title, artist: 'Sotto' });
  };
  const skip = (direction: 1 | -1) => (details: MediaSessionActionDetails) =>
    options.onSeek(Math.max(0, position + direction * (details.seekOffset ?? SKIP_SECONDS)));
  const handlers: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
    play: options.onPlay,
    pause: options.onPause,
    stop: options.onStop,
    nexttrack: options.onNext,
    previoustrack: options.onPrevious,
    seekforward: skip(1),
    seekbackward: skip(-1),
    seekto: ({ seekTime }) => options.onSeek(seekTime ?? position),
  };
  setHandlers(session, handlers);
  setTitle(options.title);
  return {
    setTitle,
    setState: (state) => {
      session.playbackState = state;
      silence.setPlaying(state === 'playing');
    },
    setPosition: (seconds, duration, speed) => {
      position = seconds;
      if (duration === null || duration <= 0) return;
      const inside = Math.min(duration, Math.max(0, seconds));
      session.setPositionState({ duration, position: inside, playbackRate: speed });
    },
    dispose: () => {
      silence.dispose();
      session.playbackState = 'none';
      session.metadata = null;
      setHandlers(session, Object.fromEntries(Object.keys(handlers).map((name) => [name, null])));
    },
  };
}

/** An action that this browser does not know throws; the others stay. */
function setHandlers(
  session: MediaSession,
  handlers: Partial<Record<MediaSessionAction, MediaSessionActionHandler | null>>,
): void {
  for (const [action, handler] of Object.entries(handlers)) {
    try {
      session.setActionHandler(action as MediaSessionAction, handler);
    } catch (thrown) {
      if (!(thrown instanceof TypeError)) throw thrown;
    }
  }
}

/** Made at the first play, which is within the listener's gesture. */
function silentLoop(deps: MediaSessionDeps) {
  let audio: SilentAudio | null = null;
  const create = () => {
    const made = deps.createAudio();
    made.src = deps.createUrl(silentWav(SILENCE_SECONDS));
    made.loop = true;
    return made;
  };
  return {
    setPlaying: (playing: boolean) => {
      if (playing) {
        audio ??= create();
        // Refused without a gesture: speech goes on, only the media keys stay away.
        audio.play().catch(() => {});
      } else audio?.pause();
    },
    dispose: () => {
      if (audio === null) return;
      audio.pause();
      deps.revokeUrl(audio.src);
      audio = null;
    },
  };
}
