import { writeProgram } from '../../src/features/programs/document/write-program.js';
import type { ProgramOutline } from '../../src/features/programs/outline.js';
import { newId } from '../../src/platform/ids/ids.js';
import type { TestApp } from './test-app.js';
import type { Member } from './world.js';

interface Requirement {
  id: string;
  code: string;
  title: string;
  creditMinutes: number;
  resolved: boolean;
  message: string | null;
}

export interface Tree {
  status: string;
  revision: number;
  label: string;
  title: string;
  requiredMinutes: number;
  program: { id: string; code: string };
  courses: {
    id: string;
    code: string;
    title: string;
    requiredMinutes: number;
    lessonsRequired: number;
    requirementsRequired: number;
    prerequisites: { code: string }[];
    categories: { id: string; code: string; weightPercent: string }[];
    requirements: Requirement[];
    modules: {
      id: string;
      title: string;
      clockMinutes: number;
      lessons: { id: string; title: string; required: boolean; creditMinutes: number }[];
      requirements: Requirement[];
    }[];
  }[];
}

const REQUIREMENT = 'id code title creditMinutes resolved unresolvedBecause';

/** Everything a version nests. */
export const TREE = `status revision label title requiredMinutes program { id code } courses {
  id code title requiredMinutes lessonsRequired requirementsRequired prerequisites { code } categories { id code weightPercent }
  requirements { ${REQUIREMENT} }
  modules { id title clockMinutes lessons { id title required creditMinutes } requirements { ${REQUIREMENT} } } }`;

export interface ImportAnswer {
  applied: boolean;
  errors: { path: string; line: number; column: number; message: string }[];
  notImported: { path: string; line: number; what: string }[];
  unresolved: { path: string; line: number; what: string }[];
  beforePublishing: { path: string; line: number; message: string }[];
  programId: string | null;
  versionId: string | null;
}

export async function importDocument(
  member: Member,
  document: string,
  given: { dryRun?: boolean; format?: string; operationId?: string } = {},
): Promise<ImportAnswer> {
  const { importProgram } = await member.ask<{ importProgram: ImportAnswer }>(
    `mutation ($input: ImportProgramInput!) { importProgram(input: $input) { applied programId versionId
      errors { path line column message } notImported { path line what } unresolved { path line what }
      beforePublishing { path line message } } }`,
    { input: { operationId: newId(), document, ...given } },
  );
  return importProgram;
}

/** A draft with everything in the outline. */
export async function importDraft(
  member: Member,
  outline: ProgramOutline,
): Promise<{ programId: string; versionId: string }> {
  const { programId, versionId, errors } = await importDocument(member, writeProgram(outline, 'YAML'));
  if (!programId || !versionId) throw new Error(`Not imported: ${JSON.stringify(errors)}`);
  return { programId, versionId };
}

export const publish = (
  member: Member,
  versionId: string,
  given: { revision?: number; operationId?: string } = {},
): Promise<{ __typename: string; status?: string; problems?: { path: string; message: string }[] }> =>
  member.do(
    'publishProgramVersion',
    { versionId, revision: 1, ...given },
    `... on ProgramVersion { status publishedAt } ... on VersionIncomplete { problems { path message } }
     ... on VersionNotDraft { status } ... on DraftChanged { currentRevision }`,
  );

interface EditAnswer {
  __typename: string;
  id: string;
  currentRevision?: number;
  takenCode?: string;
  version: Tree;
}

/** Edits of a draft one after the other, each on the revision that the one before left. */
export function draftOf(member: Member, versionId: string, revision = 1) {
  const edit = async (mutation: string, input: object): Promise<EditAnswer> => {
    const coded = /^(add|update)(Course|GradebookCategory|CourseRequirement)$/.test(mutation);
    const answer = await member.do<EditAnswer>(
      mutation,
      { versionId, revision, ...input },
      `... on DraftEdit { id version { ${TREE} } } ... on DraftChanged { currentRevision } ... on VersionNotDraft { status }
       ${coded ? '... on CodeTaken { takenCode }' : ''}`,
    );
    if (answer.__typename === 'DraftEdit') revision = answer.version.revision;
    return answer;
  };
  return { edit };
}

/** A file the member has uploaded, arranged behind the API: only that it is known, not what is in it. */
export async function upload(app: TestApp, member: Member): Promise<string> {
  const id = newId();
  await app.owner.query(
    `INSERT INTO stored_file (org_id, id, name, content_type, declared_bytes, bytes, sha256, received_sha256, uploaded_by, stored_at)
     VALUES ($1, $2, 'sink.png', 'image/png', 1, 1, $3, $3, $4, now())`,
    [member.viewer.orgId, id, '0'.repeat(64), member.personId],
  );
  return id;
}
