import { beforeEach, describe, expect, it } from 'vitest';
import { Emitter } from '../base/events';
import type { SessionEvents, SessionProgress, SpeechSession } from '../contracts/session';
import type { MediaSessionDeps } from '../player/media-session';
import { connectMediaKeys } from './media-keys';

type Handlers = Map<string, MediaSessionActionHandler | null>;

let handlers: Handlers;
let calls: string[];
let positions: (MediaPositionState | undefined)[];
let events: Emitter<SessionEvents>;
let progress: SessionProgress;
let mediaSession: MediaSession;
let session: SpeechSession;

beforeEach(() => {
  handlers = new Map();
  calls = [];
  positions = [];
  events = new Emitter();
  progress = { offset: 250, length: 1000, rendered: [], spokenSeconds: 20, leftSeconds: 75 };
  mediaSession = {
    metadata: null,
    playbackState: 'none',
    setActionHandler: (action: string, handler: MediaSessionActionHandler | null) =>
      handlers.set(action, handler),
    setPositionState: (state?: MediaPositionState) => positions.push(state),
  } as unknown as MediaSession;
  session = {
    get progress() {
      return progress;
    },
    play: () => calls.push('play'),
    pause: () => calls.push('pause'),
    stop: () => calls.push('stop'),
    nextSentence: () => calls.push('next'),
    previousSentence: () => calls.push('previous'),
    seek: (offset: number) => calls.push(`seek ${offset}`),
    on: (name: keyof SessionEvents, listener: () => void) => events.on(name, listener),
  } as unknown as SpeechSession;
});

const deps = (): MediaSessionDeps => ({
  mediaSession,
  createMetadata: (init) => init as MediaMetadata,
  createAudio: () => ({
    src: '',
    loop: false,
    play: () => Promise.resolve(void calls.push('silence on')),
    pause: () => calls.push('silence off'),
  }),
  createUrl: () => 'blob:silence',
  revokeUrl: () => {},
});

const press = (action: MediaSessionAction, details: Partial<MediaSessionActionDetails> = {}) =>
  handlers.get(action)?.({ action, ...details });

describe('connectMediaKeys', () => {
  it('lets the keys steer the session', () => {
    connectMediaKeys(session, deps());
    press('play');
    press('pause');
    press('nexttrack');
    press('previoustrack');
    expect(calls).toEqual(['play', 'pause', 'next', 'previous']);
  });

  it('shows the state, and claims the keys while it speaks', () => {
    connectMediaKeys(session, deps());
    events.emit('state', { kind: 'playing' });
    expect(mediaSession.playbackState).toBe('playing');
    events.emit('state', { kind: 'paused' });
    expect(mediaSession.playbackState).toBe('paused');
    expect(calls).toEqual(['silence on', 'silence off']);
  });

  it('tells a position in seconds, now and then, and seeks by it', () => {
    connectMediaKeys(session, deps());
    events.emit('progress', progress);
    events.emit('progress', progress);
    expect(positions).toEqual([{ duration: 100, position: 25, playbackRate: 1 }]);
    press('seekto', { seekTime: 50 });
    press('seekforward', { seekOffset: 10 });
    expect(calls).toEqual(['seek 500', 'seek 350']);
  });

  it('lets go of everything', () => {
    const disconnect = connectMediaKeys(session, deps());
    disconnect();
    expect(handlers.get('play')).toBeNull();
    events.emit('state', { kind: 'playing' });
    expect(calls).toEqual([]);
  });
});
