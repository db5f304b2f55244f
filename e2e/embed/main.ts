/// <reference types="vite/client" />
import '../../src/ui/theme.css';
import '../../src/embed/first-paint.css';
import { systemClock } from '../../src/base/clock';
import { SottoError } from '../../src/base/errors';
import { mountPlayer } from '../../src/embed/mount';
import { atCapacity } from '../../src/embed/places';
import { EmbedPlayer } from '../../src/embed/player';
import { ThemeSwitch } from '../../src/embed/theme';
import { FakeSession } from '../gallery/fake-session';
import { VOICES } from '../gallery/fake-world';

const TEXT =
  'The mole had been working very hard all the morning, spring-cleaning his little home. First with ' +
  'brooms, then with dusters; then on ladders and steps and chairs, with a brush and a pail of ' +
  'whitewash; till he had dust in his throat and eyes.\n\nSpring was moving in the air above.';
const MB = 1_000_000;

const asked = new URLSearchParams(location.search);
const state = asked.get('state') ?? 'idle';
const session = new FakeSession(VOICES[0] ?? null);
const player = new EmbedPlayer({
  session,
  shelf: { voices: VOICES },
  fetch: (...request) => fetch(...request),
  clock: systemClock,
  takePlace: async () => {
    if (state === 'capacity') throw atCapacity(10);
    return () => {};
  },
  hasGesture: () => false,
  page: { origin: location.origin, isSecure: false },
  callback: null,
});

const held = (message: string, type: 'audioOutput' | 'workerDied') =>
  new SottoError(
    message,
    { kind: 'device', type },
    { operation: 'play', component: 'gallery', suggestion: 'Press Play again.' },
  );

const STATES: Readonly<Record<string, () => unknown>> = {
  empty: () => undefined,
  idle: () => undefined,
  problems: () => undefined,
  downloading: () =>
    session.setState({
      kind: 'preparing',
      step: { kind: 'download', progress: { receivedBytes: 8.4 * MB, totalBytes: 23.4 * MB } },
    }),
  waking: () => session.setState({ kind: 'preparing', step: { kind: 'engine' } }),
  playing: () => {
    session.setState({ kind: 'playing' });
    session.seek(TEXT.indexOf('dusters'));
  },
  paused: () => {
    session.seek(TEXT.indexOf('whitewash'));
    session.sayWordAt(TEXT.indexOf('whitewash'));
    session.setState({ kind: 'paused' });
  },
  blocked: () => {
    session.setState({ kind: 'paused' });
    const error = held('The browser holds the sound back.', 'audioOutput');
    session.emit('notice', { id: 'held', severity: 'warning', text: error.message, error });
  },
  degraded: () => {
    session.setState({ kind: 'playing' });
    session.seek(TEXT.indexOf('ladders'));
    session.setStats({ rung: 'formant' });
  },
  failed: () =>
    session.setState({
      kind: 'failed',
      error: held('A part of Sotto stopped working.', 'workerDied'),
    }),
  capacity: () => player.play().catch(() => undefined),
  unreachable: () =>
    player.load({ kind: 'url', url: 'ftp://example.org/text.txt' }, null).catch(() => undefined),
  ended: () => {
    session.seek(TEXT.length);
    session.setState({ kind: 'ended' });
  },
};

/** The tests' hand on the page. */
declare global {
  interface Window {
    embedGallery: { session: FakeSession; player: EmbedPlayer; states: readonly string[] };
  }
}
window.embedGallery = { session, player, states: Object.keys(STATES) };

async function show(): Promise<void> {
  const target = document.getElementById('player');
  if (target === null) throw new Error('There is no #player.');
  const theme = new ThemeSwitch(document, asked.get('accent'));
  theme.show(asked.get('theme') === 'dark' ? 'dark' : 'auto');
  if (state !== 'empty') {
    await player.load({ kind: 'text', text: TEXT, format: 'plain' }, null);
  }
  mountPlayer(target, {
    player,
    title: asked.get('title'),
    problems:
      state === 'problems' ? ['“speed” must be a number from 0.5 to 3; it was left out.'] : [],
    appUrl: () => '../',
    onnear: () => undefined,
  });
  await document.fonts.load('20px Literata');
  await STATES[state]?.();
  document.documentElement.dataset['ready'] = 'yes';
}

void show();
