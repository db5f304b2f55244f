import { expect, it } from 'vitest';
import { evictionOrder, worklist } from './order';
import { story } from './testing';

const ids = (stories: readonly { id: string }[]) => stories.map(({ id }) => id);

it('takes the urgent first, then what is begun, then what is older, and none that is held', () => {
  const stories = [
    story({ createdAt: 1 }, 'old'),
    story({ createdAt: 2, audioStatus: 'rendering' }, 'begun'),
    story({ createdAt: 3, priority: 'high' }, 'urgent'),
    story({ createdAt: 0, priority: 'low' }, 'low'),
    story({ hold: 'paused' }, 'paused'),
    story({ audioStatus: 'ready' }, 'ready'),
    story({ audioStatus: 'failed' }, 'failed'),
  ];
  expect(ids(worklist(stories))).toEqual(['urgent', 'begun', 'old', 'low']);
});

it('gives up the sound that was heard longest ago, never one in use or in the making', () => {
  const kept = { audioStatus: 'ready', audioBytes: 5 } as const;
  const stories = [
    story({ ...kept, createdAt: 1, playedAt: 50 }, 'heard'),
    story({ ...kept, createdAt: 2 }, 'never heard'),
    story({ ...kept, createdAt: 0 }, 'playing'),
    story({ audioStatus: 'rendering', audioBytes: 5, createdAt: 0 }, 'rendering'),
    story({ audioStatus: 'ready', createdAt: 0 }, 'empty'),
  ];
  expect(ids(evictionOrder(stories, new Set(['playing'])))).toEqual(['never heard', 'heard']);
});
