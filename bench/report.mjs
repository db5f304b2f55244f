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
    ladder(results.ladder),
    memory(results.memory),
    inspect(results.inspect),
    endurance(results.endurance),
    store(results.store),
  ];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

function firstSound(section) {
  if (section === undefined) return undefined;
  const visits = (key) => section.visits.map((visit) => visit[key]);
  const rows = [
    ['navigation, very first visit', ...spread(visits('firstVisitMs'))],
    ['navigation, first reload, same text', ...spread(visits('reloadMs'))],
    ['navigation, later visit, same text', ...spread(visits('laterVisitMs'))],
    ...newText(section),
    ...section.warm.map(({ characters, afterPressMs }) => [
      `Play, warm, ${characters.toLocaleString('en')} characters`,
      ...spread(afterPressMs),
    ]),
  ];
  return table(['first sound after', 'median', 'best', 'worst'], rows);
}

/** Sections kept from before this was measured have none. */
function newText({ visits }) {
  const times = visits.flatMap(({ newTextMs }) => newTextMs ?? []);
  return times.length === 0 ? [] : [['navigation, later visit, new text', ...spread(times)]];
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

function ladder(section) {
  if (section === undefined) return undefined;
  const { utterances, bareMs, ladderMs } = section;
  const rows = [[utterances, `${bareMs.toFixed(2)} ms`, `${ladderMs.toFixed(2)} ms`]];
  return table(['utterances', 'beside the engine, bare', 'the same through the ladder'], rows);
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
  // Figures kept from before the whole browser was slowed are not shown.
  if (section?.share === undefined) return undefined;
  return table(
    [
      'speech in real time',
      'processor',
      'load before',
      'RTF before',
      'RTF meanwhile',
      'slower',
      'gaps',
      'longest silence heard',
      'longest pause asked for',
    ],
    [
      [
        `${section.minutes} minutes`,
        `whole browser, ${(100 * section.share).toFixed(0)} % of one (${section.how})`,
        section.loadBefore.toFixed(1),
        ratio(section.unthrottledRtf),
        ratio(section.rtf),
        `${section.slowdown.toFixed(1)}x`,
        section.underruns,
        ms(section.longestSilenceMs),
        ms(section.longestPauseMs),
      ],
    ],
  );
}

function inspect(section) {
  if (section === undefined) return undefined;
  return table(
    [
      'guard',
      'good chunks',
      'refused',
      'refused by limits of the other half',
      'share of the compute time',
    ],
    section.map(({ voice, chunks, falseAlarms, cost }) => [
      voice,
      chunks,
      falseAlarms.shipped,
      falseAlarms.heldOut,
      `${((100 * cost.inspectMs) / cost.computeMs).toFixed(2)} %`,
    ]),
  );
}

function store(section) {
  if (section === undefined) return undefined;
  const { megabytes, pieceMegabytes, kinds } = section;
  const bytesOf = { write: megabytes, read: megabytes, resume: megabytes / 2 };
  const speed = (kind, what) =>
    bytesOf[what] / (median(kinds[kind].map((one) => one[what])) / 1000);
  const cell = (kind, what) => {
    const times = speed(kind, what) / speed('IndexedDB', what);
    return `${Math.round(speed(kind, what))} MB/s (${times.toFixed(2)}x)`;
  };
  const rows = Object.keys(kinds).map((kind) => [
    kind,
    ...['write', 'read', 'resume'].map((what) => cell(kind, what)),
  ]);
  const head = [
    `${megabytes} MB in pieces of ${pieceMegabytes} MB`,
    'write',
    'read',
    'resume at half',
  ];
  return table(head, rows);
}
