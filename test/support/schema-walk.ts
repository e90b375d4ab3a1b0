import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** Depth the API still answers, connections and union members counted. */
const DEEPEST = 11;
/** Words in one request, so that it stays below the API's limits of tokens and cost. */
const LONGEST = 200;
/** Of each list: more would cost more than a request may. */
const PAGE = 10;

/**
 * Everything that can be selected under a type, no type twice on one path: one entry for each field. Of a union
 * the member of that number is taken, since members may give one name different types; of an interface its own
 * fields.
 */
export function selections(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  member = 0,
  path: readonly string[] = [],
): string[] {
  const named = getNamedType(type) as GraphQLNamedType;
  if (isLeafType(named)) return [];
  if (path.includes(named.name) || path.length > DEEPEST) return ['__typename'];
  const inside = [...path, named.name];
  if (isUnionType(named)) {
    const chosen = named.getTypes()[member % named.getTypes().length]!;
    return selections(schema, chosen, member, inside).map((part) => `... on ${chosen.name} { ${part} }`);
  }
  if (!isObjectType(named) && !isInterfaceType(named)) return ['__typename'];
  return ['__typename', ...fieldsOf(named).flatMap((field) => selected(schema, field, member, inside))];
}

/** How many members the largest union has that can be reached from the type. */
export const variantsOf = (schema: GraphQLSchema, type: GraphQLOutputType): number =>
  Math.max(
    1,
    ...[...reachableFrom(schema, getNamedType(type).name)].map((name) => {
      const reached = schema.getType(name);
      return isUnionType(reached) ? reached.getTypes().length : 1;
    }),
  );

function selected(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  member: number,
  path: readonly string[],
): string[] {
  const below = selections(schema, field.type, member, path);
  const call = called(field);
  return below.length ? packed(below).map((pack) => `${call} { ${pack} }`) : [call];
}

/** With these arguments, and a short page where it has pages. */
function called({ name, args }: GraphQLField<unknown, unknown>, given: readonly string[] = []): string {
  const all = [...given, ...(args.some((arg) => arg.name === 'first') ? [`first: ${PAGE}`] : [])];
  return all.length ? `${name}(${all.join(', ')})` : name;
}

/** Fields that need no argument. */
const fieldsOf = (type: GraphQLObjectType | GraphQLInterfaceType): GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields()).filter(({ args }) =>
    args.every((arg) => !isNonNullType(arg.type) || arg.defaultValue !== undefined),
  );

/** The selections packed into as few requests as the limits of the API allow. */
export function packed(parts: readonly string[]): string[] {
  const packs: string[] = [];
  for (const part of parts) {
    const last = packs.at(-1);
    if (last && words(last) + words(part) <= LONGEST) packs[packs.length - 1] = `${last} ${part}`;
    else packs.push(part);
  }
  return packs;
}

const words = (text: string): number => text.split(/\s+/).length;

/** A literal for a required argument; every id is the given one. */
export function literal(type: GraphQLInputType, id: string): string {
  if (isNonNullType(type)) return literal(type.ofType, id);
  if (isListType(type)) return `[${literal(type.ofType, id)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${required.map((field) => `${field.name}: ${literal(field.type, id)}`).join(', ')} }`;
  }
  return LITERALS[type.name] ?? `"${id}"`;
}

const LITERALS: Record<string, string> = {
  Int: '1',
  Float: '1',
  Boolean: 'true',
  Date: '"2026-01-05"',
  DateTime: '"2026-01-05T12:00:00Z"',
  Decimal: '"1"',
};

/** Requests that ask a root field for everything, with the given id wherever one is required. */
export function requestsOf(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  id: string,
): string[] {
  const required = field.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  const given = required.map((arg) => `${arg.name}: ${literal(arg.type, id)}`);
  const call = called(field, given);
  const variants = Array.from({ length: variantsOf(schema, field.type) }, (_, member) =>
    selections(schema, field.type, member),
  );
  if (!variants[0]!.length) return [`{ ${call} }`];
  return variants.flatMap((below) => packed(below).map((pack) => `{ ${call} { ${pack} } }`));
}

/** Names of the types that can be reached from a type. */
export function reachableFrom(schema: GraphQLSchema, name: string): Set<string> {
  const seen = new Set<string>();
  const visit = (type: GraphQLNamedType): void => {
    if (seen.has(type.name)) return;
    seen.add(type.name);
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(visit);
    else if (isObjectType(type))
      Object.values(type.getFields()).forEach((field) => visit(getNamedType(field.type)));
  };
  const root = schema.getType(name);
  if (root) visit(root);
  return seen;
}
