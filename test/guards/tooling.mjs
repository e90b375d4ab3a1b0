// Breaks each rule once, in text that is never written to the working copy, and prints the rules that noticed.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import { ESLint } from 'eslint';
import layers, { FEATURES } from '../../.dependency-cruiser.mjs';

const TS = 'src/server.ts';
const broken = [
  [TS, 'export const a: any = 1;'],
  [TS, '// @ts-ignore\nexport const a = 1;'],
  [TS, 'const unused = 1;'],
  [TS, 'export function f(): void { Promise.resolve(1); }'],
  [TS, 'export const f = async (): Promise<void> => { await 1; };'],
  [TS, 'export const f = (a: number): boolean => a == 1;'],
  [TS, '// TODO later\nexport const a = 1;'],
  [TS, 'export class SiteManager {}'],
  [TS, "export const f = (): never => { throw 'text'; };"],
];

async function lint() {
  const eslint = new ESLint();
  const noticed = new Set();
  for (const [filePath, text] of broken)
    for (const { messages } of await eslint.lintText(text, { filePath }))
      messages.forEach(({ ruleId }) => noticed.add(ruleId));
  return [...noticed];
}

const files = {
  'src/platform/database/tenant-db.ts': "export * from '../../features/people/a.service';",
  'src/features/people/a.service.ts':
    "export * from '../organizations/b.service'; export * from '../../app';",
  'src/features/organizations/b.service.ts':
    "export * from '../people/a.service'; export * from './b.resolver'; import 'pg'; import './b.spec';",
  'src/features/organizations/b.resolver.ts': "export * from './b.rules';",
  'src/features/organizations/b.rules.ts':
    "export * from './b.service'; import 'left-pad'; import './nowhere';",
  'src/features/organizations/b.entity.ts': "export * from './b.service';",
  'src/features/organizations/b.spec.ts': 'export {};',
  'src/features/unknown/c.service.ts': "export * from '../people/a.service';",
  'src/app.ts': "import 'jest'; import 'typeorm';",
  'src/lonely.ts': 'export {};',
  ...Object.fromEntries(
    FEATURES.map((feature, i) => [
      `src/features/${feature}/order.service.ts`,
      FEATURES[i + 1] ? `export * from '../${FEATURES[i + 1]}/order.service';` : 'export {};',
    ]),
  ),
  'migrations/1-first.ts': "export * from '../src/app';",
};

async function cruiseBroken(root) {
  const house = mkdtempSync(path.join(os.tmpdir(), 'preceptor-layers-'));
  try {
    for (const [name, text] of Object.entries({
      ...files,
      'package.json': JSON.stringify({ dependencies: { pg: '*' }, devDependencies: { jest: '*' } }),
      'tsconfig.json': '{}',
    })) {
      mkdirSync(path.dirname(path.join(house, name)), { recursive: true });
      writeFileSync(path.join(house, name), text);
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(house, 'node_modules'));
    process.chdir(house);
    const { output } = await cruise(['src', 'migrations'], {
      ...layers.options,
      ruleSet: { forbidden: layers.forbidden },
      validate: true,
    });
    return [...new Set(output.summary.violations.map(({ rule }) => rule.name))];
  } finally {
    process.chdir(root);
    rmSync(house, { recursive: true });
  }
}

const root = process.cwd();
const rules = layers.forbidden.map(({ name }) => name);
console.log(JSON.stringify({ lint: await lint(), layers: await cruiseBroken(root), rules }));
