/** The stories in all their states. */
import { tick } from 'svelte';
import { SottoError } from '../../src/base/errors';
import type { StoryEntry } from '../../src/contracts/story';
import { FAILURE_WORDS } from '../../src/stories/failures';
import { EXAMPLE_TEXT } from '../../src/ui/example';
import { failedWith, spokenTo, storyEntry } from './fake-stories';
import type { Stage } from './states';

const LONG_TITLE =
  'A Voyage Round the World in the Years 1766 to 1769, with an Account of Donaudampfschifffahrtsgesellschaftskapitänsmützen';

async function show(
  { room, stories }: Stage,
  entries: readonly StoryEntry[],
  failure: SottoError | null = null,
): Promise<void> {
  room.draft.replace(EXAMPLE_TEXT);
  stories.become(entries, failure);
  room.sheet = 'stories';
  await import('../../src/ui/library/StoriesSheet.svelte');
  await tick();
  await new Promise((resolve) => setTimeout(resolve, 100));
}

const ready = (title: string, change: Partial<StoryEntry> = {}) =>
  storyEntry(title, { audioStatus: 'ready', ...spokenTo(1), ...change });

const failures = [
  failedWith('memory', 1, 'resource/memory in engine.worker.load < RangeError'),
  failedWith('networkDown', 26, 'network in weights.download'),
  failedWith('callbackRefused', 50, ''),
] as const;

const failed = storyEntry('The Mole and the River', {
  audioStatus: 'failed',
  ...spokenTo(0.62),
  audioError: `${FAILURE_WORDS.memory.message} ${FAILURE_WORDS.memory.suggestion}`,
  audioErrorDetails: failures[0].details,
  errorHistory: failures,
});

const noStorage = new SottoError(
  FAILURE_WORDS.storageRefused.message,
  { kind: 'resource', type: 'storage' },
  {
    operation: 'open',
    component: 'stories',
    suggestion: FAILURE_WORDS.storageRefused.suggestion,
  },
);

/** As a listener tries to keep one more. */
async function keepOne(): Promise<void> {
  document.querySelector<HTMLFormElement>('dialog form')?.requestSubmit();
  await new Promise((resolve) => setTimeout(resolve, 100));
}

export const STORY_STATES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'stories-empty': (stage) => show(stage, []),
  'stories-rendering': (stage) =>
    show(stage, [
      storyEntry(LONG_TITLE),
      storyEntry('Next of all', { priority: 'high', ...spokenTo(0.15) }),
      storyEntry('The Mole and the River', { audioStatus: 'rendering', ...spokenTo(0.44) }),
    ]),
  'stories-failed': async (stage) => {
    await show(stage, [failed, ready('A Morning Walk')]);
    document.querySelector('dialog li details')?.setAttribute('open', '');
  },
  'stories-paused': (stage) =>
    show(stage, [
      storyEntry('The Mole and the River', { hold: 'paused', ...spokenTo(0.31) }),
      storyEntry('Given up', { hold: 'cancelled' }),
      ready('A Morning Walk'),
    ]),
  'stories-full': async (stage) => {
    const { message, suggestion } = FAILURE_WORDS.storageFull;
    stage.stories.problems = [
      { kind: 'storageFull', severity: 'warns', message, suggestion },
      { kind: 'textTooLong', severity: 'blocks', ...FAILURE_WORDS.textTooLong },
    ];
    await show(stage, [
      ready('A Morning Walk', { audioBytes: 260_000_000 }),
      storyEntry('Heard long ago', { hold: 'evicted' }),
    ]);
    await keepOne();
  },
  'stories-ready': (stage) =>
    show(stage, [ready('A Morning Walk'), ready(LONG_TITLE, { errorHistory: [failures[1]] })]),
  'stories-refused': (stage) => show(stage, [], noStorage),
};
