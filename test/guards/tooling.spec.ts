import { execFileSync } from 'node:child_process';

interface Noticed {
  lint: string[];
  layers: string[];
  rules: string[];
}

describe('the rules of the house', () => {
  let noticed: Noticed;
  beforeAll(() => {
    // ESLint and dependency-cruiser are ES modules with configurations of their own: they run as they run in the check.
    noticed = JSON.parse(
      execFileSync(process.execPath, ['test/guards/tooling.mjs'], { encoding: 'utf8' }),
    ) as Noticed;
  }, 60_000);

  it('of layers can each be broken, and notice it', () => {
    expect([...noticed.layers].sort()).toEqual([...noticed.rules].sort());
  });

  it.each([
    '@typescript-eslint/no-explicit-any',
    '@typescript-eslint/ban-ts-comment',
    '@typescript-eslint/no-unused-vars',
    '@typescript-eslint/no-floating-promises',
    '@typescript-eslint/await-thenable',
    '@typescript-eslint/only-throw-error',
    'eqeqeq',
    'no-restricted-syntax',
    'no-warning-comments',
  ])('of style notice a breach of %s', (rule) => {
    expect(noticed.lint).toContain(rule);
  });
});
