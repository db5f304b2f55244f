/** What bench/inspect.mjs found, as Markdown. */
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const number = (value) => (value === undefined ? '' : Number(value.toPrecision(3)).toString());
const percent = (part, whole) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);

export function inspectMarkdown({ date, rules, voices, wrong }) {
  return (
    [
      `# What the guard looks at, ${date.slice(0, 10)}`,
      'Made by `npm run bench -- --only inspect`. A limit is the worst of the good chunks times a factor, no tighter than a floor and no looser than the general limit; the factors and floors stand in bench/limits.mjs.',
      ...voices.flatMap((row) => voiceParts(row, rules)),
      '## Backends that compute wrong numbers',
      'English passages, the engine under onnxruntime-node, faults between engine and runtime. "Audible" by spectral distortion (bench/distortion.mjs); "found" counts audible chunks that the guard or the comparison refuses.',
      table(
        [
          'fault',
          'after',
          'self-test',
          'chunks',
          'audible',
          'guard alone',
          'comparison',
          'found of audible',
        ],
        [...wrong.faults, { like: '', ...wrong.harmless }].map((row) => [
          row.name,
          row.like,
          row.selfTest,
          row.chunks,
          row.audible,
          row.inspected,
          row.compared,
          percent(row.audibleCompared, row.audible),
        ]),
      ),
    ].join('\n\n') + '\n'
  );
}

function voiceParts(
  { voice, chunks, audioSeconds, falseAlarms, cost, quantiles, limits, caught },
  rules,
) {
  const { shipped, derived, general, heldOut } = falseAlarms;
  return [
    `## ${voice}`,
    `${chunks} chunks, ${Math.round(audioSeconds)} s of good speech. Refused: ${shipped} by the limits in the build, ${derived} by the limits below, ${general} by the general ones; ${heldOut} of ${chunks} by limits that come from the other half of the chunks. The guard took ${percent(cost.inspectMs, cost.computeMs)} of the time that computing the same chunks took (${cost.inspectMs.toFixed(0)} of ${cost.computeMs.toFixed(0)} ms).`,
    table(
      ['statistic', 'least', '0.1 %', 'median', '99.9 %', 'most', 'limit'],
      Object.entries(quantiles).map(([key, { least, q001, median, q999, most }]) => [
        key,
        ...[least, q001, median, q999, most].map(number),
        rules[key] === undefined
          ? 'not judged'
          : `${rules[key].worst === 'most' ? '≤' : '≥'} ${number(limits[key])}`,
      ]),
    ),
    'Spoiled on purpose:',
    table(
      ['kind', 'chunks', 'guard', 'guard with general limits', 'comparison'],
      [...caught.spoiled, ...caught.comparedOnly].map((row) => [
        row.kind,
        row.chunks,
        percent(row.voice, row.chunks),
        percent(row.general, row.chunks),
        percent(row.compared, row.chunks),
      ]),
    ),
  ];
}
