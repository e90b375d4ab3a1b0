import type { DynamicModule, ForwardReference, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory, type BuildSchemaOptions } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';

/** How the schema is made from the code; the server and the printed schema share it. */
export const SCHEMA_OPTIONS: BuildSchemaOptions = { numberScalarMode: 'integer', noDuplicatedFields: true };

type ModuleReference =
  Type<unknown> | DynamicModule | ForwardReference | Promise<DynamicModule> | { module: Type };

/** Every class that a module and the modules it imports declare: providers and controllers. Nothing is instantiated. */
export function declaredClasses(root: ModuleReference): Type<object>[] {
  const modules = new Set<unknown>();
  const classes = new Set<unknown>();
  visit(root);
  return [...classes].filter((declared): declared is Type<object> => typeof declared === 'function');

  function visit(reference: unknown): void {
    if (modules.has(reference)) return;
    modules.add(reference);
    for (const part of declarationsOf(reference)) {
      [...(part.providers ?? []), ...(part.controllers ?? [])].forEach((declared) => classes.add(declared));
      part.imports?.forEach(visit);
    }
  }
}

function declarationsOf(reference: unknown): Partial<DynamicModule>[] {
  if (typeof reference === 'function') {
    const of = (key: string): [] => (Reflect.getMetadata(key, reference) ?? []) as [];
    return [{ imports: of('imports'), providers: of('providers'), controllers: of('controllers') }];
  }
  const dynamic = reference as DynamicModule;
  return [dynamic, ...declarationsOf(dynamic.module)];
}

/** The schema that the modules under `root` declare, made without starting them: no database, no network. */
export async function declaredSchema(root: ModuleReference): Promise<GraphQLSchema> {
  const builder = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  const classes = declaredClasses(root);
  const schema = await builder.get(GraphQLSchemaFactory).create(classes, classes, { ...SCHEMA_OPTIONS });
  await builder.close();
  return lexicographicSortSchema(schema);
}

/** The committed form of a schema. */
export const printed = (schema: GraphQLSchema): string =>
  `# Made from the code by \`npm run schema\`: change the code, never this file.\n\n${printSchema(schema)}\n`;
