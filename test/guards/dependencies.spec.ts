import { readFileSync } from 'node:fs';

type Group = Record<string, string>;
const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
  readFileSync('package.json', 'utf8'),
) as Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Group>;

describe('docs/dependencies.md', () => {
  const [, runtime, postgres, development] = readFileSync('docs/dependencies.md', 'utf8').split(/^## /m);
  const listed = (section: string | undefined): string[] =>
    [...section!.matchAll(/^- `([^`]+)`: \S/gm)].map(([, name]) => name!);

  it.each([
    ['at run time', runtime, dependencies],
    ['for PostgreSQL', postgres, optionalDependencies],
    ['for development', development, devDependencies],
  ])('says of every dependency %s why it is here, and names no other', (_, section, group) => {
    expect(listed(section)).toEqual(Object.keys(group).sort());
  });
});

it('every dependency is pinned to an exact version', () => {
  const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});
