import type { Type } from '@nestjs/common';
import { createUnionType } from '@nestjs/graphql';

type Instance<T> = T extends abstract new (...args: never[]) => infer I ? I : never;

/**
 * The result of a mutation: what was made, or one of the refusals. Entities and receipts come first and are
 * recognized by class, so services return instances.
 */
export function outcome<T extends readonly Type<unknown>[]>(
  name: string,
  types: () => T,
): Instance<T[number]> {
  return createUnionType({
    name,
    description: `What ${name.replace(/Result$/, '')} answers: what was made, or why not.`,
    types: types as never,
    resolveType: (value: object) => value.constructor.name,
  }) as never;
}
