/** The storage page: full, empty, asked, packing, refused. */
import { tick } from 'svelte';
import { SottoError } from '../../src/base/errors';
import type { StorageSection } from '../../src/contracts/storage-section';
import type { KeptVoice, Voice } from '../../src/contracts/voices';
import { VOICES } from './fake-world';
import type { Stage } from './states';

const HOUR = 3_600_000;
const section = (id: string, title: string, description: string, bytes: number | null) =>
  ({
    id,
    title,
    description,
    size: () => Promise.resolve(bytes),
    ...(id === 'app' ? {} : { clear: () => Promise.resolve() }),
  }) satisfies StorageSection;

export const SECTIONS: readonly StorageSection[] = [
  section('app', 'The app itself', 'Kept so that it opens without a network.', 18_400_000),
  section('languages', 'Languages', 'How words are pronounced, by language.', 2_100_000),
  section('log', 'Log', 'What happened, without your text, for the health page.', 0),
  section('odd', 'Beginnings', 'The first seconds of what was read lately.', null),
];

function keptVoices(): readonly KeptVoice[] {
  const [kathleen, thorsten, rosalie] = VOICES;
  if (!kathleen || !thorsten || !rosalie) return [];
  const now = Date.now();
  const amy: Voice = {
    ...kathleen,
    id: 'amy' as Voice['id'],
    name: 'Amy',
    engine: 'piper',
    source: 'hub',
  };
  const ann: Voice = {
    ...amy,
    id: 'ann' as Voice['id'],
    name: 'Annemarie-Wilhelmina of the Northern Coast',
    weights: amy.id,
  };
  const own: Voice = {
    ...amy,
    id: 'own' as Voice['id'],
    name: 'my-voice-medium',
    source: 'device',
  };
  const kept = (voice: Voice, more: Partial<KeptVoice> = {}): KeptVoice => ({
    id: voice.id,
    voice,
    bytes: 27_500_000,
    ownBytes: 27_500_000,
    isWhole: true,
    verifiedAt: now - 30 * HOUR,
    lastUsedAt: now - 2 * HOUR,
    isInUse: false,
    ...more,
  });
  return [
    kept(kathleen, { isInUse: true, lastUsedAt: now - 5000 }),
    kept(amy, { bytes: 63_200_000, ownBytes: 63_200_000 }),
    kept(ann, { bytes: 63_200_000, ownBytes: 63_200_000 }),
    kept(thorsten, { lastUsedAt: null }),
    kept(rosalie, { isWhole: false, verifiedAt: null, bytes: 9_100_000, ownBytes: 9_100_000 }),
    kept(own, { lastUsedAt: now - 900 * HOUR }),
    kept({ ...own, id: 'old-one' as Voice['id'] }, { voice: null, bytes: 5e6, ownBytes: 5e6 }),
  ];
}

function fill({ shelf, room }: Stage): void {
  const [, , rosalie] = VOICES;
  if (rosalie)
    shelf.set(rosalie, { kind: 'partial', receivedBytes: 9_100_000, totalBytes: 27_500_000 });
  const overview = {
    voices: keptVoices(),
    voiceBytes: 160_000_000,
    usedBytes: 204_000_000,
    quotaBytes: 2_000_000_000,
    isPersistent: false,
  };
  Object.assign(shelf.storage, { overview: () => Promise.resolve(overview) });
  room.draft.replace('A text behind the page.');
}

async function show(stage: Stage): Promise<void> {
  stage.room.sheet = 'storage';
  await import('../../src/ui/storage/StoragePage.svelte');
  await new Promise((resolve) => setTimeout(resolve, 150));
}

const press = async (label: string) => {
  document.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click();
  await tick();
};

function button(text: string): HTMLElement | undefined {
  return [...document.querySelectorAll('button')].find((one) => one.textContent.includes(text));
}

const refused = new SottoError(
  'This voice pack cannot be used. The file amy/model.onnx has 5 bytes instead of 63201294.',
  { kind: 'validation', field: 'pack.length' },
  {
    operation: 'importPack',
    component: 'weights',
    suggestion: 'Nothing was changed. Make the pack again on the other device, or copy it again.',
  },
);

export const STORAGE_STATES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  storage: async (stage) => {
    fill(stage);
    await show(stage);
  },
  'storage-empty': async (stage) => {
    const nothing = { voices: [], voiceBytes: 0, usedBytes: null, quotaBytes: null };
    const overview = () => Promise.resolve({ ...nothing, isPersistent: true });
    Object.assign(stage.shelf.storage, { overview });
    await show(stage);
  },
  'storage-failed': async (stage) => {
    const error = new SottoError(
      'This browser does not let the page store a voice.',
      { kind: 'resource', type: 'storage' },
      { operation: 'open', component: 'weights', suggestion: 'Open it in an ordinary window.' },
    );
    Object.assign(stage.shelf.storage, { overview: () => Promise.reject(error) });
    await show(stage);
  },
  'storage-delete': async (stage) => {
    fill(stage);
    await show(stage);
    await press('Delete Amy');
  },
  'storage-packing': async (stage) => {
    fill(stage);
    const exportPack: typeof stage.shelf.storage.exportPack = (_, watch) => {
      watch?.onProgress({ receivedBytes: 21_000_000, totalBytes: 90_700_000 });
      return new Promise(() => {});
    };
    Object.assign(stage.shelf.storage, { exportPack });
    await show(stage);
    await press('Put Kathleen into a pack');
    await press('Put Amy into a pack');
    button('Save 2 voices')?.click();
    await tick();
  },
  'storage-refused': async (stage) => {
    fill(stage);
    Object.assign(stage.shelf.storage, { importPack: () => Promise.reject(refused) });
    Object.assign(stage.room.environment, {
      openFile: () => Promise.resolve(new File(['x'], 'voices.tar')),
    });
    await show(stage);
    button('Open a pack')?.click();
    await new Promise((resolve) => setTimeout(resolve, 50));
  },
};
