import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import { RECORD_CLASS_CODES } from './record-class.js';
import { readRetentionFile, retentionChanges, rulesOnRecord } from './retention-file.rules.js';
import type { FileRetentionRule, RetentionRuleRow } from './retention-rule.js';

const RULE = {
  code: 'TRAINING',
  class: 'MANDATORY_TRAINING',
  keep: '3y',
  counts_from: 'RECORD',
  lawful_basis: 'LEGAL_OBLIGATION',
  authority: ['a source'],
  verified_on: '2026-11-23',
};
const problemsOf = (change: object): readonly string[] =>
  readRetentionFile({ retention_rules: [{ ...RULE, ...change }] }).problems;
const oneOf = (change: object): FileRetentionRule =>
  readRetentionFile({ retention_rules: [{ ...RULE, ...change }] }).rules[0]!;

let recordings = 0;
const recorded = (rule: FileRetentionRule, withdrawn = false): RetentionRuleRow => {
  recordings += 1;
  return { ...rule, id: String(recordings).padStart(4, '0'), withdrawn, recordedAt: new Date(recordings) };
};

describe('a file of rules of retention', () => {
  it('that is shipped is read without a problem, and speaks of every class', () => {
    const { rules, problems } = readRetentionFile(
      parse(readFileSync('migrations/reference/retention-rules.yaml', 'utf8')),
    );
    expect(problems).toEqual([]);
    expect([...new Set(rules.map(({ recordClass }) => recordClass))].sort()).toEqual(
      [...RECORD_CLASS_CODES].sort(),
    );
    expect(rules.filter(({ keepMonths }) => keepMonths === null).map(({ code }) => code)).toEqual([
      'TRANSCRIPT',
      'AWARD',
    ]);
  });

  it.each([
    ['permanent', null],
    ['36mo', 36],
    ['3y', 36],
    ['0mo', 0],
  ])('keeps %s', (keep, months) => {
    expect(oneOf({ keep }).keepMonths).toBe(months);
  });

  it.each([
    [{ keep: 3 }, 'keep: must be permanent'],
    [{ keep: undefined }, 'keep: must be permanent'],
    [{ class: 'LETTERS' }, 'class: must be one of'],
    [{ counts_from: 'BIRTH' }, 'counts_from: must be one of'],
    [{ lawful_basis: 'HABIT' }, 'lawful_basis: must be one of'],
    [{ authority: [] }, 'authority: must cite'],
    [{ verified_on: '2026-02-30' }, 'verified_on: must be the day'],
    [{ effective: { from: '2026-02-01', to: '2026-01-01' } }, 'effective.to: must not be before'],
    [{ jurisdiction: 'Somewhere' }, 'jurisdiction: must be'],
    [{ for: 'all' }, 'for: is no field'],
  ])('with %j says what is wrong', (change, problem) => {
    expect(problemsOf(change)).toEqual([expect.stringContaining(`retention_rules.0.${problem}`)]);
  });

  it('says so when it has no rules, or one twice', () => {
    expect(readRetentionFile({ rules: [] }).problems).toEqual(['The file has no list retention_rules.']);
    expect(readRetentionFile({ retention_rules: [RULE, RULE] }).problems).toEqual([
      'retention_rules: TRAINING is there twice',
    ]);
  });

  it('records what is new or changed, withdraws what it no longer has, and nothing the second time', () => {
    const before = [recorded(oneOf({})), recorded(oneOf({ code: 'GONE' }))];
    const file = [oneOf({ keep: '6y' }), oneOf({ code: 'NEW' })];
    const changes = retentionChanges(file, before);
    expect(changes).toMatchObject({
      added: [{ code: 'NEW' }],
      changed: [{ code: 'TRAINING', keepMonths: 72 }],
      withdrawn: [{ code: 'GONE' }],
      unchanged: 0,
    });
    const after = [...before, ...file.map((rule) => recorded(rule)), recorded(changes.withdrawn[0]!, true)];
    expect(retentionChanges(file, after)).toMatchObject({
      added: [],
      changed: [],
      withdrawn: [],
      unchanged: 2,
    });
    expect(
      rulesOnRecord(after)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['NEW', 'TRAINING']);
  });

  it('leads to itself from whatever was on record', () => {
    const rule = fc
      .record({
        code: fc.constantFrom('A', 'B', 'C'),
        keep: fc.constantFrom('1y', '2y', 'permanent'),
        from: fc.constantFrom(null, '2026-01-01'),
      })
      .map(({ code, keep, from }) => oneOf({ code, keep, effective: { from } }));
    const file = fc.uniqueArray(rule, { selector: (one) => `${one.code} ${one.effectiveFrom}` });
    fc.assert(
      fc.property(file, fc.array(fc.tuple(rule, fc.boolean())), (wanted, history) => {
        const before = history.map(([one, withdrawn]) => recorded(one, withdrawn));
        const { added, changed, withdrawn } = retentionChanges(wanted, before);
        const after = [
          ...before,
          ...[...added, ...changed].map((one) => recorded(one)),
          ...withdrawn.map((one) => recorded(one, true)),
        ];
        const said = (list: readonly FileRetentionRule[]): string[] =>
          list.map((one) => `${one.code} ${one.effectiveFrom} ${one.keepMonths}`).sort();
        expect(said(rulesOnRecord(after))).toEqual(said(wanted));
      }),
    );
  });
});
