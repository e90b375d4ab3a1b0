import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isLeafType,
  isListType,
  type ValidationRule,
} from 'graphql';

/** How often one list may be asked for inside itself: versions of what a version is of, and there again, multiply. */
const MOST = 2;

/**
 * Refuses a document that goes around in circles through a list without pages, whose length the cost does not know. Each
 * turn has to be written down, since fragments hold no cycles: so the turns of its definitions, added up, are the most
 * that any path makes.
 */
export const nestedLists: ValidationRule = (context) => {
  const turns = new Map<string, number>();
  let open = new Map<string, number>();
  let deepest = new Map<string, number>();
  const list = (): string | null => {
    const field = context.getFieldDef();
    const type = field && getNullableType(field.type);
    if (!type || !isListType(type) || isLeafType(getNamedType(type))) return null;
    return field.name === 'edges' ? null : `${context.getParentType()!.name}.${field.name}`;
  };
  const definition = {
    enter: () => {
      [open, deepest] = [new Map(), new Map()];
    },
    leave: () => {
      for (const [name, times] of deepest) turns.set(name, (turns.get(name) ?? 0) + times);
    },
  };
  return {
    OperationDefinition: definition,
    FragmentDefinition: definition,
    Field: {
      enter() {
        const name = list();
        if (name === null) return;
        const times = (open.get(name) ?? 0) + 1;
        open.set(name, times);
        deepest.set(name, Math.max(times, deepest.get(name) ?? 0));
      },
      leave() {
        const name = list();
        if (name !== null) open.set(name, open.get(name)! - 1);
      },
    },
    Document: {
      leave() {
        for (const [name, times] of turns)
          if (times > MOST)
            context.reportError(
              new GraphQLError(`${name} may be nested in itself ${MOST} times at most.`, {
                extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
              }),
            );
      },
    },
  };
};
