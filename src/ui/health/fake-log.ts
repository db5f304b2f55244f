import { seededRandom } from '../../base/random';
import type { LogEntry } from '../../contracts/health';

type Line = Omit<LogEntry, 'timestamp'>;

const LINES: readonly Line[] = [
  {
    severity: 'debug',
    component: 'narrator',
    event: 'utterance.spoke',
    fields: { rung: 'chosen', samples: 48_320, totalMs: 141 },
    error: null,
  },
  {
    severity: 'info',
    component: 'quality',
    event: 'level.changed',
    fields: { from: 'normal', to: 'high', load: 0.64 },
    error: null,
  },
  {
    severity: 'info',
    component: 'weights',
    event: 'download.verified',
    fields: { bytes: 27_500_000, voice: 'kathleen' },
    error: null,
  },
  {
    severity: 'warning',
    component: 'ladder',
    event: 'rung.failed',
    fields: { rung: 'chosen', manner: 'plain', failure: 'audioInvalid' },
    error: { kind: 'audio', operation: 'inspect', component: 'engine.worker', causes: [] },
  },
  {
    severity: 'error',
    component: 'engine.client',
    event: 'worker.died',
    fields: { restarts: 1, waitedMs: 6_000, isolated: true },
    error: {
      kind: 'device',
      operation: 'synthesize',
      component: 'engine.worker',
      causes: ['TimeoutError', 'RuntimeError'],
    },
  },
  {
    severity: 'critical',
    component: 'ladder',
    event: 'rung.moved',
    fields: { from: 'formant', to: 'silence' },
    error: {
      kind: 'internal',
      operation: 'load',
      component: 'formant.worker',
      causes: ['RangeError'],
    },
  },
];

/** So many lines, the newest a second before `now`; most are of no account, as in life. */
export function fakeLog(now: number, length: number): readonly LogEntry[] {
  const random = seededRandom(11);
  return Array.from({ length }, (_, i): LogEntry => {
    const which = Math.floor(random.uniform() ** 3 * LINES.length);
    const line = LINES[which] ?? LINES[0];
    if (line === undefined) throw new RangeError('There is always a line.');
    return { ...line, timestamp: now - (length - i) * 1_000 };
  });
}
