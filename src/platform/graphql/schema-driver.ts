import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { GraphQLSchemaFactory } from '@nestjs/graphql';
import { ResolversExplorerService, ScalarsExplorerService } from '@nestjs/graphql/dist/services/index.js';
import { isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { SCHEMA_OPTIONS } from './schema.js';

type Resolve = GraphQLFieldResolver<unknown, unknown>;
/** By type, then by field: what answers it, or what subscribes to it. */
type Resolvers = Record<string, Record<string, Resolve | { subscribe: Resolve; resolve?: Resolve }>>;

/**
 * Makes the schema once. Nest's own driver builds it, prints it, parses the text for a second one that carries the
 * resolvers, and sorts a third: text, syntax tree and copies stay in memory for good (decision 0065).
 */
@Injectable()
export class SchemaDriver extends ApolloDriver {
  constructor(
    modules: ModulesContainer,
    private readonly factory: GraphQLSchemaFactory,
    private readonly resolvers: ResolversExplorerService,
    private readonly scalars: ScalarsExplorerService,
  ) {
    super(modules);
  }

  override async generateSchema({ transformSchema }: ApolloDriverConfig): Promise<GraphQLSchema> {
    const schema = await this.factory.create(this.resolvers.getAllCtors(), {
      ...SCHEMA_OPTIONS,
      scalarsMap: this.scalars.getScalarsMap(),
      skipCheck: true, // a whole introspection; the printed schema is made with it
    });
    answerWith(schema, this.resolvers.explore() as Resolvers);
    return transformSchema ? transformSchema(schema) : schema;
  }
}

/** Hangs resolvers into the fields they are for. Throws for those of a field that the schema does not have. */
function answerWith(schema: GraphQLSchema, resolvers: Resolvers): void {
  for (const [typeName, ofType] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    const fields = isObjectType(type) ? type.getFields() : {};
    for (const [name, resolver] of Object.entries(ofType)) {
      const field = fields[name];
      if (!field) throw new Error(`${typeName}.${name} has a resolver and is no field of an object type`);
      Object.assign(field, typeof resolver === 'function' ? { resolve: resolver } : resolver);
    }
  }
}
