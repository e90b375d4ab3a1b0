import fc from 'fast-check';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { newId } from '../../src/platform/ids/ids.js';
import { packed, selections, variantsOf } from './schema-walk.js';

/** Ids by the name of the argument that takes them. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

/** A request with its variables, as a client could send it. */
export interface MadeRequest {
  query: string;
  variables: object;
}

/**
 * Requests of a mutation: inputs of the right shape with ids that exist, and one part of all that can be selected. The
 * same seed gives the same requests, but for new operation ids.
 */
export function requestsFor(
  schema: GraphQLSchema,
  mutation: GraphQLField<unknown, unknown>,
  ids: KnownIds,
  runs: { seed: number; numRuns: number },
): MadeRequest[] {
  const variants = Array.from({ length: variantsOf(schema, mutation.type) }, (_, member) => member);
  const packs = variants.flatMap((member) => packed(selections(schema, mutation.type, member)));
  const declared = mutation.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = mutation.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const variables = fc.record(
    Object.fromEntries(mutation.args.map(({ name, type }) => [name, valueOf(type, name, ids)])),
  );
  return fc.sample(fc.tuple(variables, packs.length ? fc.constantFrom(...packs) : fc.constant('')), runs).map(([given, pack]) => ({
    query: `mutation${declared && ` (${declared})`} { ${mutation.name}${passed && `(${passed})`}${pack && ` { ${pack} }`} }`,
    variables: withOperation(given),
  })); // prettier-ignore
}

/** Each request is a new operation. */
const withOperation = (variables: Record<string, unknown>): object => ({
  ...variables,
  ...(typeof variables['input'] === 'object' && { input: { ...variables['input'], operationId: newId() } }),
});

function valueOf(type: GraphQLInputType, name: string, ids: KnownIds): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return required(type.ofType, name, ids);
  return fc.option(required(type, name, ids), { nil: undefined, freq: 2 });
}

function required(type: GraphQLInputType, name: string, ids: KnownIds): fc.Arbitrary<unknown> {
  if (isListType(type))
    return fc.array(required(getNamedType(type), name, ids), { minLength: 1, maxLength: 2 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map((value) => value.name));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return type.isOneOf
      ? fc.oneof(...fields.map((field) => fc.record({ [field.name]: required(field.type, field.name, ids) })))
      : fc.record(
          Object.fromEntries(
            fields.map((field: GraphQLInputField) => [field.name, valueOf(field.type, field.name, ids)]),
          ),
        );
  }
  return scalar(type.name, name, ids);
}

function scalar(type: string, name: string, ids: KnownIds): fc.Arbitrary<unknown> {
  if (type === 'ID' || name.endsWith('Id') || name.endsWith('Ids')) {
    const all = Object.values(ids).flat();
    const fitting = ids[name.replace(/Ids$/, 'Id')] ?? all;
    return fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...fitting) },
      { weight: 1, arbitrary: fc.constantFrom(...all) },
    );
  }
  return SCALARS[type] ?? fc.constantFrom('Ada', 'x', 'ada@example.org', 'text/plain', '');
}

const SCALARS: Record<string, fc.Arbitrary<unknown>> = {
  Int: fc.integer({ min: 0, max: 3 }),
  Float: fc.integer({ min: 0, max: 3 }),
  Boolean: fc.boolean(),
  Date: fc.constantFrom('2026-01-05', '2030-01-01'),
  DateTime: fc.constantFrom('2026-01-05T12:00:00Z', '2030-01-01T00:00:00Z'),
  Decimal: fc.constantFrom('0', '1', '1.5', '100'),
};
