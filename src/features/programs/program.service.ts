import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { notFound } from '../../platform/faults/fault.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { decodeCursor, pageOf, type Page } from '../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { Lesson } from './module.entity.js';
import { mayReadVersion } from './program-access.js';
import { Program, ProgramVersion } from './program.entity.js';
import type { CreateProgramInput, ProgramsArgs } from './program.input.js';
import { ProgramCodeTaken } from './program.refusals.js';

/** Programs and their versions, as whoever asks may see them. */
@Injectable()
export class ProgramService {
  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<Program> {
    return only(
      await db.entities(Program, sql`SELECT * FROM program WHERE org_id = ${db.orgId} AND id = ${id}`),
    );
  }

  /** By code. */
  async page(db: TenantDb, args: ProgramsArgs): Promise<Page<Program>> {
    const [code] = decodeCursor(args.after, 1) ?? [null];
    const search = args.search?.trim() || null;
    const matching = sql`org_id = ${db.orgId} AND (${search}::text IS NULL
      OR strpos(lower(code), lower(${search})) > 0 OR strpos(lower(title), lower(${search})) > 0)`;
    const rows = await db.entities(
      Program,
      sql`SELECT * FROM program WHERE ${matching}
        AND (${code}::text IS NULL OR code > ${code}::text) ORDER BY code LIMIT ${args.first + 1}`,
    );
    return pageOf(
      rows,
      args,
      (program) => [program.code],
      async () => {
        const [row] = await db.read<{ n: number }>(
          sql`SELECT count(*)::int AS n FROM program WHERE ${matching}`,
        );
        return row!.n;
      },
    );
  }

  /** A version that staff read, or that the viewer is or was enrolled in. Throws NOT_FOUND. */
  async version(db: TenantDb, id: string): Promise<ProgramVersion> {
    return only(
      await db.entities(
        ProgramVersion,
        sql`SELECT v.* FROM program_version v WHERE v.org_id = ${db.orgId} AND v.id = ${id}
          AND ${mayReadVersion(db, sql`v.id`)}`,
      ),
    );
  }

  /** A lesson of such a version. Throws NOT_FOUND. */
  async lesson(db: TenantDb, id: string): Promise<Lesson> {
    return only(
      await db.entities(
        Lesson,
        sql`SELECT l.* FROM lesson l WHERE l.org_id = ${db.orgId} AND l.id = ${id}
          AND ${mayReadVersion(db, sql`l.program_version_id`)}`,
      ),
    );
  }

  async create(db: TenantDb, input: CreateProgramInput): Promise<Program | ProgramCodeTaken> {
    const receipt = await db.once(input, (tx) => this.createIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  private async createIn(
    tx: Transaction,
    { code, title }: CreateProgramInput,
  ): Promise<{ id: string } | ProgramCodeTaken> {
    await lockCode(tx, code);
    if (await tx.findOne(Program, { code }))
      return refuse(ProgramCodeTaken, `There is a program ${code} already. Choose another code.`, {
        takenCode: code,
      });
    const id = newId();
    await tx.insert(Program, { id, code, title });
    return { id };
  }
}

/** Two that add the same program wait for each other, so that the second one sees the first. */
export const lockCode = (tx: Transaction, code: string): Promise<void> =>
  tx.lock(`program ${tx.orgId} ${code}`);

function only<T>(rows: T[]): T {
  if (!rows[0]) throw notFound();
  return rows[0];
}
