import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import {
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type FieldNode,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';

type Options = NonNullable<Parameters<typeof costLimitRule>[0]>;

/** The most that any list answers with: what a variable may turn out to be. */
const LONGEST_PAGE = 100;

/**
 * The library multiplies what is inside a list by a literal `first` alone. So it is shown the document with
 * every page length written out: the longest where a variable stands, the default where nothing does.
 */
export function costRule(options: Options): ValidationRule {
  const limit = costLimitRule(options);
  return (context) => {
    const schema = context.getSchema();
    const told = Object.create(context, {
      getFragment: {
        value: (name: string) => {
          const fragment = context.getFragment(name);
          return fragment && withPageLengths(fragment, schema);
        },
      },
    }) as typeof context;
    const visitor = limit(told);
    return {
      OperationDefinition: (operation) =>
        visitor.OperationDefinition.enter(withPageLengths(operation, schema)),
    };
  };
}

function withPageLengths<Node extends ASTNode>(node: Node, schema: GraphQLSchema): Node {
  const types = new TypeInfo(schema);
  return visit(
    node,
    visitWithTypeInfo(types, {
      Field: (field) => {
        const page = types.getFieldDef()?.args.find((argument) => argument.name === 'first');
        return page && withPageLength(field, Number(page.defaultValue ?? LONGEST_PAGE));
      },
    }),
  ) as Node;
}

function withPageLength(field: FieldNode, otherwise: number): FieldNode | undefined {
  const given = field.arguments?.find((argument) => argument.name.value === 'first');
  if (given?.value.kind === Kind.INT) return undefined;
  const length = given ? LONGEST_PAGE : otherwise;
  const written = {
    kind: Kind.ARGUMENT as const,
    name: { kind: Kind.NAME as const, value: 'first' },
    value: { kind: Kind.INT as const, value: String(length) },
  };
  return { ...field, arguments: [...(field.arguments ?? []).filter((a) => a !== given), written] };
}
