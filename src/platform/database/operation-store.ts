import { createHash } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import { Fault } from '../faults/fault.js';
import { isRefusal, refusalFromJson } from '../graphql/refusal.js';
import { canonicalJson } from '../ids/canonical-json.js';
import { lockStatements } from './statement.js';
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
  return { id: input.operationId.toLowerCase(), name, personId, requestHash };
}

/** The answer as it is stored, and what it was the answer to. */
export interface KeptRow extends KeptAnswer {
  personId: string;
  id: string;
  requestHash: string;
}

/** Waits for doubles that are still running, then looks for their answers, which the last of the statements gives. */
export const findKept = (orgId: string, keys: readonly OperationKey[]): Sql[] => [
  lockStatements(keys.map(({ personId, id }) => `operation ${personId} ${id}`)),
  sql`
    SELECT k.person_id AS "personId", k.id, kept.request_hash AS "requestHash", kept.refused, kept.answer
    FROM unnest(${keys.map(({ personId }) => personId)}::uuid[], ${keys.map(({ id }) => id)}::uuid[]) AS k (person_id, id)
    CROSS JOIN LATERAL (
      SELECT o.request_hash, o.refused, o.answer FROM operation o
      WHERE o.org_id = ${orgId} AND o.person_id = k.person_id AND o.id = k.id LIMIT 1) kept`,
];

/** The answer to the same request; none when the operation is new, the fault OPERATION_KEY_REUSED when it was another request. */
export function earlierAnswer(key: OperationKey, rows: readonly KeptRow[]): KeptAnswer | Fault | undefined {
  const row = rows.find(({ personId, id }) => personId === key.personId && id === key.id);
  return row && row.requestHash !== key.requestHash ? reused() : row;
}

/** Keeps the answers with the last statements of the transaction, in one. */
export function keep<T extends object>(
  tx: Transaction,
  orgId: string,
  answers: readonly { readonly key: OperationKey; readonly answer: T }[],
): KeptAnswer[] {
  const kept = answers.map(({ key, answer }) => ({
    key,
    refused: isRefusal(answer),
    json: JSON.stringify(answer),
  }));
  const each = <V>(of: (one: (typeof kept)[number]) => V): V[] => kept.map(of);
  tx.atEnd(sql`
    INSERT INTO operation (org_id, person_id, id, name, request_hash, refused, answer)
    SELECT ${orgId}, k.person_id, k.id, k.name, k.request_hash, k.refused, k.answer
    FROM unnest(${each(({ key }) => key.personId)}::uuid[], ${each(({ key }) => key.id)}::uuid[], ${each(({ key }) => key.name)}::text[],
      ${each(({ key }) => key.requestHash)}::text[], ${each(({ refused }) => refused)}::boolean[], ${each(({ json }) => json)}::jsonb[])
      AS k (person_id, id, name, request_hash, refused, answer)`);
  return kept.map(({ refused, json }) => ({ refused, answer: JSON.parse(json) as object }));
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
