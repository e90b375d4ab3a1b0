import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * Whether the document asks for this field of what is resolved, directly or within fragments: so that what is costly
 * to read comes along in the same statement, or not at all. Directives are not looked at: a field that is skipped counts.
 */
export function asksFor(info: GraphQLResolveInfo, field: string): boolean {
  return info.fieldNodes.some(({ selectionSet }) => selects(selectionSet, field, info));
}

function selects(set: SelectionSetNode | undefined, field: string, info: GraphQLResolveInfo): boolean {
  return (set?.selections ?? []).some((each) => {
    switch (each.kind) {
      case Kind.FIELD:
        return each.name.value === field;
      case Kind.INLINE_FRAGMENT:
        return selects(each.selectionSet, field, info);
      case Kind.FRAGMENT_SPREAD:
        return selects(info.fragments[each.name.value]?.selectionSet, field, info);
    }
  });
}
