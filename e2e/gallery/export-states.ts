/** The export sheet in all its states. */
import { SottoError } from '../../src/base/errors';
import { EXAMPLE_TEXT } from '../../src/ui/example';
import type { ExportState } from '../../src/ui/export.svelte';
import { keptExport } from './fake-exports';
import type { Stage } from './states';

const NAME = 'The Wind in the Willows.m4b';
const work = () => keptExport('The Wind in the Willows', 152_000);

const fullDisk = new SottoError(
  'There is no room left on this device for the export.',
  { kind: 'resource', type: 'storage' },
  {
    operation: 'export',
    component: 'encode.worker',
    suggestion: 'Free some space, then go on: what was spoken is kept.',
  },
);

async function show({ room }: Stage, state: ExportState): Promise<void> {
  room.draft.replace(EXAMPLE_TEXT);
  room.exporting.state = state;
  room.openExport();
  await room.exporting.look();
}

export const EXPORT_STATES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  export: (stage) => show(stage, { kind: 'none' }),
  'export-running': (stage) => {
    const { words, seconds, bytes } = work().tally;
    const progress = {
      ...{ stage: 'speaking' as const, done: 152_000, total: 380_000 },
      ...{ words, seconds, bytes, leftSeconds: 2100 },
    };
    return show(stage, { kind: 'running', work: work(), name: NAME, progress });
  },
  'export-writing': (stage) => {
    const parts = { stage: 'writing' as const, done: 40, total: 100 };
    const progress = { ...parts, bytes: 88_000_000, leftSeconds: 140 };
    return show(stage, { kind: 'running', work: work(), name: NAME, progress });
  },
  'export-saved': (stage) => {
    const blob = new Blob();
    const span = { start: 0, end: 1 };
    const result = {
      ...{ id: 'a', bytes: 212_000_000, samples: 24_000 * 26_206, sampleRate: 24_000 },
      ...{ words: 69_000, chapters: 12, file: blob },
      captions: [
        { format: 'srt' as const, blob },
        { format: 'json' as const, blob },
      ],
      substituted: [1, 2, 3].map((index) => ({ index, span, rung: 'formant' as const })),
    };
    return show(stage, { kind: 'saved', work: work(), name: NAME, result });
  },
  'export-failed': (stage) =>
    show(stage, { kind: 'failed', work: work(), name: NAME, error: fullDisk }),
  'export-waiting': async (stage) => {
    await show(stage, { kind: 'cancelled', name: 'The example.mp3' });
    stage.room.exporting.unfinished = [work()];
  },
};
