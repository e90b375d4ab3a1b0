import { createHash } from 'node:crypto';
import sql from 'sql-template-tag';
import { Fault } from '../faults/fault.js';
import { isRefusal, refusalFromJson } from '../graphql/refusal.js';
import { canonicalJson } from '../ids/canonical-json.js';
import type { Transaction } from './transaction.js';

/** What makes a repeated request the same one: the person, their key, and the payload. */
export interface OperationKey {
  id: string;
  name: string;
  personId: string;
  requestHash: string;
}

/** The first answer, as it is kept: JSON, so that a retry and the first caller get the very same thing. */
export interface KeptAnswer {
  refused: boolean;
  answer: object;
}

export function operationKey(personId: string, input: { operationId: string }): OperationKey {
  const name = input.constructor.name;
  const requestHash = createHash('sha256').update(canonicalJson({ name, input })).digest('base64url');
  return { id: input.operationId, name, personId, requestHash };
}

/** Waits for a double that is still running, then looks for its answer. */
export async function findKept(tx: Transaction, key: OperationKey): Promise<KeptAnswer | undefined> {
  await tx.lock(`operation ${key.personId} ${key.id}`);
  const [row] = await tx.query<KeptAnswer & { requestHash: string }>(sql`
    SELECT request_hash AS "requestHash", refused, answer FROM operation
    WHERE org_id = ${tx.orgId} AND person_id = ${key.personId} AND id = ${key.id}`);
  if (row && row.requestHash !== key.requestHash) throw reused();
  return row;
}

export async function keep(tx: Transaction, key: OperationKey, answer: object): Promise<KeptAnswer> {
  const json = JSON.stringify(answer);
  const refused = isRefusal(answer);
  await tx.query(sql`
    INSERT INTO operation (org_id, person_id, id, name, request_hash, refused, answer)
    VALUES (${tx.orgId}, ${key.personId}, ${key.id}, ${key.name}, ${key.requestHash}, ${refused}, ${json}::jsonb)`);
  return { refused, answer: JSON.parse(json) as object };
}

export const fromKept = <T>({ refused, answer }: KeptAnswer): T =>
  (refused ? refusalFromJson(answer as { code: string }) : answer) as T;

const reused = (): Fault =>
  new Fault(
    'OPERATION_KEY_REUSED',
    'This operationId was already used for another request: make a new one.',
    [{ field: 'input.operationId', message: 'was already used with another input' }],
  );
