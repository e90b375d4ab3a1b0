import sql from 'sql-template-tag';
import type { ChecklistTransfer } from '../features/training/skills/document/checklist-transfer.service.js';
import { examineChecklist } from '../features/training/skills/document/examine-checklist.js';
import type { ValidationMethod } from '../features/training/skills/skill.entity.js';
import type { Transaction } from '../platform/database/transaction.js';

/** A skill of a published checklist, with what an observation of it needs. */
export interface DemoSkill {
  readonly id: string;
  readonly versionId: string;
  readonly code: string;
  readonly requiredObservations: number;
  readonly methods: readonly ValidationMethod[];
  readonly entrustmentScale: readonly string[];
  readonly prerequisites: readonly string[];
  readonly steps: readonly { readonly id: string; readonly critical: boolean; readonly measured: boolean }[];
}

export const skillsOf = (tx: Transaction, checklistVersionId: string): Promise<DemoSkill[]> =>
  tx.query<DemoSkill>(sql`
    SELECT s.id, v.id AS "versionId", s.code, v.required_observations AS "requiredObservations", v.methods,
      v.entrustment_scale AS "entrustmentScale",
      coalesce((SELECT jsonb_agg(p.code) FROM skill_prerequisite r JOIN skill p ON p.org_id = r.org_id AND p.id = r.prerequisite_skill_id
        WHERE r.org_id = v.org_id AND r.skill_version_id = v.id), '[]') AS prerequisites,
      (SELECT jsonb_agg(jsonb_build_object('id', t.id, 'critical', t.critical, 'measured', t.measure_unit IS NOT NULL) ORDER BY t.position)
        FROM skill_step t WHERE t.org_id = v.org_id AND t.skill_version_id = v.id) AS steps
    FROM checklist_skill c JOIN skill_version v ON v.org_id = c.org_id AND v.id = c.skill_version_id
    JOIN skill s ON s.org_id = v.org_id AND s.id = v.skill_id
    WHERE c.org_id = ${tx.orgId} AND c.checklist_version_id = ${checklistVersionId} ORDER BY c.position`);

/** The checklist of a curriculum, published; answers its version. */
export async function enterChecklist(
  tx: Transaction,
  transfer: ChecklistTransfer,
  curriculum: string,
): Promise<string> {
  const wish = { dryRun: false, publish: true };
  const imported = await transfer.importIn(tx, examineChecklist(curriculum), wish);
  if (imported.checklistVersionId) return imported.checklistVersionId;
  throw new Error(`The checklist cannot be imported: ${JSON.stringify(imported)}`);
}
