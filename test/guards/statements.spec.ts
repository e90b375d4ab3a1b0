import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import ts from 'typescript';
import { catalogueOf } from '../support/catalogue.js';
import { testServer } from '../support/test-database.js';
import { GLOBAL_TABLES } from './tables.js';

/** Conditions kept in one place for a list and its count: they say whose rows are meant. */
const SAYS_WHOSE = /^(matching|bankFilter)\b/;

/** Statements that find a row before an organization is known, by a secret that only its holder has. */
const BY_A_SECRET = ['invitation.queries.ts: invitation'];

/** What asks of all organizations at once, on purpose: whether any of them still has a content. */
const OF_ALL = ['removal-commands.ts: stored_file'];

interface Statement {
  file: string;
  /** Without what is put into it. */
  text: string;
  parts: string[];
}

function statementsIn(file: string): Statement[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found: Statement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText(source) === 'sql') {
      const { template } = node;
      const spans = ts.isTemplateExpression(template) ? template.templateSpans : [];
      const head = ts.isTemplateExpression(template) ? template.head.text : template.text;
      found.push({
        file: path.basename(file),
        text: [head, ...spans.map(({ literal }) => literal.text)].join(' … '),
        parts: spans.map(({ expression }) => expression.getText(source)),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('SQL in the code', () => {
  it('abuse 1, 2: says of every table of organizations whose rows are meant, beside row-level security', async () => {
    const client = new Client(testServer().migrationDatabaseUrl);
    await client.connect();
    const { tables } = await catalogueOf(client).finally(() => client.end());
    const owned = new Set(
      tables
        .filter(({ name, columns }) => !(name in GLOBAL_TABLES) && columns.some((c) => c.name === 'org_id'))
        .map(({ name }) => name),
    );
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => path.join('src', name));
    const statements = files.flatMap(statementsIn);
    const silent = statements.flatMap(({ file, text, parts }) => {
      const named = [...text.matchAll(/\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)/gi)].map(([, table]) => table!);
      const says = text.includes('org_id') || parts.some((part) => SAYS_WHOSE.test(part));
      return says ? [] : named.filter((table) => owned.has(table)).map((table) => `${file}: ${table}`);
    });
    expect(statements.length).toBeGreaterThan(200);
    expect(silent.sort()).toEqual([...BY_A_SECRET, ...OF_ALL].sort());
  });
});
