import { createHash } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import { Fault } from '../faults/fault.js';
import { isRefusal, refusalFromJson } from '../graphql/refusal.js';
import { canonicalJson } from '../ids/canonical-json.js';
import { lockStatement } from './statement.js';
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

/** The answer as it is stored, and what it was the answer to. */
export interface KeptRow extends KeptAnswer {
  requestHash: string;
}

/** Waits for a double that is still running, then looks for its answer, which the last of the statements gives. */
export const findKept = (orgId: string, key: OperationKey): Sql[] => [
  lockStatement(`operation ${key.personId} ${key.id}`),
  sql`
    SELECT request_hash AS "requestHash", refused, answer FROM operation
    WHERE org_id = ${orgId} AND person_id = ${key.personId} AND id = ${key.id}`,
];

/** The answer to the same request; none when the operation is new. Throws OPERATION_KEY_REUSED. */
export function keptAnswer(key: OperationKey, [row]: readonly KeptRow[]): KeptAnswer | undefined {
  if (row && row.requestHash !== key.requestHash) throw reused();
  return row;
}

/** Keeps the answer with the last statements of the transaction. */
export function keep(tx: Transaction, key: OperationKey, answer: object): KeptAnswer {
  const json = JSON.stringify(answer);
  const refused = isRefusal(answer);
  tx.atEnd(sql`
    INSERT INTO operation (org_id, person_id, id, name, request_hash, refused, answer)
    VALUES (${tx.db.viewer.orgId}, ${key.personId}, ${key.id}, ${key.name}, ${key.requestHash}, ${refused}, ${json}::jsonb)`);
  return { refused, answer: JSON.parse(json) as object };
}

/** Whether it is kept already, rather than an answer proper. */
export const isKept = (answer: object): answer is KeptAnswer => 'refused' in answer && 'answer' in answer;

export const fromKept = <T>({ refused, answer }: KeptAnswer): T =>
  (refused ? refusalFromJson(answer as { code: string }) : answer) as T;

const reused = (): Fault =>
  new Fault(
    'OPERATION_KEY_REUSED',
    'This operationId was already used for another request: make a new one.',
    [{ field: 'input.operationId', message: 'was already used with another input' }],
  );
