import type { FailureCounts, FailureRecord } from '../contracts/story';

export function countFailures(records: readonly FailureRecord[]): FailureCounts {
  const byDay = tally(records, ({ at }) => dayOf(at));
  return {
    total: records.length,
    byKind: tally(records, ({ kind }) => kind),
    byVoice: tally(records, ({ voiceId }) => voiceId ?? 'none'),
    byDevice: tally(records, ({ device }) => device),
    byDay: Object.entries(byDay)
      .map(([day, count]) => ({ day, count }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

export function failuresAsJson(records: readonly FailureRecord[]): string {
  return `${JSON.stringify({ counts: countFailures(records), failures: records.map(told) }, null, 2)}\n`;
}

/** RFC 4180. */
export function failuresAsCsv(records: readonly FailureRecord[]): string {
  const rows = records.map((record) => Object.values(told(record)).map(cell).join(','));
  return `${['at,kind,voice_id,device,story_id', ...rows].join('\r\n')}\r\n`;
}

function told({ at, kind, voiceId, device, storyId }: FailureRecord) {
  const when = new Date(at).toISOString();
  return { at: when, kind, voice_id: voiceId ?? '', device, story_id: storyId };
}

/** A cell that a spreadsheet would take for a formula is led by an apostrophe. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function tally(
  records: readonly FailureRecord[],
  name: (record: FailureRecord) => string,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const record of records) counts.set(name(record), (counts.get(name(record)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
