import { GraphQLError, type ValidationRule } from 'graphql';

/**
 * One root field per mutation: each mutation is one transaction, and aliases must not multiply attempts
 * (a hundred sign-ins in one request would dodge every lock-out).
 */
export const oneMutationPerRequest: ValidationRule = (context) => ({
  OperationDefinition(operation) {
    if (operation.operation !== 'mutation') return;
    const [first, second] = operation.selectionSet.selections;
    if (second || first?.kind !== 'Field')
      context.reportError(
        new GraphQLError('A mutation takes exactly one field, written directly in the operation.', {
          nodes: [second ?? operation],
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        }),
      );
  },
});
