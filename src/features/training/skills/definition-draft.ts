import type { ObjectLiteral } from 'typeorm';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Fault } from '../../../platform/faults/fault.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { DraftChanged } from '../../programs/program.refusals.js';
import { DefinitionIncomplete, DefinitionNotDraft, DefinitionNotPublished } from './definition.refusals.js';
import type { DefinitionStatus } from './skill.entity.js';
import { pathText, type DefinitionProblem } from './skill.rules.js';

/** A version of a skill or of a checklist: both live the same life. */
export interface DefinitionVersion extends ObjectLiteral {
  id: string;
  status: DefinitionStatus;
  revision: number;
}
type VersionOf<E extends DefinitionVersion> = new () => E;

/** Published by one after the other, so that prerequisites are looked at as they will be. */
export const lockDefinitions = (tx: Transaction): Promise<void> => tx.lock(`definitions ${tx.orgId}`);

/** The draft with its next revision, held until the end of the transaction. Throws NOT_FOUND. */
export async function takeDraft<E extends DefinitionVersion>(
  tx: Transaction,
  entity: VersionOf<E>,
  { id, revision }: { id: string; revision: number },
): Promise<E | DraftChanged | DefinitionNotDraft> {
  const asRead = { id, revision, status: 'DRAFT' } as never;
  const taken = await tx.update(entity, asRead, { revision: revision + 1 } as never);
  const version = await tx.get(entity, { id } as never);
  if (taken) return version;
  if (version.status !== 'DRAFT')
    return refuse(
      DefinitionNotDraft,
      'This version is published and never changes. Copy it to a new draft.',
      { status: version.status },
    );
  return refuse(DraftChanged, 'The draft was edited since you read it. Read it anew, then edit again.', {
    currentRevision: version.revision,
  });
}

/** The columns that publishing sets. */
export const published = (tx: Transaction) =>
  ({ status: 'PUBLISHED', publishedAt: tx.now, publishedBy: tx.db.actorId }) as const;

/** Throws NOT_FOUND. */
export async function retire<E extends DefinitionVersion>(
  tx: Transaction,
  entity: VersionOf<E>,
  id: string,
): Promise<{ id: string } | DefinitionNotPublished> {
  const change = { status: 'RETIRED', retiredAt: tx.now, retiredBy: tx.db.actorId };
  if (await tx.update(entity, { id, status: 'PUBLISHED' } as never, change as never)) return { id };
  const { status } = await tx.get(entity, { id } as never);
  const what = status === 'DRAFT' ? 'is a draft and' : 'is retired already and';
  return refuse(DefinitionNotPublished, `This version ${what} cannot be retired.`, { status });
}

/** Null when nothing stands in the way. */
export function incomplete(problems: readonly DefinitionProblem[]): DefinitionIncomplete | null {
  if (!problems.length) return null;
  const many = problems.length === 1 ? 'One thing stands' : `${problems.length} things stand`;
  return refuse(DefinitionIncomplete, `${many} in the way of publishing.`, { problems: told(problems) });
}

/** Throws BAD_USER_INPUT, naming every field of the input that makes no sense. */
export function refuseNonsense(problems: readonly DefinitionProblem[]): void {
  const fields = told(problems).map(({ field, message }) => ({ field: `input.${field}`, message }));
  if (fields.length)
    throw new Fault(
      'BAD_USER_INPUT',
      fields.map(({ field, message }) => `${field}: ${message}`).join('; '),
      fields,
    );
}

export const told = (problems: readonly DefinitionProblem[]): { field: string; message: string }[] =>
  problems.map(({ path, message }) => ({ field: pathText(path), message }));
