import { excerpt } from './statistics-flags.rules.js';

/** A question as the chart shows it. */
export interface PlottedItem {
  /** What stands beside its dot. */
  readonly number: number;
  /** 0 to 1. */
  readonly facility: number | null;
  /** −100 to 100; null: it has no place in the chart. */
  readonly discriminationIndex: number | null;
  /** Something about it is to be checked. */
  readonly flagged: boolean;
}

const WIDTH = 760;
const HEIGHT = 520;
const PLOT = { left: 70, right: 730, top: 64, bottom: 440 };

/** Told apart by everybody, and in print: Okabe and Ito's palette, with a shape of its own for each meaning. */
const COLOUR = { fine: '#0072B2', check: '#D55E00', line: '#444444', grid: '#DDDDDD', shade: '#F6E7DC' };

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Facility to the right, discrimination upwards: what a question is worth shows by where its dot lies. */
export function facilityChart(quiz: string, items: readonly PlottedItem[]): string {
  const plotted = items.flatMap(({ facility, discriminationIndex: index, ...item }) =>
    facility === null || index === null ? [] : [{ ...item, x: facilityX(100 * facility), y: indexY(index) }],
  );
  const missing = items.filter((item) => item.facility === null || item.discriminationIndex === null);
  return drawing(
    `${excerpt(quiz)}: facility against discrimination`,
    `Each dot is one of ${plotted.length} questions, by the percent of its points that trainees earn and by how well it tells strong trainees from weak ones. ${plotted.filter(({ flagged }) => flagged).length} are to be checked.`,
    [
      rectangle(PLOT.left, indexY(0), PLOT.right - PLOT.left, PLOT.bottom - indexY(0), COLOUR.shade),
      rectangle(facilityX(95), PLOT.top, PLOT.right - facilityX(95), PLOT.bottom - PLOT.top, COLOUR.shade),
      ...percentTicks(facilityX),
      ...[-100, -75, -50, -25, 0, 25, 50, 75, 100].flatMap((index) =>
        horizontal(indexY(index), signed(index)),
      ),
      line(PLOT.left, indexY(0), PLOT.right, indexY(0), COLOUR.line),
      hint(PLOT.left + 8, PLOT.top + 32, 'hard, tells trainees apart'),
      hint(facilityX(95) - 8, PLOT.top + 32, 'easy, tells trainees apart', 'end'),
      hint(PLOT.left + 8, PLOT.bottom - 24, 'the best do worse here: check the key'),
      hint(facilityX(97.5), PLOT.bottom - 24, 'too easy', 'start', -90),
      ...axisTitles('Facility: percent of the points that trainees earn', 'Discrimination index'),
      ...plotted.map(({ x, y, flagged }) => (flagged ? triangle(x, y) : circle(x, y))),
      ...labels(plotted),
      ...legend(),
      missing.length
        ? text(PLOT.left, HEIGHT - 10, `Not shown, since all marks are alike: ${numberList(missing)}`, 12)
        : '',
    ],
  );
}

/** How many attempts earned how much: bars of ten percent each, and where the pass mark lies. */
export function scoreHistogram(quiz: string, tenths: readonly number[], pass: number | null): string {
  const highest = Math.max(1, ...tenths);
  const step = niceStep(highest);
  const top = Math.ceil(highest / step) * step;
  const y = (count: number): number => PLOT.bottom - (count / top) * (PLOT.bottom - PLOT.top);
  const total = tenths.reduce((sum, count) => sum + count, 0);
  const width = (PLOT.right - PLOT.left) / tenths.length;
  return drawing(
    `${excerpt(quiz)}: scores`,
    `How many of ${total} attempts earned which percent of the points: ${tenths.map((count, i) => `${10 * i} to ${10 * (i + 1)} percent ${count}`).join(', ')}.`,
    [
      ...Array.from({ length: top / step + 1 }, (_, i) => i * step).flatMap((count) =>
        horizontal(y(count), String(count)),
      ),
      ...tenths.map((count, i) =>
        rectangle(PLOT.left + i * width + 3, y(count), width - 6, PLOT.bottom - y(count), COLOUR.fine),
      ),
      ...percentTicks(scoreX),
      line(PLOT.left, PLOT.bottom, PLOT.right, PLOT.bottom, COLOUR.line),
      ...axisTitles('Score: percent of the points', 'Attempts'),
      ...(pass === null ? [] : passMarkLine(scoreX(pass), pass)),
      ...tenths.map((count, i) =>
        count > 0 ? text(PLOT.left + (i + 0.5) * width, y(count) - 6, String(count), 12, 'middle') : '',
      ),
    ],
  );
}

/** On white, so that it shows before bars, too. */
const passMarkLine = (x: number, percent: number): string[] => [
  line(x, PLOT.top - 14, x, PLOT.bottom, '#FFFFFF', 'none', 4),
  line(x, PLOT.top - 14, x, PLOT.bottom, COLOUR.check, '6 4', 2),
  percent < 20
    ? text(x + 6, PLOT.top - 6, `pass mark ${percent} %`, 12)
    : text(x - 6, PLOT.top - 6, `pass mark ${percent} %`, 12, 'end'),
];

const scoreX = (percent: number): number => PLOT.left + (percent / 100) * (PLOT.right - PLOT.left);
/** With room for dots at both ends. */
const facilityX = (percent: number): number =>
  PLOT.left + 12 + (percent / 100) * (PLOT.right - PLOT.left - 24);
