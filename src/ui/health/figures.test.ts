import { expect, test } from 'vitest';
import type { SessionStats } from '../../contracts/session';
import { fresh, healthy, unhealthy } from './fake-scenes';
import { figureGroups } from './figures';

const NOW = 1_000_000_000_000;
const stats: SessionStats = {
  engine: null,
  rtf: null,
  firstSoundMs: null,
  utterances: 0,
  rung: 'chosen',
  level: 'normal',
  bufferedSeconds: 0.8,
  underruns: 2,
  playedSeconds: 0,
  transport: 'messages',
};

function figuresOf(scene: (now: number) => ReturnType<typeof healthy>) {
  return figureGroups(scene(NOW).snapshot, stats, NOW).flatMap(({ figures }) => figures);
}

test('what the browser does not tell is said, never made up', () => {
  const told = Object.fromEntries(figuresOf(fresh).map(({ name, value }) => [name, value]));
  expect(told).toMatchObject({
    'GPU memory': 'not told by this browser',
    Memory: 'not told by this browser',
    Pressure: 'not told by this browser',
    Load: 'not measured yet',
    Speaking: 'not tried yet',
    'Runs on': 'not started yet',
    'Voice data': 'not started yet',
  });
  expect(figuresOf(fresh).some(({ bad }) => bad)).toBe(false);
});

test('what is not as it should be stands out, and nothing else does', () => {
  const bad = (scene: typeof healthy) => figuresOf(scene).filter((figure) => figure.bad);
  expect(bad(healthy)).toEqual([]);
  expect(bad(unhealthy).map(({ name }) => name)).toEqual([
    ...[
      'Who speaks',
      'Quality',
      'Error rate',
      'Load',
      'Pressure',
      'Memory',
      'GPU memory',
      'Storage space',
    ],
    ...['Speaking', 'Sound ahead', 'Storing'],
  ]);
});

test('loaded voices are told with who holds them, and a refusal is not as it should be', () => {
  const { snapshot } = healthy(NOW);
  const { resources } = snapshot;
  if (resources === undefined) throw new Error('The scene keeps no account.');
  const counts = { ...resources.counts, refused: 1 };
  const groups = figureGroups({ ...snapshot, resources: { ...resources, counts } }, stats, NOW);
  const figures = groups.find(({ title }) => title === 'Loaded voices')?.figures ?? [];
  expect(figures).toContainEqual({
    name: 'Voices',
    value: 'Kathleen is held ready, 2 holders, last asked 12 s ago',
  });
  expect(figures).toContainEqual({ name: 'Refused', value: '1 time', bad: true });
});
