import { noteWarnings } from '../observations/note-warnings.rules.js';
import type { EvidenceRecords, SignOffEvidence } from './evidence-records.js';

/** Stands where a remark could tell of a patient (inv 68). */
export const WITHHELD = '[withheld: it may identify a patient]';

/** What people wrote in their own words. */
const FREE_TEXT = new Set(['note', 'plan', 'reason', 'comment', 'meaning', 'priorLearning']);

/** The value with its free text withheld where it looks as if it told of a patient; everything else as it is. */
export function withoutPatients<T>(value: T): T {
  if (Array.isArray(value)) return value.map((each: unknown) => withoutPatients(each)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => [
      name,
      typeof each === 'string' && FREE_TEXT.has(name) && noteWarnings(each).length
        ? WITHHELD
        : withoutPatients(each),
    ]),
  ) as T;
}

/** Whether a JSON text has anything that is withheld. */
export function tellsOfPatients(json: string): boolean {
  return JSON.stringify(withoutPatients(JSON.parse(json))).includes(WITHHELD);
}

/** What was signed is told as it was signed, so that its hash can be made again; or not at all. */
export const signedContent = (signOff: SignOffEvidence): SignOffEvidence =>
  tellsOfPatients(signOff.content) ? { ...signOff, content: WITHHELD } : signOff;

/** The records as a packet may hold them. Steps of a skill are definitions: they speak of no patient. */
export function presentable(records: EvidenceRecords): EvidenceRecords {
  const { skills, signOffs, ...rest } = records;
  return {
    ...withoutPatients(rest),
    skills,
    signOffs: signOffs.map((signOff) => ({
      ...withoutPatients(signOff),
      content: signedContent(signOff).content,
    })),
  };
}

/** Each skill that was asked for, observed or signed; once, whichever versions there were. */
export function skillsOf(
  records: EvidenceRecords,
): { skillOrgId: string; skillId: string; code: string; title: string }[] {
  const known = new Map(
    records.skills.map(({ skillOrgId, skillId, code, title }) => [
      `${skillOrgId} ${skillId}`,
      { skillOrgId, skillId, code, title },
    ]),
  );
  return [...known.values()];
}
