// The figures of a run as a table to be read in a terminal.

const COLUMNS = [
  ['', ({ label }) => label],
  ['requests/s', ({ rps }) => whole(rps)],
  ['p50 ms', ({ p50 }) => places(p50, 2)],
  ['p99 ms', ({ p99 }) => places(p99, 2)],
  ['node ms', ({ nodeMs }) => places(nodeMs, 3)],
  ['PostgreSQL ms', ({ postgresMs }) => places(postgresMs, 3)],
  ['statements', ({ statements }) => places(statements, 1)],
  ['with frame', ({ messages }) => places(messages, 1)],
  ['bytes', ({ bytes }) => whole(bytes)],
  ['memory MB', ({ memoryMb }) => whole(memoryMb)],
  ['÷', ({ ratio }) => ratio],
];

/** @param {object} result of a run, see report.mjs */
export function tableOf({ machine, versions, options, peers, titles, measured, reads, pgbench, minutes }) {
  const lines = [
    `${machine.processors} × ${machine.processor}, ${machine.memoryGb} GB, load ${places(machine.load, 1)}; node ${versions.node}, ` +
      `PostgreSQL ${versions.postgresql}, PostGraphile ${versions.postgraphile}; scale ${options.scale}, medians of ${options.slices} slices ` +
      `of ${options.seconds} s, ${minutes} minutes`,
  ];
  for (const { name, note } of Object.values(peers)) if (note) lines.push(`${name}: ${note}`);
  for (const [id, byConnections] of Object.entries(measured))
    for (const [connections, figures] of Object.entries(byConnections)) {
      const plural = connections === '1' ? '' : 's';
      lines.push('', `${id}  ${titles[id]}, ${connections} connection${plural}`);
      lines.push(...aligned(rowsOf(figures, peers)));
    }
  if (reads)
    lines.push(
      '',
      `${reads.documents} other reads ÷ PostGraphile: median ${places(reads.median, 2)}, lowest ${places(reads.lowest.ratio, 2)} ` +
        `(${reads.lowest.id}), below 1: ${reads.below1.join(', ') || 'none'}`,
    );
  lines.push('', ...pgbenchLines(pgbench));
  return lines.join('\n');
}

function rowsOf(figures, peers) {
  const own = figures.preceptor;
  return Object.entries(figures).map(([key, each]) => ({
    ...each,
    label: peers[key].name + (each.wrong ? ` (${each.wrong} WRONG)` : ''),
    ratio: own && each !== own ? places(own.rps / each.rps, 2) : '',
  }));
}

function aligned(rows) {
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, of]) => of(row)))];
  const widths = COLUMNS.map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  return cells.map((line) =>
    line.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '),
  );
}

const pgbenchLines = (pgbench) =>
  pgbench.missing
    ? [pgbench.missing]
    : Object.entries(pgbench).map(
        ([what, { tps, latencyMs }]) => `pgbench, ${what}: ${whole(tps)}/s, ${places(latencyMs, 3)} ms`,
      );

const whole = (value) => (value == null ? '–' : Math.round(value).toLocaleString('en'));
const places = (value, digits) => (value == null ? '–' : value.toFixed(digits));