const indexY = (index: number): number =>
  PLOT.bottom - 12 - ((index + 100) / 200) * (PLOT.bottom - PLOT.top - 24);

/** 1, 2 or 5 times a power of ten, so that there are at most six lines. */
function niceStep(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest / 5));
  return Math.max(
    1,
    [1, 2, 5, 10].map((each) => each * power).find((step) => highest / step <= 5.0001)!,
  );
}

const signed = (index: number): string => (index < 0 ? `−${-index}` : String(index));

const percentTicks = (x: (percent: number) => number): string[] =>
  Array.from({ length: 11 }, (_, i) => 10 * i).flatMap((percent) => [
    line(x(percent), PLOT.bottom, x(percent), PLOT.bottom + 5, COLOUR.line),
    text(x(percent), PLOT.bottom + 20, `${percent} %`, 12, 'middle'),
  ]);

const horizontal = (y: number, label: string): string[] => [
  line(PLOT.left, y, PLOT.right, y, COLOUR.grid),
  text(PLOT.left - 8, y + 4, label, 12, 'end'),
];

function axisTitles(x: string, y: string): string[] {
  const middle = (PLOT.top + PLOT.bottom) / 2;
  return [
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 44, x, 14, 'middle'),
    `<text x="18" y="${middle}" font-size="14" text-anchor="middle" transform="rotate(-90 18 ${middle})">${escaped(y)}</text>`,
  ];
}

const legend = (): string[] => [
  circle(PLOT.right - 210, 44),
  text(PLOT.right - 200, 48, 'question', 12),
  triangle(PLOT.right - 120, 44),
  text(PLOT.right - 110, 48, 'question to check', 12),
];

/** Beside each dot, on the first side where nothing is in the way; dots in one place share a label. */
function labels(plotted: readonly (Place & { number: number })[]): string[] {
  const groups = [
    ...Map.groupBy(plotted, ({ x, y }) => `${Math.round(x / 6)} ${Math.round(y / 6)}`).values(),
  ];
  const taken: Box[] = plotted.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  return groups.map((group) => {
    const { x, y } = group[0]!;
    const label = numberList(group);
    const width = 7 * label.length;
    const sides = [
      { x: x + 9, y: y + 4 },
      { x: x - 9 - width, y: y + 4 },
      { x: x - width / 2, y: y - 10 },
      { x: x - width / 2, y: y + 18 },
    ].map((at) => ({ ...at, box: { left: at.x, right: at.x + width, top: at.y - 10, bottom: at.y } }));
    const free = sides.find(
      ({ box }) =>
        box.right < PLOT.right && box.left > PLOT.left && !taken.some((each) => overlap(each, box)),
    );
    const place = free ?? sides[0]!;
    taken.push(place.box);
    return text(place.x, place.y, label, 12);
  });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const NUMBERS_SHOWN = 6;

function numberList(items: readonly { readonly number: number }[]): string {
  const shown = items
    .slice(0, NUMBERS_SHOWN)
    .map(({ number }) => number)
    .join(', ');
  return items.length > NUMBERS_SHOWN ? `${shown}, …` : shown;
}

/** Stands alone: no script, no style sheet, nothing from elsewhere. */
const drawing = (title: string, description: string, parts: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title desc" font-family="sans-serif" fill="#222222">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="desc">${escaped(description)}</desc>`,
    rectangle(0, 0, WIDTH, HEIGHT, '#FFFFFF'),
    text(PLOT.left, 26, title, 16),
    ...parts.filter((part) => part !== ''),
    '</svg>',
  ].join('\n');

const rounded = (length: number): string => String(Math.round(length * 10) / 10);

const line = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  colour: string,
  dashes = 'none',
  width = 1,
): string =>
  `<line x1="${rounded(x1)}" y1="${rounded(y1)}" x2="${rounded(x2)}" y2="${rounded(y2)}" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dashes}"/>`;

const rectangle = (x: number, y: number, width: number, height: number, colour: string): string =>
  `<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}" fill="${colour}"/>`;

const circle = (x: number, y: number): string =>
  `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="5" fill="${COLOUR.fine}" fill-opacity="0.8"/>`;

const triangle = (x: number, y: number): string =>
  `<path d="M${rounded(x)} ${rounded(y - 7)}l6.5 11.5h-13z" fill="${COLOUR.check}" fill-opacity="0.9"/>`;

const text = (
  x: number,
  y: number,
  content: string,
  size: number,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string =>
  `<text x="${rounded(x)}" y="${rounded(y)}" font-size="${size}" text-anchor="${anchor}" stroke="#FFFFFF" stroke-opacity="0.8" stroke-width="3" paint-order="stroke">${escaped(content)}</text>`;

const hint = (x: number, y: number, content: string, anchor: 'start' | 'end' = 'start', turned = 0): string =>
  `<text x="${rounded(x)}" y="${rounded(y)}" font-size="12" font-style="italic" fill="#555555" text-anchor="${anchor}" transform="rotate(${turned} ${rounded(x)} ${rounded(y)})">${escaped(content)}</text>`;

/** XML has no place for control characters. */
const escaped = (content: string): string =>
  content
    .replace(/\p{Cc}/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
