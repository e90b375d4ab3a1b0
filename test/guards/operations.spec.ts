import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { plainToInstance } from 'class-transformer';
import { TypeMetadataStorage } from '@nestjs/graphql';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { DECLARED_APP } from '../../src/cli/declared-app.js';
import { Decimal, PlainDate } from '../../src/platform/graphql/scalars.js';
import { declaredSchema } from '../../src/platform/graphql/schema.js';

/** Mutations that give or take a secret: an answer kept for a retry would keep the secret, or tell that it was right. */
const GIVE_SECRETS = [
  'acceptInvitation',
  'beginOneTimeCodes',
  'changePassword',
  'confirmOneTimeCodes',
  'createAffiliationCode',
  'createServiceAccount',
  'createSigningTicket',
  'openGuestSession',
  'refreshSession',
  'removeSigningMethods',
  'requestPasswordReset',
  'resetPassword',
  'rotateServiceAccountSecret',
  'setSigningPin',
  'signIn',
  'signOut',
  'startImpersonation',
  'switchOrganization',
];

/** Mutations that refuse nothing as a whole: their report tells, line by line, what became of a document. */
const ANSWER_REPORTS = ['importChecklist', 'importMandatoryTrainings', 'importProgram'];

describe('operations', () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    schema = await declaredSchema(DECLARED_APP);
  });

  const mutations = (): GraphQLField<unknown, unknown>[] =>
    Object.values(schema.getMutationType()!.getFields());
  const isRefusal = (type: GraphQLObjectType): boolean =>
    type.getInterfaces().some(({ name }) => name === 'Refusal');
  const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

  it('take one input, named after the mutation', () => {
    const odd = mutations().filter(
      ({ name, args }) =>
        args.length !== 1 || args[0]!.name !== 'input' || String(args[0]!.type) !== `${capital(name)}Input!`,
    );
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  it('take an operationId, but for those that give secrets', () => {
    const without = mutations().filter(({ args }) => {
      const type = isNonNullType(args[0]?.type) ? args[0].type.ofType : undefined;
      return !isInputObjectType(type) || String(type.getFields()['operationId']?.type) !== 'ID!';
    });
    expect(without.map(({ name }) => name).sort()).toEqual([...GIVE_SECRETS].sort());
  });

  it('answer a union of what was made and of refusals', () => {
    const odd = mutations().filter(({ name, type }) => {
      const result = isNonNullType(type) ? type.ofType : undefined;
      return (
        !isUnionType(result) || result.name !== `${capital(name)}Result` || result.getTypes().every(isRefusal)
      );
    });
    expect(odd.map(({ name }) => name)).toEqual(ANSWER_REPORTS);
  });

  it('answer every refusal that there is', () => {
    const types = Object.values(schema.getTypeMap());
    const answered = new Set(types.filter(isUnionType).flatMap((union) => union.getTypes()));
    const refusals = types.filter(isObjectType).filter(isRefusal);
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.filter((refusal) => !answered.has(refusal)).map(({ name }) => name)).toEqual([]);
  });

  it('answer types that agree on the fields they share: one selection may name them all', () => {
    const odd = Object.values(schema.getTypeMap())
      .filter(isUnionType)
      .flatMap((union) => {
        const types = new Map<string, Set<string>>();
        for (const field of union.getTypes().flatMap((type) => Object.values(type.getFields())))
          types.set(field.name, (types.get(field.name) ?? new Set()).add(String(field.type)));
        return [...types].flatMap(([name, kinds]) => (kinds.size > 1 ? [`${union.name}.${name}`] : []));
      });
    expect(odd).toEqual([]);
  });

  it('are described, with every type, field, argument and value', () => {
    const silent: string[] = [];
    const tell = (path: string, { description }: { description?: string | null }): void => {
      if (!description?.trim()) silent.push(path);
    };
    const roots: unknown[] = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    for (const type of Object.values(schema.getTypeMap()).filter((t) => !isIntrospectionType(t))) {
      if (!roots.includes(type)) tell(type.name, type);
      if (isEnumType(type)) for (const value of type.getValues()) tell(`${type.name}.${value.name}`, value);
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields())) tell(`${type.name}.${field.name}`, field);
      if (isObjectType(type) || isInterfaceType(type))
        for (const field of Object.values(type.getFields())) {
          tell(`${type.name}.${field.name}`, field);
          for (const arg of field.args) tell(`${type.name}.${field.name}(${arg.name})`, arg);
        }
    }
    expect(silent).toEqual([]);
  });

  it('abuse 4: leave the organization to the token', () => {
    const named = Object.values(schema.getTypeMap())
      .filter(isInputObjectType)
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
      .filter((field) => /\.(orgId|organizationId|tenantId)$/.test(field));
    expect(named.sort()).toEqual(['SignInInput.organizationId', 'SwitchOrganizationInput.organizationId']);
  });
});

