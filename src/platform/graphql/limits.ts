import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';
import { costRule } from './cost.rule.js';
import { nestedLists } from './nested-lists.rule.js';
import { oncePerRequest } from './once-per-request.rule.js';
import { oneMutationPerRequest } from './one-mutation.rule.js';

/** Words and signs in a document: beyond, it is not even parsed to its end. */
export const MAX_TOKENS = 4_000;

/** A document over a limit is one complaint among others, not an exception out of the validator. */
const reported = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError): void =>
      context?.reportError(
        new GraphQLError(error.message.replace(/^Syntax Error: /, ''), {
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        }),
      ),
  ],
};

/** What a document may ask for, over HTTP and over a socket alike. */
export const LIMITS: ValidationRule[] = [
  oneMutationPerRequest,
  oncePerRequest,
  nestedLists,
  maxDepthRule({ n: 14, ignoreIntrospection: true, ...reported }),
  maxAliasesRule({ n: 30, allowList: ['__typename'], ...reported }),
  maxDirectivesRule({ n: 30, ...reported }),
  costRule({
    maxCost: 12_000,
    objectCost: 1,
    scalarCost: 0.5,
    depthCostFactor: 1.2,
    ignoreIntrospection: true,
    ...reported,
  }),
];
