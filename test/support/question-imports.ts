import type { TestApp } from './test-app.js';
import { until } from './until.js';
import { uploaded } from './uploads.js';
import type { Member } from './world.js';

export interface ImportItem {
  position: number;
  line: number | null;
  element: string | null;
  title: string;
  outcome: string;
  losses: string[];
  refusal: string | null;
  questionId: string | null;
}

export interface Import {
  id: string;
  format: string | null;
  status: string;
  refusal: string | null;
  total: number | null;
  done: number;
  counts: { outcome: string; count: number }[];
  items: { totalCount: number; edges: { node: ImportItem }[] };
}

const IMPORT = `id format status refusal total done counts { outcome count }
  items(first: 100) { totalCount edges { node { position line element title outcome losses refusal questionId } } }`;

export const importOf = async (member: Member, id: string): Promise<Import> =>
  (
    await member.ask<{ questionImport: Import }>(
      `query ($id: ID!) { questionImport(id: $id) { ${IMPORT} } }`,
      { id },
    )
  ).questionImport;

/** Asks for the import of a file and waits until its job is done. */
export async function imported(
  app: TestApp,
  member: Member,
  content: Uint8Array | string,
  input: { format?: string; dryRun?: boolean; category?: string } = {},
  file: { name?: string; contentType?: string } = {},
): Promise<Import> {
  const fileId = await uploaded(app, member, content, file);
  const { id } = await member.do<{ id: string }>(
    'importQuestions',
    { fileId, ...input },
    '... on QuestionImport { id }',
  );
  return until(
    () => importOf(member, id),
    ({ status }) => status === 'DONE' || status === 'REFUSED',
  );
}

export const outcomesOf = ({ items }: Import): [string, string][] =>
  items.edges.map(({ node }) => [node.title, node.outcome]);
