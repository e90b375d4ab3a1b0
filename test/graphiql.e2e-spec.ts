import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getVariableValues, parse, validate, type OperationDefinitionNode } from 'graphql';
import { LIMITS } from '../src/platform/graphql/limits.js';
import { TestApp } from './support/test-app.js';

const SCRIPTS = ['page.js', 'editor.worker.js', 'json.worker.js', 'graphql.worker.js'];

/** Names of vocabularies, and pages that texts of the editor point to: nothing is loaded from them. */
const NAMED_ONLY =
  /^(www\.w3\.org|json-schema\.org|react\.dev|yarnpkg\.com|prettier\.io|en\.wikipedia\.org|commonmark\.org|code\.visualstudio\.com|microsoft\.com|github\.com|[\w.]*graphql\.org|developer\.mozilla\.org|aka\.ms)$/;

describe('GraphiQL', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const get = (name: string) => fetch(`${app.url}${name}`);

  it('is a page that may load from its own server alone', async () => {
    const response = await get('/graphiql');
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(await response.text()).not.toMatch(/\/\/[a-z]/);
  });

  it.each(SCRIPTS)('%s names no server to load from', async (name) => {
    const response = await get(`/graphiql/${name}`);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const hosts = [...(await response.text()).matchAll(/https?:\/\/([\w.-]+\.[a-z]{2,})/g)].map((m) => m[1]!);
    expect([...new Set(hosts)].filter((host) => !NAMED_ONLY.test(host))).toEqual([]);
  });

  it('has a style sheet without imports', async () => {
    const css = await (await get('/graphiql/page.css')).text();
    expect(css.length).toBeGreaterThan(10_000);
    expect(css).not.toMatch(/@import|url\(["']?https?:/);
  });

  it('serves its own files and nothing else', async () => {
    for (const name of ['/graphiql/../package.json', '/graphiql/%2e%2e/src/main.js', '/graphiql/x.js'])
      expect((await get(name)).status).toBe(404);
  });

  it('is not there when it is switched off', async () => {
    const off = await TestApp.start({ env: { GRAPHIQL: 'false' } });
    try {
      expect((await fetch(`${off.url}/graphiql`)).status).toBe(404);
      expect((await fetch(`${off.url}/graphiql/page.js`)).status).toBe(404);
    } finally {
      await off.stop();
    }
  });

  const folder = path.resolve('scripts/graphiql/examples');
  it.each(readdirSync(folder).filter((name) => name.endsWith('.graphql')))(
    'opens with the example %s, which fits the schema',
    (name) => {
      const { schema } = app.app.get(GraphQLSchemaHost, { strict: false });
      const document = parse(readFileSync(path.join(folder, name), 'utf8'));
      expect(validate(schema, document).concat(validate(schema, document, LIMITS))).toEqual([]);
      const file = path.join(folder, name.replace('.graphql', '.json'));
      const variables = existsSync(file)
        ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)
        : {};
      const operation = document.definitions.at(-1) as OperationDefinitionNode;
      expect(
        getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors,
      ).toBeUndefined();
    },
  );
});
