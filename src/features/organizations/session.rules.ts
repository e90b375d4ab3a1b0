/**
 * Where a sign-in leads: the organization asked for, or else the first, which is the one used last. Null
 * when there is no such membership; whether the organization exists is not told apart.
 */
export function destination<M extends { orgId: string }>(
  open: readonly M[],
  organizationId: string | null | undefined,
): M | null {
  if (organizationId === null || organizationId === undefined) return open[0] ?? null;
  return open.find((membership) => membership.orgId === organizationId) ?? null;
}
