import { Injectable } from '@nestjs/common';
import { newSecretToken, secretTokenHash } from '../../platform/access/secret-token.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { InvitationPost } from './invitation-post.js';
import { addInvitations, clearExpired } from './invitation.queries.js';
import { addMembers, findKnown, type Known, type NewMember } from './member-import.queries.js';
import { readMembers, UnreadableFile, type MemberFile, type MemberRow } from './member-import.rules.js';
import {
  FileNotReadable,
  MemberImportReport,
  type ImportMembersInput,
  type ImportOutcome,
  type MemberImportProblem,
  type MemberImportRow,
} from './member-import.type.js';
import { lockMembers, mustBeGrantor } from './membership-authority.js';
import type { Grantor } from './membership.rules.js';

type Addressed = MemberRow & { email: string };

/** Staff and trainees from a file: good rows are done, bad ones reported, known ones left as they are. */
@Injectable()
export class MemberImportService {
  constructor(private readonly post: InvitationPost) {}

  async import(db: TenantDb, input: ImportMembersInput): Promise<MemberImportReport | FileNotReadable> {
    const receipt = await db.once(input, (tx) => this.importIn(tx, input));
    return isRefusal(receipt) ? receipt : Object.assign(new MemberImportReport(), receipt);
  }

  private async importIn(
    tx: Transaction,
    input: ImportMembersInput,
  ): Promise<MemberImportReport | FileNotReadable> {
    await lockMembers(tx);
    const file = readFile(input.csv, await mustBeGrantor(tx));
    if (isRefusal(file)) return file;
    await clearExpired(
      tx,
      file.rows.flatMap((row) => row.email ?? []),
    );
    const known = await findKnown(tx, input.source, file.rows);
    const sorted = file.rows.map((row) => ({ row, decided: whatIsKnown(row, known) }));
    const fresh = sorted.filter(({ decided }) => decided === null).map(({ row }) => row);
    const done = [
      ...(await this.inviteIn(tx, input.source, fresh.filter(isAddressed), known)),
      ...(await addIn(
        tx,
        input.source,
        fresh.filter((row) => !isAddressed(row)),
        known,
      )),
    ];
    const rejected = file.badRows.map(({ line, problems }) => rowOf(line, 'REJECTED', { problems }));
    const rows = [...done, ...rejected, ...sorted.flatMap(({ decided }) => decided ?? [])];
    return reportOf(rows, file.ignoredColumns);
  }

  private async inviteIn(
    tx: Transaction,
    source: string,
    rows: readonly Addressed[],
    known: Known,
  ): Promise<MemberImportRow[]> {
    if (!rows.length) return [];
    const tokens = rows.map(() => newSecretToken());
    const offers = rows.map((row, i) => ({
      ...memberOf(row, source, known),
      email: row.email,
      membershipId: null,
      cohortIds: [],
      membershipExpiresAt: null,
      tokenHash: secretTokenHash(tokens[i]!),
    }));
    const ids = await addInvitations(tx, offers);
    await this.post.sendMany(
      tx,
      rows.map((row, i) => ({ email: row.email, token: tokens[i]! })),
    );
    return rows.map((row, i) => rowOf(row.line, 'INVITED', { invitationId: ids[i]! }));
  }
}

async function addIn(
  tx: Transaction,
  source: string,
  rows: readonly MemberRow[],
  known: Known,
): Promise<MemberImportRow[]> {
  const added = await addMembers(
    tx,
    rows.map((row) => memberOf(row, source, known)),
  );
  for (const { id, personId, givenName: _given, familyName: _family, ...after } of added)
    tx.append({
      personId,
      kind: 'membership.granted',
      content: { membershipId: id, after, importedFrom: source },
    });
  return rows.map((row, i) => rowOf(row.line, 'ADDED', { membershipId: added[i]!.id }));
}

function readFile(csv: string, grantor: Grantor): MemberFile | FileNotReadable {
  try {
    return readMembers(csv, grantor.role);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return refuse(FileNotReadable, error.message, { line: error.line });
  }
}

/** What became of a row that is there already or speaks of what is not, or null for one that is to be done. */
function whatIsKnown(row: MemberRow, known: Known): MemberImportRow | null {
  const found =
    (row.externalId ? known.externalIds.get(row.externalId) : undefined) ??
    (row.email ? known.addresses.get(row.email) : undefined);
  if (found) {
    const { invitationId, membershipId } = found;
    return rowOf(row.line, 'ALREADY_THERE', { invitationId, membershipId });
  }
  const problems = [...siteProblems(row, known), ...managerProblems(row, known)];
  return problems.length ? rowOf(row.line, 'REJECTED', { problems }) : null;
}

const siteProblems = ({ siteNames }: MemberRow, { sites }: Known): MemberImportProblem[] =>
  siteNames
    .filter((name) => !sites.has(name))
    .map((name) => ({
      column: 'sites',
      message: `there is no site named "${name}": write it as it is listed`,
    }));

const managerProblems = (
  { lineManagerEmail: email }: MemberRow,
  { addresses }: Known,
): MemberImportProblem[] =>
  email === null || addresses.get(email)?.membershipId
    ? []
    : [
        {
          column: 'line_manager_email',
          message: `${email} is not a member yet: send this row again when they are`,
        },
      ];

const isAddressed = (row: MemberRow): row is Addressed => row.email !== null;

const memberOf = (row: MemberRow, source: string, { addresses, sites }: Known): NewMember => ({
  givenName: row.givenName,
  familyName: row.familyName,
  role: row.role,
  externalSource: row.externalId ? source : null,
  externalId: row.externalId,
  lineManagerId: row.lineManagerEmail ? addresses.get(row.lineManagerEmail)!.membershipId : null,
  siteIds: row.siteNames.map((name) => sites.get(name)!),
});

const rowOf = (
  line: number,
  outcome: ImportOutcome,
  facts: Partial<Omit<MemberImportRow, 'line' | 'outcome'>>,
): MemberImportRow => ({ line, outcome, problems: [], invitationId: null, membershipId: null, ...facts });

function reportOf(rows: MemberImportRow[], ignoredColumns: string[]): MemberImportReport {
  const count = (outcome: ImportOutcome): number => rows.filter((row) => row.outcome === outcome).length;
  return {
    total: rows.length,
    invited: count('INVITED'),
    added: count('ADDED'),
    alreadyThere: count('ALREADY_THERE'),
    rejected: count('REJECTED'),
    ignoredColumns,
    rows: rows.sort((a, b) => a.line - b.line),
  };
}
