/** What a series of chaos runs was like, in plain text. */

/** Longer than this the listener is left waiting. */
const LONG_GAP_MS = 1500;

/** No word lost or repeated, no bad sound, no run that did not come to its end. */
export function isClean(report) {
  if (report.failure) return false;
  const { words, badSounds, badSamples, isStuck } = report;
  const wrong = [words.lost, words.repeated, words.outOfOrder, badSounds];
  return !isStuck && badSamples === 0 && wrong.every((list) => list.length === 0);
}

/** One run in a line, and what was wrong with it below. */
export function summaryOf(report) {
  const { seed, struck, words, rungs, longestGapMs, seconds, wallSeconds } = report;
  const line = [
    `seed ${seed}: ${words.spokenOnce}/${words.expected} words once`,
    `${struck.length} faults`,
    `longest gap ${Math.round(longestGapMs)} ms`,
    `${Math.round(seconds)} s in ${Math.round(wallSeconds)} s`,
    Object.entries(rungs)
      .map(([rung, sounds]) => `${rung} ${sounds}`)
      .join(' '),
  ].join(', ');
  const told = wrongsOf(report).map((wrong) => `  ${wrong}`);
  const faults = struck.map(({ fault, utterance, attempt }) => `${fault}@${utterance}.${attempt}`);
  const isTold = told.length > 0 || longestGapMs > LONG_GAP_MS;
  const story = [`after ${faults.join(' ')}`, ...report.ladder].map((entry) => `  ${entry}`);
  return [line, ...told, ...(isTold ? story : [])].join('\n');
}

function wrongsOf({ words, badSounds, badSamples, stops, isStuck }) {
  const list = (name, found) => (found.length > 0 ? [`${name}: ${found.join(' ')}`] : []);
  return [
    ...list('LOST', words.lost),
    ...list('REPEATED', words.repeated),
    ...list('OUT OF ORDER', words.outOfOrder),
    ...list('silent', words.silent),
    ...list(
      'BAD SOUND',
      badSounds.map(({ defect, rung, span }) => `${defect} (${rung ?? 'chosen'}) at ${span.start}`),
    ),
    ...(badSamples > 0 ? [`BAD SAMPLES in the ring: ${badSamples}`] : []),
    ...list('Play had to be pressed again', stops),
    ...(isStuck ? ['STUCK'] : []),
  ];
}

/** @returns {string} */
export function chaosReport(reports) {
  const made = reports.filter(({ failure }) => !failure);
  const sum = (of) => made.reduce((total, report) => total + of(report), 0);
  const most = (of) => made.reduce((max, report) => Math.max(max, of(report)), 0);
  const longGaps = made.filter(({ longestGapMs }) => longestGapMs > LONG_GAP_MS);
  const totals = [
    ['runs', reports.length],
    ['runs that could not be made', reports.length - made.length],
    ['faults struck', sum(({ struck }) => struck.length)],
    ['words expected', sum(({ words }) => words.expected)],
    ['words spoken once', sum(({ words }) => words.spokenOnce)],
    ['words repeated', sum(({ words }) => words.repeated.length)],
    ['words lost', sum(({ words }) => words.lost.length)],
    ['words that silence stood for', sum(({ words }) => words.silent.length)],
    ['bad sounds heard', sum(({ badSounds }) => badSounds.length)],
    ['bad samples in the ring', sum(({ badSamples }) => badSamples)],
    ['times Play had to be pressed again', sum(({ stops }) => stops.length)],
    ['runs that got stuck', made.filter(({ isStuck }) => isStuck).length],
    ['longest gap, ms', Math.round(most(({ longestGapMs }) => longestGapMs))],
    ['runs with a gap over 1.5 s', longGaps.map(({ seed }) => `seed ${seed}`).join(', ') || 0],
    ['minutes of speech', (sum(({ seconds }) => seconds) / 60).toFixed(1)],
  ];
  const lines = totals.map(([name, value]) => `${name.padEnd(36)} ${value}`);
  return ['', ...lines, '', ...recoveryTable(made)].join('\n');
}

/** By fault: how often, until sound was queued again, until the chosen voice spoke again. */
function recoveryTable(reports) {
  const byFault = new Map();
  for (const struck of reports.flatMap((report) => report.struck)) {
    byFault.set(struck.fault, [...(byFault.get(struck.fault) ?? []), struck]);
  }
  const row = (cells) => cells.map((cell, i) => String(cell).padEnd(i === 0 ? 18 : 12)).join('');
  const head = row(['fault', 'struck', 'sound p50', 'max ms', 'voice p50', 'max ms']);
  const rows = [...byFault.entries()].sort().map(([fault, struck]) => {
    const resumed = spread(struck.map(({ resumedMs }) => resumedMs));
    const back = spread(struck.map(({ backMs }) => backMs));
    return row([fault, struck.length, ...resumed, ...back]);
  });
  return [head, ...rows];
}

/** Median and maximum of what is known. */
function spread(values) {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0) return ['-', '-'];
  return [known[Math.floor(known.length / 2)], known.at(-1)];
}
