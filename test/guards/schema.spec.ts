import { readFileSync } from 'node:fs';
import { DECLARED_APP } from '../../src/cli/declared-app.js';
import { declaredSchema, printed } from '../../src/platform/graphql/schema.js';

it('src/schema.graphql is what the code declares: run `npm run schema` when this fails', async () => {
  expect(readFileSync('src/schema.graphql', 'utf8')).toBe(printed(await declaredSchema(DECLARED_APP)));
});
