import { Extensions } from '@nestjs/graphql';
import { GraphQLError, type ValidationRule } from 'graphql';

const MARK = 'oncePerRequest';

/** For a query that costs so much that a request asks for it once: aliases must not multiply it. */
export const OncePerRequest = (): MethodDecorator => Extensions({ [MARK]: true }) as MethodDecorator;

/** Refuses a document in which such a field is written twice, wherever: what is spread twice is asked for once. */
export const oncePerRequest: ValidationRule = (context) => {
  let written = 0;
  return {
    Field(node) {
      if (context.getFieldDef()?.extensions[MARK] !== true) return;
      written += 1;
      if (written > 1)
        context.reportError(
          new GraphQLError(`A request asks for ${node.name.value} once.`, {
            nodes: [node],
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          }),
        );
    },
  };
};
