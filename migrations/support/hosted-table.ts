/**
 * SQL that opens a table of training records to the clinic that hosts the trainee: the rows of one school, about its own
 * site, of placements that are in force at this moment. Comes on top of the table's `tenant` policy.
 */
export const hostedTable = (table: string, command: 'ALL' | 'SELECT' = 'ALL'): string => {
  const mine = `org_id = (SELECT hosting_org()) AND site_org_id = (SELECT current_org())
    AND assignment_id = ANY ((SELECT hosted_assignments())::uuid[])`;
  const check = command === 'ALL' ? `WITH CHECK (${mine})` : '';
  return `CREATE POLICY hosted ON ${table} FOR ${command} USING (${mine}) ${check};`;
};

/** The same for a part of such a record: it is seen with the record it names by \`(org_id, column)\`. */
export const hostedPart = (table: string, column: string, whole: string): string => {
  const mine = `org_id = (SELECT hosting_org())
    AND EXISTS (SELECT 1 FROM ${whole} w WHERE w.org_id = ${table}.org_id AND w.id = ${table}.${column})`;
  return `CREATE POLICY hosted ON ${table} USING (${mine}) WITH CHECK (${mine});`;
};

/** What a school has published, read by the clinics it works with, and the other way round. Drafts are nobody else's. */
export const sharedDefinition = (table: string): string =>
  `CREATE POLICY shared ON ${table} FOR SELECT USING (org_id = ANY ((SELECT partner_orgs())::uuid[]) AND ${publishedPart(table)});`;

function publishedPart(table: string): string {
  if (table.endsWith('_version')) return `status <> 'DRAFT'`;
  const kind = table.split('_')[0]!;
  const ofVersion = table === kind ? `w.${kind}_id = ${table}.id` : `w.id = ${table}.${kind}_version_id`;
  return `EXISTS (SELECT 1 FROM ${kind}_version w WHERE w.org_id = ${table}.org_id AND ${ofVersion} AND w.status <> 'DRAFT')`;
}
