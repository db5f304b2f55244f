/** Every state the page can be looked at in; each is a recipe over the running page. */
import { tick } from 'svelte';
import { SottoError } from '../../src/base/errors';
import type { LexiconEntry } from '../../src/contracts/text';
import { EXAMPLE_TEXT } from '../../src/ui/example';
import type { Room } from '../../src/ui/room.svelte';
import { FAKE_ENGINE, type FakeSession } from './fake-session';
import { VOICES, type FakeShelf, type FakeShell } from './fake-world';

export interface Stage {
  readonly room: Room;
  readonly session: FakeSession;
  readonly shelf: FakeShelf;
  readonly shell: FakeShell;
}

const ARABIC =
  'كان يا ما كان في قديم الزمان ملك عادل يحكم بلادا واسعة.\n\nوكان له ثلاثة أبناء، أصغرهم أذكاهم وأحبهم إلى قلبه.\n\nThis English paragraph stands between them.\n\nوفي يوم من الأيام قال الملك لأبنائه: من يأتني بالطائر الذهبي يكن وارث عرشي.\n';

const MARKUP = `<speak>
  <p>A sentence before the fault.</p>
  <p>Then something <prosody rate="slow">that slows down.</p>
</speak>
`;

const WORDS: readonly LexiconEntry[] = [
  { language: 'en', word: 'Siobhan', replacement: { kind: 'respelling', text: 'shivawn' } },
  { language: 'en', word: 'Worcestershire', replacement: { kind: 'ipa', ipa: 'ˈwʊstəʃə' } },
  { language: 'en', word: 'GIF', replacement: { kind: 'respelling', text: 'jiff' } },
];

/** Plays, then stands still at a phrase. */
async function listenAt({ room, session }: Stage, phrase: string): Promise<void> {
  room.draft.replace(EXAMPLE_TEXT);
  room.play();
  await tick();
  const offset = session.text.indexOf(phrase);
  session.seek(offset);
  session.pause();
  session.setState({ kind: 'playing' });
  session.setProgress({
    rendered: [{ start: 0, end: offset + 260, rung: null }],
    spokenSeconds: offset / 15,
  });
  session.sayWordAt(offset);
}

const failure = new SottoError(
  'The voice could not be started: this device has too little free memory.',
  { kind: 'resource', type: 'memory' },
  {
    operation: 'load',
    component: 'engine',
    suggestion: 'Close other tabs, then try again. Your text and your place are kept.',
  },
);

function preparing(stage: Stage, step: 'download' | 'engine'): void {
  stage.room.draft.replace(EXAMPLE_TEXT);
  stage.room.play();
  stage.session.stop();
  stage.session.setStats({ engine: null, rtf: null, firstSoundMs: null });
  const progress = { receivedBytes: 12_400_000, totalBytes: 27_500_000 };
  stage.session.setState({
    kind: 'preparing',
    step: step === 'download' ? { kind: 'download', progress } : { kind: 'engine' },
  });
}

export const STATES: Readonly<Record<string, (stage: Stage) => void | Promise<void>>> = {
  empty: () => undefined,
  typing: ({ room }) => room.draft.replace(EXAMPLE_TEXT),
  'loading-download': (stage) => preparing(stage, 'download'),
  'loading-engine': (stage) => preparing(stage, 'engine'),
  playing: (stage) => listenAt(stage, 'flung down'),
  paused: async (stage) => {
    await listenAt(stage, 'divine discontent');
    stage.session.setState({ kind: 'paused' });
  },
  degraded: async (stage) => {
    await listenAt(stage, 'flung down');
    const text = 'The graphics card stopped responding. Speaking goes on with the processor.';
    stage.session.setStats({
      engine: { ...FAKE_ENGINE, backendReason: text, backendFailed: true },
      underruns: 1,
    });
    stage.session.emit('notice', { id: 'gpu', severity: 'warning', text, error: null });
    stage.session.setProgress({
      rendered: [
        { start: 0, end: 330, rung: null },
        { start: 330, end: 480, rung: 'formant' },
        { start: 480, end: 900, rung: null },
      ],
    });
  },
  failed: async (stage) => {
    await listenAt(stage, 'flung down');
    stage.session.setState({ kind: 'failed', error: failure });
  },
  offline: async (stage) => {
    await listenAt(stage, 'flung down');
    stage.shell.set({ online: false });
  },
  ended: async (stage) => {
    await listenAt(stage, 'great meadow');
    stage.session.stop();
    stage.session.setProgress({
      offset: stage.session.text.length,
      rendered: [{ start: 0, end: stage.session.text.length, rung: null }],
      spokenSeconds: 103,
      leftSeconds: 0,
    });
    stage.session.setState({ kind: 'ended' });
  },
  export: async (stage) => {
    await listenAt(stage, 'flung down');
    stage.room.sheet = 'export';
    stage.room.exporting.state = {
      kind: 'running',
      progress: { offset: 620, length: 1500, seconds: 41, speed: 11.3 },
    };
  },
  lexicon: ({ room }) => {
    room.speech.configure({ lexicon: WORDS });
    room.sheet = 'lexicon';
  },
  voices: ({ room, shelf }) => {
    room.sheet = 'voices';
    const progress = { receivedBytes: 12_400_000, totalBytes: 27_500_000 };
    const [, second] = VOICES;
    if (second) shelf.set(second, { kind: 'downloading', progress });
  },
  adjust: ({ room }) => {
    room.sheet = 'voices';
    room.adjusting = FAKE_ENGINE.voiceId;
  },
  shortcuts: ({ room }) => {
    room.sheet = 'shortcuts';
  },
  status: async (stage) => {
    await listenAt(stage, 'flung down');
    stage.room.statusOpen = true;
  },
  update: async (stage) => {
    await listenAt(stage, 'flung down');
    stage.shell.set({ updateReady: true });
  },
  'markup-error': ({ room }) => room.draft.replace(MARKUP),
  long: async (stage) => {
    stage.room.draft.replace(EXAMPLE_TEXT.repeat(Math.ceil(1_000_000 / EXAMPLE_TEXT.length)));
    stage.room.play();
    await tick();
    stage.session.seek(640_000);
    stage.session.pause();
  },
  rtl: async ({ room, session }) => {
    room.draft.replace(ARABIC);
    room.play();
    await tick();
    session.seek(60);
    session.pause();
  },
};
