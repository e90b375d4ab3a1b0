import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { forbidden, notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { contentHash } from '../../../platform/ids/canonical-json.js';
import { newId } from '../../../platform/ids/ids.js';
import type { ExportLine } from '../../../platform/ledger/export-format.js';
import { verifyExport, type ExportFindings } from '../../../platform/ledger/export-verification.js';
import { LedgerExport } from '../../../platform/ledger/ledger-export.js';
import { LedgerKeys } from '../../../platform/ledger/ledger-keys.js';
import { skillFactsFrom, skillFactsOf, type SkillFactsRow } from '../sign-offs/skill-facts.queries.js';
import { skillStatus } from '../sign-offs/skill-status.rules.js';
import {
  PACKET_FORMAT,
  type EvidencePacketContent,
  type LedgerEvidence,
  type SkillStandingEvidence,
} from './evidence-packet.js';
import { evidencePdf } from './evidence-pdf.js';
import type { EvidenceRecords } from './evidence-records.js';
import { evidenceRecords } from './evidence.queries.js';
import { presentable, skillsOf, tellsOfPatients } from './evidence.rules.js';
import { EvidencePacket } from './evidence.type.js';

/** Which evidence: what was in force on a day, as it was on record at a time. */
export interface EvidenceWish {
  readonly personId: string;
  readonly on: string;
  /** Null: now. */
  readonly knownAt: Date | null;
}

/** Puts together what an audit asks for about one person: to read, to print, and to verify. */
@Injectable()
export class EvidencePackets {
  constructor(
    private readonly files: Files,
    private readonly ledger: LedgerExport,
    private readonly keys: LedgerKeys,
  ) {}

  /**
   * Of one's own training, or with `evidence:read` of anybody's here; members limited to sites or cohorts see their own alone.
   * Throws FORBIDDEN and NOT_FOUND.
   */
  async make(db: TenantDb, wish: EvidenceWish): Promise<EvidencePacket> {
    const packet = await this.packet(db, wish);
    const json = Buffer.from(JSON.stringify(packet, null, 1));
    const sha256 = createHash('sha256').update(json).digest('hex');
    const pdf = await evidencePdf(packet, sha256);
    const name = `evidence-${packet.on}-${packet.id.slice(-8)}`;
    const [jsonId, pdfId] = [
      await this.files.store(db, { name: `${name}.json`, contentType: 'application/json', content: json }),
      await this.files.store(db, { name: `${name}.pdf`, contentType: 'application/pdf', content: pdf }),
    ];
    return Object.assign(new EvidencePacket(), {
      id: packet.id,
      personId: packet.records.person.id,
      on: packet.on,
      knownAt: new Date(packet.knownAt),
      madeAt: new Date(packet.madeAt),
      sha256,
      evidenceHash: packet.evidenceHash,
      intact: packet.ledger.every(({ verification: { broken, problem } }) => !broken && !problem),
      json: await this.files.linkTo(db, jsonId),
      pdf: await this.files.linkTo(db, pdfId),
    });
  }

  private async packet(db: TenantDb, wish: EvidenceWish): Promise<EvidencePacketContent> {
    const { records, standings, madeAt, knownAt } = await db.load((tx) => this.recordsIn(tx, wish));
    const ledger: LedgerEvidence[] = [];
    for (const id of records.person.ids) ledger.push(await this.ledgerOf(db, id, knownAt));
    return {
      format: PACKET_FORMAT,
      id: newId(),
      madeAt: madeAt.toISOString(),
      on: wish.on,
      knownAt: knownAt.toISOString(),
      records,
      standings,
      evidenceHash: contentHash({ records, standings }),
      ledger: ledger.filter(({ verification }) => verification.entries > 0 || verification.broken !== null),
    };
  }

  private async recordsIn(tx: Transaction, { personId, on, knownAt: asked }: EvidenceWish) {
    await mustBeReadable(tx, personId);
    const knownAt = asked && asked < tx.now ? asked : tx.now;
    // What partners placed the person with is read, too: names of sites, definitions of their skills.
    const { records, standings } = await tx.asSystem(async (system) => {
      const [found] = await system.query<EvidenceRecords>(
        evidenceRecords({ orgId: tx.orgId, personId, on, knownAt }),
      );
      if (!found) throw notFound();
      return { records: presentable(found), standings: await standingsIn(system, found, on, knownAt) };
    });
    return { records, standings, madeAt: tx.now, knownAt };
  }

  /** What it says as far as it was known; and what is found of all of it, for a chain is whole or it is not. */
  private async ledgerOf(db: TenantDb, personId: string, knownAt: Date): Promise<LedgerEvidence> {
    const trust = { keyIds: this.keys.all.map(({ id }) => id) };
    const { entries, signed, pending, broken, problem, anchor }: ExportFindings = await verifyExport(
      texts(this.ledger.lines(db, personId)),
      trust,
    );
    const lines: ExportLine[] = [];
    for await (const line of this.ledger.lines(db, personId, knownAt)) lines.push(withheld(line));
    return { personId, verification: { entries, signed, pending, broken, problem, anchor }, lines };
  }
}

async function standingsIn(
  system: Transaction,
  records: EvidenceRecords,
  on: string,
  knownAt: Date,
): Promise<SkillStandingEvidence[]> {
  const skills = skillsOf(records);
  if (!skills.length) return [];
  const keys = skills.map(({ skillOrgId, skillId }) => ({
    personId: records.person.id,
    skillOrgId,
    skillId,
  }));
  const rows = await system.query<SkillFactsRow>(skillFactsOf(system.orgId, keys));
  return skills.map(({ skillOrgId, skillId, code, title }) => {
    const row = rows.find((each) => each.skillOrgId === skillOrgId && each.skillId === skillId)!;
    return { code, title, ...skillStatus(skillFactsFrom(row.facts), on, knownAt) };
  });
}

/** Throws FORBIDDEN for others' without the permission, NOT_FOUND for members who see a part of the organization alone. */
async function mustBeReadable(tx: Transaction, personId: string): Promise<void> {
  const { viewer } = tx.db;
  const [row] = await tx.query<{ own: boolean; limited: boolean }>(sql`
    SELECT may_read_as_own(${viewer.personId}, ${personId}) AS own, EXISTS (SELECT 1 FROM membership m
      WHERE m.org_id = ${tx.orgId} AND m.id = ${viewer.membershipId} AND (m.cohort_limited OR m.site_limited)) AS limited`);
  if (row!.own || personId === viewer.personId) return;
  if (!viewer.can('evidence:read')) throw forbidden();
  if (row!.limited) throw notFound();
}

/** An entry that may tell of a patient goes as if it had been erased: its chain verifies all the same. */
const withheld = (line: ExportLine): ExportLine =>
  line.type === 'entry' && line.content !== null && tellsOfPatients(line.content)
    ? { ...line, content: null, salt: null }
    : line;

async function* texts(lines: AsyncIterable<ExportLine>): AsyncGenerator<string> {
  for await (const line of lines) yield JSON.stringify(line);
}
