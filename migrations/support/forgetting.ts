/**
 * SQL for a function `forget_<table>` that removes the rows `t` that no longer matter, as the owner, and answers
 * how many went. The runtime role may call it and has no other way: neither to other rows nor to other conditions.
 */
export const forgetting = (table: string, condition: string): string => `
  CREATE FUNCTION forget_${table}() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM ${table} t WHERE ${condition} RETURNING 1) SELECT count(*)::int FROM gone
  $$;
  REVOKE EXECUTE ON FUNCTION forget_${table} FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION forget_${table} TO preceptor_runtime;
`;
