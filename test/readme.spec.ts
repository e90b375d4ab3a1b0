import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';

describe('the README', () => {
  const schema = buildSchema(readFileSync(path.resolve('src/schema.graphql'), 'utf8'));
  const blocks = [...readFileSync(path.resolve('README.md'), 'utf8').matchAll(/```graphql\n(.*?)```/gs)].map(
    (match) => match[1]!,
  );

  it('walks through both tours', () => {
    expect(blocks).toHaveLength(19);
  });

  it.each(blocks)('shows requests that the schema knows: %#', (block) => {
    expect(validate(schema, parse(block))).toEqual([]);
  });
});
