const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;',
}; // prettier-ignore

/** Markup that is safe to send as it is. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** Markup around values, each of them escaped; lists are put together, markup stays markup. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (Html | readonly Html[] | string | number)[]
): Html {
  return new Html(parts.reduce((text, part, i) => text + written(values[i - 1]!) + part));
}

const written = (value: Html | readonly Html[] | string | number): string =>
  value instanceof Html
    ? value.text
    : Array.isArray(value)
      ? value.join('')
      : String(value).replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
