/**
 * SQL that puts a table under row-level security: rows of the transaction's organization alone.
 * FORCE binds the owner too; the sub-select lets the planner evaluate the setting once.
 */
export const tenantTable = (table: string, grants: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON ${table} USING (org_id = (SELECT current_org())) WITH CHECK (org_id = (SELECT current_org()));
  GRANT ${grants} ON ${table} TO preceptor_runtime;
`;

/** For evidence: what is written stays. The runtime role may add and read, nothing else. */
export const APPEND_ONLY = 'SELECT, INSERT';
export const MUTABLE = 'SELECT, INSERT, UPDATE';
export const DRAFT = 'SELECT, INSERT, UPDATE, DELETE';
