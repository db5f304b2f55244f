/** Results as Markdown tables. */

const ms = (value) => `${Math.round(value)} ms`;
const ratio = (value) => value.toFixed(3);
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** @param {Record<string, any>} results */
export function markdown(results) {
  const parts = [
    `${results.browser} on ${results.processor}, ${results.date.slice(0, 10)} (sections may be of different calls)`,
    firstSound(results['first-sound']),
    stages(results.stages),
    memory(results.memory),
    endurance(results.endurance),
  ];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

function firstSound(section) {
  if (section === undefined) return undefined;
  const visits = (key) => section.visits.map((visit) => visit[key]);
  const rows = [
    ['navigation, very first visit', ...spread(visits('firstVisitMs'))],
    ['navigation, first reload', ...spread(visits('reloadMs'))],
    ['navigation, later visit', ...spread(visits('laterVisitMs'))],
    ...section.warm.map(({ characters, afterPressMs }) => [
      `Play, warm, ${characters.toLocaleString('en')} characters`,
      ...spread(afterPressMs),
    ]),
  ];
  return table(['first sound after', 'median', 'best', 'worst'], rows);
}

function spread(values) {
  return [ms(median(values)), ms(Math.min(...values)), ms(Math.max(...values))];
}

function stages(section) {
  if (section === undefined) return undefined;
  const rows = section.wasm.map((row) => stageRow(row, row.native));
  const graphics = section.webgpu === null ? [] : [stageRow(section.webgpu, null)];
  const head = [
    'backend',
    'threads',
    'steps',
    'RTF',
    'encoder',
    'flow',
    'vocoder',
    'load',
    'first clause',
    'native RTF',
    'times native',
  ];
  return table(head, [...rows, ...graphics]);
}

function stageRow(row, native) {
  const part = (value) => ratio(value / 1000 / row.audioSeconds);
  const rtf = row.stages.totalMs / 1000 / row.audioSeconds;
  return [
    row.backend,
    row.threads,
    row.steps,
    ratio(rtf),
    part(row.stages.encodeMs),
    part(row.stages.flowMs),
    part(row.stages.vocodeMs),
    ms(row.loadMs),
    ms(row.timeToFirstChunkMs),
    native === null ? '' : ratio(native.rtf),
    native === null ? '' : (rtf / native.rtf).toFixed(1),
  ];
}

function memory(section) {
  if (section === undefined) return undefined;
  const mb = (value) => `${Math.round(value)} MB`;
  return table(
    ['memory of the page’s process', 'empty page', 'after 10 s', 'at the end', 'peak', 'heaps'],
    [
      [
        `${section.characters.toLocaleString('en')} characters`,
        mb(section.emptyMb),
        mb(section.firstMb),
        mb(section.lastMb),
        mb(section.peakMb),
        mb(section.heapMb),
      ],
    ],
  );
}

function endurance(section) {
  if (section === undefined) return undefined;
  return table(
    ['speech in real time', 'processor', 'gaps heard', 'RTF meanwhile'],
    [
      [
        `${section.minutes} minutes`,
        `main thread ${section.slowdown}x slower, ${section.slowdown - 1} busy processes a core`,
        section.underruns,
        ratio(section.rtf),
      ],
    ],
  );
}
