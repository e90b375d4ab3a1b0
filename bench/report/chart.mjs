// The figures of a run as a picture: for every operation a panel with a bar for each peer, in requests/s.

const PANEL = { width: 400, height: 138, gap: 20, columns: 2 };
const EDGE = 24;
const HEAD = 76;
const BAR = { height: 18, gap: 8, left: 96, right: 108 };

/** Names and colours of peers, in the order of the bars. */
const PEERS = [
  ['preceptor', 'own'],
  ['postgraphile', 'other'],
  ['bare', 'floor'],
  ['autocommit', 'floor'],
];

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 19px; font-weight: 600 } .note, .value { fill: #59636e } .note { font-size: 12px }
  .name { font-weight: 600 } .ground { fill: #ffffff } .panel { fill: #f6f8fa }
  .own { fill: #0a7d5c } .other { fill: #b9631a } .floor { fill: #8a94a0 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .note, .value { fill: #9da7b3 } .ground { fill: #0d1117 } .panel { fill: #161b22 }
    .own { fill: #3fb68b } .other { fill: #e0924a } .floor { fill: #6e7681 }
  }`;

/** @param {object} result of a run, see report.mjs */
export function chartOf(result) {
  const panels = Object.entries(result.measured).flatMap(([id, byConnections]) => {
    const connections = Object.keys(byConnections).at(-1);
    return /^R\d/.test(id) ? [] : [{ id, connections, figures: byConnections[connections] }];
  });
  const rows = Math.ceil(panels.length / PANEL.columns);
  const width = 2 * EDGE + PANEL.columns * (PANEL.width + PANEL.gap) - PANEL.gap;
  const height = HEAD + rows * (PANEL.height + PANEL.gap) - PANEL.gap + EDGE;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>Requests per second of Preceptor and its peers</title>
<style>${STYLE}</style>
<rect class="ground" width="${width}" height="${height}"/>
<text class="title" x="${EDGE}" y="34">Requests per second, everything on</text>
<text class="note" x="${EDGE}" y="56">${escaped(subtitle(result))}</text>
${panels.map((panel, i) => panelAt(panel, result, EDGE + (i % PANEL.columns) * (PANEL.width + PANEL.gap), HEAD + Math.floor(i / PANEL.columns) * (PANEL.height + PANEL.gap))).join('\n')}
</svg>
`;
}

const subtitle = ({ sizes, machine, options, versions, date }) =>
  [
    `${number(sizes.person ?? 0)} people`,
    `${number(sizes.quiz_attempt ?? 0)} attempts`,
    `${machine.processors} processors`,
    `node ${versions.node}`,
    `PostgreSQL ${versions.postgresql.split(' ')[0]}`,
    `PostGraphile ${versions.postgraphile}`,
    `medians of ${options.slices} slices`,
    date.slice(0, 10),
  ].join(' · ');

function panelAt({ id, connections, figures }, { titles, peers }, x, y) {
  const there = PEERS.filter(([key]) => figures[key]);
  const most = Math.max(...there.map(([key]) => figures[key].rps));
  const room = PANEL.width - BAR.left - BAR.right;
  const bars = there.map(([key, colour], i) => {
    const { rps } = figures[key];
    const top = 44 + i * (BAR.height + BAR.gap);
    const length = Math.max(2, (room * rps) / most);
    const ratio =
      key === 'preceptor' || !figures.preceptor ? '' : ` (÷ ${(figures.preceptor.rps / rps).toFixed(2)})`;
    return `<text x="14" y="${top + 14}">${escaped(peers[key].name)}</text>
<rect class="${colour}" x="${BAR.left}" y="${top}" width="${length.toFixed(1)}" height="${BAR.height}" rx="3"/>
<text class="value" x="${(BAR.left + length + 8).toFixed(1)}" y="${top + 14}">${number(rps)}${ratio}</text>`;
  });
  return `<g transform="translate(${x} ${y})"><rect class="panel" width="${PANEL.width}" height="${PANEL.height}" rx="8"/>
<text class="name" x="14" y="26">${id} <tspan class="note" dx="4">${escaped(titles[id])}, ${connections} connection${connections === '1' ? '' : 's'}</tspan></text>
${bars.join('\n')}</g>`;
}

const number = (value) => Math.round(value).toLocaleString('en');
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
