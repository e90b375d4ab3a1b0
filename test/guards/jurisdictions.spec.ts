import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { REFERENCE_POLICIES } from '../support/ce-policies.js';
import { REFERENCE_RULES } from '../support/rules.js';

/** English names of what the example rules and policies speak of. */
const NAMES: Record<string, string> = {
  'US-AK': 'Alaska',
  'US-AL': 'Alabama',
  'US-AZ': 'Arizona',
  'US-CA': 'California',
  'US-CT': 'Connecticut',
  'US-FL': 'Florida',
  'US-GA': 'Georgia',
  'US-IA': 'Iowa',
  'US-MD': 'Maryland',
  'US-MS': 'Mississippi',
  'US-MT': 'Montana',
  'US-NY': 'New York',
  'US-TX': 'Texas',
  'US-WA': 'Washington',
};

const filesUnder = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesUnder(file) : [file];
  });

/** Where a text names a jurisdiction by code or name. */
const namedIn = (text: string): string[] =>
  Object.entries(NAMES).flatMap(([code, name]) =>
    [code, name].filter((word) => new RegExp(`(?<![\\w/])${word}(?!\\w)`, 'i').test(text)),
  );

describe('the law', () => {
  const { supervision_rules } = parse(REFERENCE_RULES) as { supervision_rules: { jurisdiction: string }[] };
  const { ce_policies } = parse(REFERENCE_POLICIES) as {
    ce_policies: { applies_to?: { jurisdiction: string } }[];
  };
  const codes = [
    ...new Set(
      [...supervision_rules, ...ce_policies.flatMap(({ applies_to }) => applies_to ?? [])].map(
        ({ jurisdiction }) => jurisdiction,
      ),
    ),
  ];

  it('is data: no code or name of a jurisdiction stands under src', () => {
    expect(codes.toSorted()).toEqual(Object.keys(NAMES).sort());
    const found = filesUnder('src').flatMap((file) =>
      namedIn(readFileSync(file, 'utf8')).map((word) => `${file}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it('would be found: the files of reference data name each', () => {
    expect(namedIn(REFERENCE_RULES + REFERENCE_POLICIES)).toEqual(expect.arrayContaining(codes));
    expect(namedIn("if (site.jurisdiction === 'US-CA') return 'the site in Texas';")).toEqual([
      'US-CA',
      'Texas',
    ]);
    expect(namedIn('America/New_York')).toEqual([]);
  });
});
