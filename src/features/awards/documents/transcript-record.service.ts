import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { CARDS, type Card } from '../../credentials/cards/card.rules.js';
import { CARD_TABLES, entriesOf, heldFrom, type ToldHeld } from '../../credentials/held.queries.js';
import { worthOf } from '../../credentials/standing.rules.js';
import { CredentialTypeVersion } from '../../credentials/types/type-version.entity.js';
import { versionsOf } from '../../credentials/types/type-version.queries.js';
import { versionOn } from '../../credentials/types/validity.rules.js';
import { ClassHours } from '../../records/class-hours.js';
import type { AwardFacts } from '../awarding/award.js';
import { awardStanding } from '../awarding/award-standing.rules.js';
import { awardFacts, transcriptFacts } from './transcript.queries.js';
import { enrollmentTranscript, type EnrollmentFacts } from './transcript.rules.js';
import type {
  AwardTranscript,
  CredentialTranscript,
  TranscriptContent,
  TranscriptRecord,
} from './transcript.js';

/** The record of a person, and where their awards stand today. */
export type TranscriptFacts = Pick<TranscriptContent, 'record' | 'awardStandings'>;

/** Reads the permanent record of a person, in a fixed number of statements however long it is. */
@Injectable()
export class TranscriptRecords {
  constructor(private readonly hours: ClassHours) {}

  /** As the system of the organization: names of a partner's sites belong to it. Who may read it is settled before. */
  of(tx: Transaction, personId: string): Promise<TranscriptFacts> {
    return tx.asSystem(async (system) => {
      const [found] = await system.query<
        Pick<TranscriptRecord, 'student' | 'school'> & { enrollments: EnrollmentFacts[] }
      >(transcriptFacts(system.orgId, personId));
      if (!found) throw notFound();
      const minutes = await this.hours.minutesOfAllAttempts(system, [personId]);
      const { awards, awardStandings } = await awardsOf(system, personId);
      const record: TranscriptRecord = {
        student: found.student,
        school: found.school,
        enrollments: found.enrollments.map((each) => enrollmentTranscript(each, (id) => minutes.of(id))),
        credentials: await credentialsOf(system, personId),
        awards,
      };
      return { record, awardStandings };
    });
  }
}

async function awardsOf(
  system: Transaction,
  personId: string,
): Promise<Pick<TranscriptContent, 'awardStandings'> & { awards: AwardTranscript[] }> {
  const rows = await system.query<Omit<AwardTranscript, 'entries'> & { facts: AwardFacts; today: string }>(
    awardFacts(system.orgId, personId),
  );
  const known = rows.flatMap(({ facts, today, ...award }) => {
    const standing = awardStanding(facts, today, system.now);
    const entries = facts.entries.map(({ kind, effectiveOn }) => ({ kind, effectiveOn }));
    return standing ? [{ award: { ...award, entries }, standing }] : [];
  });
  return {
    awards: known.map(({ award }) => award),
    awardStandings: known.map(({ standing: { status, since } }) => ({ status, since })),
  };
}

/** Cards that were verified and not taken back, oldest first. */
async function credentialsOf(system: Transaction, personId: string): Promise<CredentialTranscript[]> {
  const versions = await system.entities(
    CredentialTypeVersion,
    versionsOf(system.db, 'credential_type_version', null),
  );
  const byCode = Map.groupBy(versions, ({ code }) => code);
  const rows = await system.query<{ held: ToldHeld }>(sql`
    SELECT jsonb_build_object('id', h.id, 'typeCode', h.type_code, 'claimedUntil', h.claimed_until, 'recordedAt', h.recorded_at,
      'entries', ${entriesOf(CARD_TABLES)}, 'startsOn', h.issued_on, 'issuer', h.issuer, 'handsOnOn', h.hands_on_on) AS held
    FROM same_persons(ARRAY[${personId}::uuid]) same
    JOIN external_credential h ON h.org_id = ${system.orgId} AND h.person_id = same.person_id ORDER BY h.issued_on, h.id`);
  return rows.flatMap((row) => {
    const card = heldFrom<Card>(row.held);
    const terms = byCode.get(card.typeCode) ?? [];
    const worth = worthOf(card, terms, system.now, CARDS);
    const version = versionOn(terms, card.startsOn, system.now);
    if (!worth?.isConfirmed || worth.flaw !== null || worth.rejectedFrom !== null || !version) return [];
    const { typeCode: code, issuer, startsOn: issuedOn } = card;
    return [{ code, title: version.title, issuer, issuedOn, through: worth.endsOn }];
  });
}
