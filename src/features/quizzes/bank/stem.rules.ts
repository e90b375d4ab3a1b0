import type { Values } from './formula.rules.js';
import type { Presentation } from './question-content.js';

/** The ids of the blanks in a stem: `[[1]]` names the blank `1`. */
export const placeholders = (stem: string): string[] =>
  [...stem.matchAll(/\[\[(\w{1,10})\]\]/g)].map(([, id]) => id!);

/** The values of one attempt; none outside of attempts. */
export const valuesOf = ({ valueSets = [] }: Presentation, variant: number | null): Values =>
  (variant === null ? undefined : valueSets[variant]) ?? {};

/** A text as one attempt shows it: each `{name}` replaced by the value of its variant, written as in the set. */
export function stemFor(stem: string, presentation: Presentation, variant: number | null): string {
  const values = valuesOf(presentation, variant);
  return stem.replace(/\{(\w+)\}/g, (written, name: string) =>
    Object.hasOwn(values, name) ? values[name]! : written,
  );
}
