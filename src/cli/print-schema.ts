import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { DECLARED_APP } from './declared-app.js';
import { declaredSchema, printed } from '../platform/graphql/schema.js';

/** Writes the GraphQL schema that the code declares to src/schema.graphql. */
async function printSchemaFile(): Promise<void> {
  writeFileSync('src/schema.graphql', printed(await declaredSchema(DECLARED_APP)));
}

void printSchemaFile();
