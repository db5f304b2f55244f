import { describe, expect, it, vi } from 'vitest';
import { createMediaSession, type MediaSessionDeps } from './media-session';
import { silentWav } from './silence';

function bench(unknownActions: readonly string[] = []) {
  const handlers = new Map<string, MediaSessionActionHandler | null>();
  const session = {
    metadata: null as MediaMetadata | null,
    playbackState: 'none' as MediaSessionPlaybackState,
    setActionHandler: (name: string, handler: MediaSessionActionHandler | null) => {
      if (unknownActions.includes(name)) throw new TypeError(`No ${name} here.`);
      handlers.set(name, handler);
    },
    setPositionState: vi.fn(),
    setCameraActive: vi.fn(),
    setMicrophoneActive: vi.fn(),
  };
  const audio = { src: '', loop: false, play: vi.fn(() => Promise.reject()), pause: vi.fn() };
  const deps: MediaSessionDeps = {
    mediaSession: session as unknown as MediaSession,
    createMetadata: (init) => init as MediaMetadata,
    createAudio: () => audio,
    createUrl: () => 'blob:silence',
    revokeUrl: vi.fn(),
  };
  const calls = {
    onPlay: vi.fn(),
    onPause: vi.fn(),
    onStop: vi.fn(),
    onNext: vi.fn(),
    onPrevious: vi.fn(),
    onSeek: vi.fn(),
  };
  const controls = createMediaSession({ title: 'A story', ...calls }, deps);
  const press = (action: MediaSessionAction, details = {}) =>
    handlers.get(action)?.({ action, ...details });
  return { session, audio, deps, calls, controls, handlers, press };
}

describe('createMediaSession', () => {
  it('names the text and answers the keys', () => {
    const { session, calls, press, controls } = bench();
    expect(session.metadata?.title).toBe('A story');
    press('play');
    press('pause');
    press('nexttrack');
    press('previoustrack');
    for (const name of ['onPlay', 'onPause', 'onNext', 'onPrevious'] as const) {
      expect(calls[name]).toHaveBeenCalledOnce();
    }
    controls.setPosition(30, 100, 1.5);
    expect(session.setPositionState).toHaveBeenCalledWith({
      duration: 100,
      position: 30,
      playbackRate: 1.5,
    });
    press('seekforward');
    press('seekbackward', { seekOffset: 50 });
    press('seekto', { seekTime: 7 });
    expect(calls.onSeek.mock.calls).toEqual([[40], [0], [7]]);
  });

  it('loops silence while playing, and stands a browser that refuses it', () => {
    const { audio, session, controls } = bench();
    controls.setState('playing');
    expect(audio).toMatchObject({ src: 'blob:silence', loop: true });
    expect(session.playbackState).toBe('playing');
    controls.setState('paused');
    expect(audio.pause).toHaveBeenCalledOnce();
  });

  it('skips actions that the browser does not know', () => {
    const { handlers } = bench(['stop', 'seekto']);
    expect(handlers.has('seekforward')).toBe(true);
    expect(handlers.has('stop')).toBe(false);
  });

  it('gives everything back', () => {
    const { controls, handlers, deps, session } = bench();
    controls.setState('playing');
    controls.dispose();
    expect([...handlers.values()].every((handler) => handler === null)).toBe(true);
    expect(deps.revokeUrl).toHaveBeenCalledWith('blob:silence');
    expect(session.metadata).toBe(null);
  });
});

describe('silentWav', () => {
  it('is a WAV file of that length', async () => {
    const bytes = new Uint8Array(await silentWav(2).arrayBuffer());
    expect(bytes.length).toBe(44 + 16_000);
    expect(new TextDecoder().decode(bytes.slice(0, 4))).toBe('RIFF');
  });
});
