import type { Element } from '@xmldom/xmldom';
import { attributeOf } from '../xml.rules.js';
import type { Processing } from './award.rules.js';
import { stepCounter } from './unreadable.rules.js';
import { normalized, type Declaration } from './v2-declaration.rules.js';
import { mapped, mappedArea, matches } from './v2-processing.rules.js';

/** What a response processing template awards: one point for the right answer, or what a mapping says. */
export type Template = 'MATCH' | 'MAP' | 'ANY';

/** By the last part of its address, as everybody's copies of the standard templates are called. */
export function templateOf(rules: Element | undefined): Template {
  const address = rules
    ? (attributeOf(rules, 'template') ?? attributeOf(rules, 'templateLocation') ?? '')
    : '';
  const name = address.split('/').at(-1) ?? '';
  if (/map/i.test(name)) return 'MAP';
  return /match/i.test(name) ? 'MATCH' : 'ANY';
}

/** Scoring by what the declarations say of right answers; ANY: by mapping where there is one. */
export function keyProcessing(declared: readonly Declaration[], template: Template): Processing {
  const keyed = declared.filter(({ correct, mapping, areas }) => correct || mapping || areas);
  const tick = stepCounter();
  return (responses) => {
    tick(keyed.length);
    const scores = keyed.map((declaration) => {
      const { identifier, baseType, correct, mapping, areas, cardinality } = declaration;
      const given = (responses[identifier] ?? []).map((value) => normalized(value, baseType));
      if (given.length) tick(areas?.entries.length ?? mapping?.entries.length ?? 1);
      if (areas && template !== 'MATCH') return mappedArea(declaration, given);
      if (mapping && (template !== 'MATCH' || !correct)) return mapped(declaration, given);
      return correct && matches(given, correct, cardinality === 'ordered') ? 1 : 0;
    });
    return { score: scores.reduce((sum, score) => sum + score, 0), feedback: [] };
  };
}
