import type { ExchangedPicture } from '../exchanged-question.js';

/** Elements already written, or the text in one. */
export type Elements = string | readonly string[];

/** What XML 1.0 cannot hold. */
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escaped = (value: string): string =>
  value
    .replace(NO_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  inside: Elements,
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const content = typeof inside === 'string' ? escaped(inside) : inside.join('');
  return `<${name}${given.join('')}>${content}</${name}>`;
}

/** A text of any length, in CDATA; what would end it is divided among two. */
export const text = (value: string): string => {
  const plain = value.replace(/\r\n?/g, '\n').replace(NO_XML, '');
  if (!/[<&>\n]/.test(plain)) return `<text>${plain}</text>`;
  return `<text><![CDATA[${plain.replaceAll(']]>', ']]]]><![CDATA[>')}]]></text>`;
};

export const textElement = (name: string, value: string): string => element(name, {}, [text(value)]);

const PICTURE = /(!\[(?:\\.|[^\]\\])*\]\()exchange:([^()\s]*)\)/g;

/** The Markdown texts of one question, each with the pictures that it shows. */
export class XmlTexts {
  constructor(private readonly pictures: readonly ExchangedPicture[]) {}

  rich(name: string, markdown: string | null | undefined, inside: readonly string[] = []): string {
    return element(name, { format: 'markdown' }, [...this.shown(markdown ?? ''), ...inside]);
  }

  answer(fraction: string, markdown: string, inside: readonly string[]): string {
    return element('answer', { fraction, format: 'markdown' }, [...this.shown(markdown), ...inside]);
  }

  private shown(markdown: string): string[] {
    const names = new Set([...markdown.matchAll(PICTURE)].map(([, , name]) => name));
    const files = this.pictures.filter(({ name }) => names.has(name));
    const pointing = markdown.replace(PICTURE, (whole, before: string, name: string) =>
      files.some((file) => file.name === name) ? `${before}@@PLUGINFILE@@/${name})` : whole,
    );
    return [
      text(pointing),
      ...files.map(({ name, bytes }) =>
        element('file', { name, path: '/', encoding: 'base64' }, Buffer.from(bytes).toString('base64')),
      ),
    ];
  }
}

/** The values of a calculated question, by name. */
export function datasets(valueSets: readonly Readonly<Record<string, string>>[]): string {
  const definitions = Object.keys(valueSets[0] ?? {}).map((name) => {
    const values = valueSets.map((set) => set[name] ?? '0');
    const numbers = values.map(Number);
    const decimals = Math.max(...values.map((value) => value.split('.')[1]?.length ?? 0));
    return element('dataset_definition', {}, [
      textElement('status', 'private'),
      textElement('name', name),
      element('type', {}, 'calculatedsimple'),
      textElement('distribution', 'uniform'),
      textElement('minimum', String(Math.min(...numbers))),
      textElement('maximum', String(Math.max(...numbers))),
      textElement('decimals', String(decimals)),
      element('itemcount', {}, String(values.length)),
      element(
        'dataset_items',
        {},
        values.map((value, i) =>
          element('dataset_item', {}, [element('number', {}, String(i + 1)), element('value', {}, value)]),
        ),
      ),
      element('number_of_items', {}, String(values.length)),
    ]);
  });
  return element('dataset_definitions', {}, definitions);
}
