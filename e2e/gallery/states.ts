/** Every state the page can be looked at in; each is a recipe over the running page. */
import { tick } from 'svelte';
import { SottoError } from '../../src/base/errors';
import type { LexiconEntry } from '../../src/contracts/text';
import { EXAMPLE_TEXT } from '../../src/ui/example';
import type { FakeFeed } from '../../src/ui/health/fake-feed';
import * as scenes from '../../src/ui/health/fake-scenes';
import type { Room } from '../../src/ui/room.svelte';
import { DOCUMENT_STATES } from './document-states';
import type { FakeLibrary } from './fake-documents';
import { FAKE_ENGINE, type FakeSession } from './fake-session';
import { PROFILE_STATES, type MemoryProfiles } from './profile-states';
import type { FakeFinder } from './fake-finder';
import { EXPORT_STATES } from './export-states';
import { STORAGE_STATES } from './storage-states';
import type { FakeStories } from './fake-stories';
import { STORY_STATES } from './story-states';
import { VOICES, type FakeShelf, type FakeShell } from './fake-world';

export interface Stage {
  readonly room: Room;
  readonly session: FakeSession;
  readonly trial: FakeSession;
  readonly profiles: MemoryProfiles;
  readonly shelf: FakeShelf;
  readonly shell: FakeShell;
  readonly health: FakeFeed;
  readonly library: FakeLibrary;
  readonly finder: FakeFinder;
  readonly stories: FakeStories;
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

const SCENES: Readonly<Record<string, (now: number) => scenes.Scene>> = {
  'health-degraded': scenes.degraded,
  'health-unhealthy': scenes.unhealthy,
  'health-empty': scenes.fresh,
  'health-log': scenes.talkative,
  formant: scenes.degraded,
};

/** What the health page would show in a state. */
export function sceneOf(state: string): (now: number) => scenes.Scene {
  return SCENES[state] ?? scenes.healthy;
}

/** Opens the health page over a text that is being read. */
async function showHealth(stage: Stage): Promise<void> {
  await listenAt(stage, 'flung down');
  const { rung, level } = stage.health.snapshot;
  stage.session.setStats({ rung, level, bufferedSeconds: rung === 'chosen' ? 18.4 : 0.8 });
  stage.room.sheet = 'health';
  await import('../../src/ui/health/HealthPage.svelte');
}

function searchFor(text: string): void {
  const search = document.querySelector<HTMLInputElement>('search input');
  if (search === null) throw new Error('There is nothing to search with.');
  search.value = text;
  search.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The finder is fetched when the voices are opened. */
async function openVoices(room: Room): Promise<void> {
  room.sheet = 'voices';
  await new Promise((resolve) => setTimeout(resolve, 150));
}

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

const failedList = new SottoError(
  'The list of voices could not be fetched from the hub.',
  { kind: 'network', url: 'voices.json', status: null },
  {
    operation: 'fetchList',
    component: 'voices',
    suggestion: 'Check the connection and try again. Voices on this device speak on.',
  },
);

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
  formant: async (stage) => {
    await STATES['degraded']?.(stage);
    stage.session.setStats({ rung: 'formant', level: 'high' });
    stage.room.statusOpen = true;
  },
  'health-healthy': showHealth,
  'health-degraded': showHealth,
  'health-unhealthy': showHealth,
  'health-log': showHealth,
  'health-empty': ({ room }) => {
    room.sheet = 'health';
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
  ...EXPORT_STATES,
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
  'voices-found': async ({ room, finder }) => {
    await finder.look();
    room.sheet = 'voices';
  },
  'voices-none': async ({ room, finder }) => {
    await finder.look();
    await openVoices(room);
    searchFor('nobody');
  },
  'voices-wishes': async ({ room, finder }) => {
    await finder.look();
    await openVoices(room);
    document.querySelector<HTMLElement>('search summary')?.click();
    searchFor('supertonic');
  },
  'voices-refused': async ({ room, finder }) => {
    await finder.look();
    finder.set({
      sources: finder.findings.sources.map((source, i) => ({
        ...source,
        error: i === 0 ? failedList : null,
      })),
    });
    await openVoices(room);
    const files = new DataTransfer();
    files.items.add(new File(['<!doctype html>'], 'en_US-amy-medium.onnx'));
    files.items.add(new File(['{}'], 'en_US-amy-medium.onnx.json'));
    const input = document.querySelector<HTMLInputElement>('dialog input[type=file]');
    if (input) input.files = files.files;
    input?.dispatchEvent(new Event('change', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 150));
    document.querySelector('dialog')?.scrollTo(0, 1e6);
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
  ...DOCUMENT_STATES,
  ...STORAGE_STATES,
  ...STORY_STATES,
  ...PROFILE_STATES,
};
