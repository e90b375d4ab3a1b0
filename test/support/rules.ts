import { readFileSync } from 'node:fs';
import { importRules } from '../../src/cli/import-rule-file.js';
import type { TestApp } from './test-app.js';

/** The example rules that are shipped. */
export const REFERENCE_RULES = readFileSync('migrations/reference/supervision-rules.yaml', 'utf8');

/** Has the words for licenses on record; rules of jurisdictions are each test's own. */
export async function loadLicenseTypes(app: TestApp): Promise<void> {
  await importRules(
    app.database.migrationDatabaseUrl,
    `license_types:
  - {code: PT, title: Physical therapist, licensed: true}
  - {code: PTA, title: Physical therapist assistant, licensed: true}
  - {code: PT_student, title: Student, licensed: false}`,
  );
}
