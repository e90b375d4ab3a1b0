import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql';
import { LIMITS, MAX_TOKENS } from '../graphql/limits.js';

export interface SubscribePayload {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/**
 * A subscription as it may be executed, or why not: the same limits and codes as over HTTP. Sockets carry
 * subscriptions alone; queries and mutations have one way in.
 */
export function checkedSubscription(
  schema: GraphQLSchema,
  payload: SubscribePayload,
): ExecutionArgs | GraphQLError[] {
  const document = parsed(payload.query);
  if (document instanceof GraphQLError) return [document];
  const problems = validate(schema, document, [...specifiedRules, ...LIMITS], { maxErrors: 20 });
  if (problems.length)
    return problems.map((problem) => coded('GRAPHQL_VALIDATION_FAILED', problem.message, problem));
  const operation = getOperationAST(document, payload.operationName);
  if (operation?.operation !== 'subscription')
    return [
      coded('BAD_REQUEST', 'Sockets carry subscriptions alone: POST queries and mutations to /graphql.'),
    ];
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], payload.variables ?? {}, {
    maxErrors: 20,
  });
  if (errors) return errors.map((error) => coded('BAD_USER_INPUT', error.message, error));
  return {
    schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
  };
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    return coded('GRAPHQL_PARSE_FAILED', (error as Error).message);
  }
}

const coded = (code: string, message: string, at?: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes: at?.nodes, extensions: { code } });