describe('inputs', () => {
  const RANGE = ['min', 'max', 'isIn', 'isDivisibleBy', 'isPositive'];
  const BOUND = [
    'isLength',
    'maxLength',
    'matches',
    'isIn',
    'isEnum',
    'isUuid',
    'isEmail',
    'isTimeZone',
    'isIso8601',
    'equals',
  ];

  interface InputField {
    path: string;
    target: new () => object;
    property: string;
    type: unknown;
    isList: boolean;
    rules: ValidationMetadata[];
  }
  let fields: InputField[];
  let classes: Set<unknown>;
  beforeAll(async () => {
    await declaredSchema(DECLARED_APP);
    const inputs = [
      ...TypeMetadataStorage.getInputTypesMetadata(),
      ...TypeMetadataStorage.getArgumentsMetadata(),
    ];
    classes = new Set(inputs.map(({ target }) => target));
    fields = inputs.flatMap(({ target, properties }) =>
      (properties ?? []).map((property) => ({
        path: `${target.name}.${property.name}`,
        target: target as InputField['target'],
        property: property.name,
        type: property.typeFn(),
        isList: property.options.isArray ?? false,
        rules: getMetadataStorage()
          .getTargetValidationMetadatas(target, '', false, false)
          .filter(({ propertyName }) => propertyName === property.name),
      })),
    );
  });

  const wrong = (is: (field: InputField) => boolean): string[] => [
    ...new Set(fields.filter(is).map(({ path }) => path)),
  ];
  const kinds = ({ rules }: InputField): string[] => rules.map(({ name, type }) => name ?? type);

  it('have a rule for every field: one without is not checked at all', () => {
    expect(fields.length).toBeGreaterThan(0);
    const checksItself = ({ type, rules }: InputField): boolean =>
      rules.length > 0 && (type === Decimal || type === PlainDate);
    const isUnchecked = ({ rules }: InputField): boolean =>
      rules.every(({ type }) => type === 'conditionalValidation');
    expect(wrong((field) => isUnchecked(field) && !checksItself(field))).toEqual([]);
  });

  it('check what is nested in them', () => {
    const nested = fields.filter(({ type }) => classes.has(type));
    const unchecked = nested.filter(
      (field) => !field.rules.some(({ type }) => type === 'nestedValidation') || !isMadeInstance(field),
    );
    expect(unchecked.map(({ path }) => path)).toEqual([]);
  });

  it('abuse 55: bound every text', () => {
    expect(
      wrong((field) => field.type === String && !kinds(field).some((kind) => BOUND.includes(kind))),
    ).toEqual([]);
  });

  it('abuse 55: bound every list', () => {
    // Names out of a fixed set are few, or refused.
    const isBounded = (field: InputField): boolean =>
      kinds(field).some((kind) => ['arrayMaxSize', 'isIn'].includes(kind));
    expect(wrong((field) => field.isList && !isBounded(field))).toEqual([]);
  });

  it('abuse 28: bound every number', () => {
    const isNumber = ({ type }: InputField): boolean =>
      ['Int', 'Float', 'Number'].includes((type as { name: string }).name);
    expect(wrong((field) => isNumber(field) && !kinds(field).some((kind) => RANGE.includes(kind)))).toEqual(
      [],
    );
  });
});

/** Without a class to become, a nested object passes every check: there are no rules to be found for it. */
function isMadeInstance(field: {
  target: new () => object;
  property: string;
  type: unknown;
  isList: boolean;
}): boolean {
  const { target, property, type, isList } = field;
  const made: unknown = Reflect.get(plainToInstance(target, { [property]: isList ? [{}] : {} }), property);
  const [one] = isList ? (made as unknown[]) : [made];
  return one instanceof (type as new () => object);
}
