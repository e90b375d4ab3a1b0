import type { Client } from 'pg';
import type { ReportFormat } from '../features/continuing-education/reports/report-format.js';
import { canonicalJson } from '../platform/ids/canonical-json.js';
import { newId } from '../platform/ids/ids.js';

/** Records formats that are new or changed, in the owner's transaction; answers how many. */
export async function recordFormats(owner: Client, formats: readonly ReportFormat[]): Promise<number> {
  const { rows } = await owner.query<{ code: string; format: ReportFormat }>(
    'SELECT DISTINCT ON (code) code, format FROM ce_report_format ORDER BY code, recorded_at DESC, id DESC',
  );
  const known = new Map(rows.map(({ code, format }) => [code, canonicalJson(format)]));
  const changed = formats.filter((format) => known.get(format.code) !== canonicalJson(format));
  for (const format of changed)
    await owner.query('INSERT INTO ce_report_format (id, code, format) VALUES ($1, $2, $3)', [
      newId(),
      format.code,
      format,
    ]);
  return changed.length;
}
