import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Fault } from '../faults/fault.js';

/** Codes of Apollo's own checks of a request; their messages speak of the request alone. */
const OF_THE_REQUEST = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/**
 * Faults get their stable code; complaints about the request pass; everything else is a bug of ours, is
 * told to `report`, and leaves the house without a word of its inside. Where introspection is off, no
 * complaint guesses names of the schema either.
 */
export function errorFormatter(report: (bug: unknown) => void, hidesSchema: boolean) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    const place = { locations: formatted.locations, path: formatted.path };
    if (original instanceof Fault)
      return { message: original.message, ...place, extensions: faultExtensions(original) };
    const code = formatted.extensions?.['code'];
    if (typeof code === 'string' && OF_THE_REQUEST.has(code) && isOfGraphql(original))
      return {
        message: hidesSchema ? withoutSuggestions(formatted.message) : formatted.message,
        ...place,
        extensions: { code },
      };
    report(original);
    return {
      message: 'Something went wrong on our side. Nothing was kept; please try again.',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  };
}

export const faultExtensions = (fault: Fault): Record<string, unknown> => ({
  code: fault.code,
  ...(fault.fields.length ? { fields: fault.fields } : {}),
  ...(fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter }),
});

const withoutSuggestions = (message: string): string => message.replace(/ ?Did you mean .+\?$/, '');

/**
 * An error with an original error inside came out of our code, whatever code it carries; but Apollo wraps
 * what GraphQL itself says of a variable.
 */
const isOfGraphql = (error: unknown): boolean =>
  error instanceof GraphQLError && (!error.originalError || error.originalError instanceof GraphQLError);
