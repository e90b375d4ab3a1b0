import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import type { Keeping, KeepingReason } from './keeping.rules.js';
import { obstaclesOf, reasonInWords } from './obstacles.rules.js';
import { RECORD_CLASSES } from './record-class.js';
import { idsOfPerson, seenPerson } from './retention.queries.js';
import { retentionIn } from './retention.reading.js';
import {
  ErasureObstacleType,
  KeepingReasonType,
  PersonRetentionType,
  RecordRetentionType,
} from './retention.type.js';

/** What the organization keeps of a person, until when at the earliest, and why. */
@Injectable()
export class RetentionService {
  /** Throws NOT_FOUND for whoever the viewer may not see. */
  of(db: TenantDb, personId: string): Promise<PersonRetentionType> {
    return db.load((tx) => told(tx, personId, false));
  }

  mine(db: TenantDb): Promise<PersonRetentionType> {
    return db.load((tx) => told(tx, db.viewer.personId, true));
  }
}

async function told(tx: Transaction, personId: string, isOwn: boolean): Promise<PersonRetentionType> {
  const seen = isOwn ? sql`true` : seenPerson(tx.db, sql`p.id`);
  const ids = (await tx.query<{ id: string }>(idsOfPerson(tx.db, personId, seen))).map(({ id }) => id);
  if (!ids.length) throw notFound();
  const retention = await retentionIn(tx, ids);
  const obstacles = obstaclesOf(retention).map((one) => Object.assign(new ErasureObstacleType(), one));
  return Object.assign(new PersonRetentionType(), {
    personId: ids[0]!,
    mayBeErased: obstacles.length === 0,
    obstacles,
    records: retention.keepings.map(asType),
    erasedAt: retention.standing.erasedAt,
  });
}

const asType = ({ reasons, until, ...keeping }: Keeping): RecordRetentionType =>
  Object.assign(new RecordRetentionType(), {
    ...keeping,
    title: RECORD_CLASSES[keeping.recordClass],
    keptUntil: until,
    reasons: reasons.map(asReason),
  });

const asReason = (reason: KeepingReason): KeepingReasonType =>
  Object.assign(new KeepingReasonType(), {
    code: reason.code,
    message: reasonInWords(reason),
    ruleCode: reason.rule?.code ?? null,
    authority: reason.rule ? [...reason.rule.authority] : [],
    lawfulBasis: reason.rule?.lawfulBasis ?? null,
    until: reason.until,
  });
