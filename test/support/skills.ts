import { newId } from '../../src/platform/ids/ids.js';
import { insertRow } from './training.js';
import type { Member, World } from './world.js';

/** A skill as an author would give it, ready to be published. */
export const skillInput = (code: string, changed: object = {}) => ({
  code,
  title: `Skill ${code}`,
  taskCode: 'transfer_assistance',
  patientContact: true,
  riskBand: 'ORANGE',
  methods: ['RETURN_DEMONSTRATION'],
  cutScorePercent: '77',
  requiredObservations: 3,
  requiredDates: 2,
  entrustmentScale: ['S1', 'S2', 'S3', 'S4'],
  minEntrustment: 'S3',
  validityMonths: 12,
  steps: [
    { text: 'Explains and agrees a count' },
    { text: 'Belt on snug over clothing', critical: true },
    { text: 'Pulse reading', critical: true, measure: { unit: 'beats_per_minute', tolerance: '4' } },
  ],
  ...changed,
});

export interface VersionAnswer {
  __typename: string;
  id: string;
  number: number;
  status: string;
  revision: number;
  code?: string;
  message?: string;
  problems?: { field: string; message: string }[];
  skill: { id: string; code: string };
  checklist: { id: string; code: string };
}

const REFUSED =
  '... on DefinitionIncomplete { problems { field message } } ... on DraftChanged { currentRevision }';
const SKILL_VERSION = '... on SkillVersion { id number status revision skill { id code } }';
const CHECKLIST_VERSION = '... on ChecklistVersion { id number status revision checklist { id code } }';

/** What an author does with skills and checklists, through the API. */
export class Author {
  constructor(readonly member: Member) {}

  createSkill(code: string, changed: object = {}): Promise<VersionAnswer> {
    return this.member.do('createSkill', skillInput(code, changed), SKILL_VERSION);
  }

  editSkill({ id, revision }: VersionAnswer, changes: object): Promise<VersionAnswer> {
    const input = { skillVersionId: id, revision, ...changes };
    return this.member.do(
      'editSkillDraft',
      input,
      `${SKILL_VERSION} ... on DraftChanged { currentRevision }`,
    );
  }

  publishSkill({ id, revision }: VersionAnswer): Promise<VersionAnswer> {
    const input = { skillVersionId: id, revision };
    return this.member.do('publishSkillVersion', input, `${SKILL_VERSION} ${REFUSED}`);
  }

  copySkill({ id }: Pick<VersionAnswer, 'id'>): Promise<VersionAnswer> {
    return this.member.do('copySkillVersion', { skillVersionId: id }, SKILL_VERSION);
  }

  async publishedSkill(code: string, changed: object = {}): Promise<VersionAnswer> {
    return this.publishSkill(await this.createSkill(code, changed));
  }

  createChecklist(code: string, skills: readonly object[], changed: object = {}): Promise<VersionAnswer> {
    return this.member.do(
      'createChecklist',
      { code, title: `Checklist ${code}`, skills, ...changed },
      CHECKLIST_VERSION,
    );
  }

  editChecklist({ id, revision }: VersionAnswer, changes: object): Promise<VersionAnswer> {
    const input = { checklistVersionId: id, revision, ...changes };
    return this.member.do('editChecklistDraft', input, CHECKLIST_VERSION);
  }

  publishChecklist({ id, revision }: VersionAnswer): Promise<VersionAnswer> {
    const input = { checklistVersionId: id, revision };
    return this.member.do('publishChecklistVersion', input, `${CHECKLIST_VERSION} ${REFUSED}`);
  }
}

/** An agreement of the school with the clinic, behind the API. */
export const agreed = (school: World, clinic: World): Promise<void> =>
  insertRow(school.app, 'affiliation_agreement', {
    org_id: school.orgId,
    id: newId(),
    site_org_id: clinic.orgId,
    title: 'Affiliation',
    starts_on: '2026-01-01',
  });
