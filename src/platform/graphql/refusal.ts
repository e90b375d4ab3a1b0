import { Field, InterfaceType, ObjectType } from '@nestjs/graphql';

/** Kinds of refusal by class name, so that a kept answer can be given again as what it was. */
const kinds = new Map<string, new () => Refusal>();

/**
 * An expected "no": a member of the mutation's result union, named as a fact (`AttemptsExhausted`).
 * Returning one rolls the transaction back.
 */
@InterfaceType({
  description: 'An expected "no": what stands in the way, in words for a person and a code for a program.',
  resolveType: (value: Refusal) => value.constructor.name,
})
export abstract class Refusal {
  @Field(() => String, { description: 'Stable name of the refusal, in SCREAMING_CASE.' })
  code: string;

  @Field(() => String, { description: 'What stands in the way and what would help, for a person to read.' })
  message: string;
}

/** Declares an object type that implements {@link Refusal}; its code is the class name in SCREAMING_CASE. */
export function RefusalType(description: string): ClassDecorator {
  return (target) => {
    kinds.set(codeOf(target.name), target as unknown as new () => Refusal);
    ObjectType({ description, implements: () => [Refusal] })(target);
  };
}

/** Makes a refusal of the given kind: `refuse(AttemptsExhausted, 'All 3 attempts are used.', { used: 3 })`. */
export function refuse<R extends Refusal>(
  kind: new () => R,
  message: string,
  facts: Omit<R, 'code' | 'message'> = {} as Omit<R, 'code' | 'message'>,
): R {
  return Object.assign(new kind(), { code: codeOf(kind.name), message }, facts);
}

export const isRefusal = (answer: unknown): answer is Refusal => answer instanceof Refusal;

export function refusalFromJson(json: { code: string }): Refusal {
  const kind = kinds.get(json.code);
  if (!kind) throw new Error(`A kept refusal of an unknown kind: ${json.code}`);
  return Object.assign(new kind(), json);
}

const codeOf = (className: string): string => className.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
