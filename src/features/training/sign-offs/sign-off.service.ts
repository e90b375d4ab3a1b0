import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { forbidden } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { newId } from '../../../platform/ids/ids.js';
import { Disclosures } from '../placements/disclosures.service.js';
import { type SigningProof, SigningTickets } from '../signing/signing-tickets.js';
import type { SigningTicketInvalid } from '../signing/signing.refusals.js';
import { batchHash, type SignOffDraft } from './sign-off-draft.rules.js';
import { SignOffDrafts } from './sign-off-drafts.service.js';
import { SignOffReading } from './sign-off-reading.service.js';
import type { SignOffItem } from './sign-off-scene.js';
import { SignOffWriting } from './sign-off-writing.service.js';
import type { SignOffInput, SignOffItemInput, SignOffPreviewInput } from './sign-off.input.js';
import { insertSignOffs, type SignOffRow } from './sign-off.queries.js';
import { SignOffBlocked } from './sign-off.refusals.js';
import { SignOffPreview, SignOffsMade } from './sign-off.type.js';

/** Signs skills: first what would be signed is shown, then exactly that is signed, or nothing (inv 20, 21). */
@Injectable()
export class SignOffService {
  constructor(
    private readonly drafts: SignOffDrafts,
    private readonly tickets: SigningTickets,
    private readonly writing: SignOffWriting,
    private readonly reading: SignOffReading,
    private readonly disclosures: Disclosures,
  ) {}

  /** Throws NOT_FOUND, or FORBIDDEN for what takes the right to manage sign-offs. */
  async preview(db: TenantDb, input: SignOffPreviewInput): Promise<SignOffPreview> {
    const items = itemsOf(db, input.items);
    const { db: owner } = await this.drafts.open(db, items);
    const drafts = await owner.load((tx) => this.drafts.of(tx, items));
    await this.disclosures.note(
      db,
      'signOffPreview',
      drafts.map(({ scene }) => scene),
    );
    return previewOf(drafts);
  }

  async sign(
    db: TenantDb,
    input: SignOffInput,
  ): Promise<SignOffsMade | SignOffBlocked | SigningTicketInvalid> {
    const items = itemsOf(db, input.items);
    const { db: owner, locks } = await this.drafts.open(db, items);
    const receipt = await owner.once(input, async (tx) => {
      for (const name of locks) await tx.lock(name);
      return this.signIn(tx, items, input.ticket);
    });
    if (isRefusal(receipt)) return receipt;
    return Object.assign(new SignOffsMade(), { signOffs: await this.reading.byIds(owner, receipt.ids) });
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async signIn(
    tx: Transaction,
    items: readonly SignOffItem[],
    token: string,
  ): Promise<{ ids: string[] } | SignOffBlocked | SigningTicketInvalid> {
    const drafts = await this.drafts.of(tx, items);
    if (drafts.some(({ blocks }) => blocks.length > 0)) return blocked(drafts);
    const payloadHash = batchHash(drafts.map(({ contentHash }) => contentHash!));
    const proof = await this.tickets.use(tx, { token, purpose: 'SIGN_OFF', payloadHash });
    if (isRefusal(proof)) return proof;
    const rows = drafts.map(rowOf);
    await tx.query(
      insertSignOffs(tx.orgId, rows, {
        signedBy: tx.db.viewer.personId,
        authentication: proof.authentication,
      }),
    );
    for (const row of rows)
      tx.append({ personId: row.personId, kind: 'skill.signed', content: signed(tx, row, proof) });
    await this.correct(tx, drafts, rows);
    const placed = drafts.filter(({ scene }) => scene.courseId !== null);
    if (placed.length > 0)
      await this.writing.decide(
        tx,
        placed.map(({ scene }) => scene.assignmentId),
      );
    return { ids: rows.map(({ id }) => id) };
  }

  /** inv 27: what was wrong stays readable, and says what stands in its place from its first day on. */
  private async correct(
    tx: Transaction,
    drafts: readonly SignOffDraft[],
    rows: readonly SignOffRow[],
  ): Promise<void> {
    const corrected = drafts.flatMap(({ item, scene }, turn) => {
      const wrong = scene.facts.signOffs.find(({ id }) => id === item.corrects?.signOffId);
      if (!wrong) return [];
      return {
        signOff: { id: wrong.id, personId: scene.personId },
        kind: 'CORRECTED' as const,
        effectiveFrom: wrong.effectiveOn,
        note: item.corrects!.reason,
        causeId: rows[turn]!.id,
      };
    });
    await this.writing.add(tx, corrected);
  }
}

function itemsOf(db: TenantDb, items: readonly SignOffItemInput[]): SignOffItem[] {
  const managed = items.some(({ priorLearning, corrects }) => priorLearning != null || corrects != null);
  if (managed && !db.viewer.can('sign-off:manage')) throw forbidden();
  return items.map((item) => ({
    assignmentId: item.assignmentId,
    skillId: item.skillId,
    effectiveOn: item.effectiveOn,
    entrustmentLevel: item.entrustmentLevel ?? null,
    observationIds: item.observationIds,
    meaning: item.meaning,
    priorLearning: item.priorLearning ?? null,
    corrects: item.corrects ? { signOffId: item.corrects.signOffId, reason: item.corrects.reason } : null,
  }));
}

function previewOf(drafts: readonly SignOffDraft[]): SignOffPreview {
  const hashes = drafts.flatMap(({ contentHash, blocks }) => (blocks.length === 0 ? contentHash! : []));
  return Object.assign(new SignOffPreview(), {
    items: drafts.map(({ item, kind, expiresOn, late, content, contentHash, blocks }) => ({
      effectiveOn: item.effectiveOn,
      kind,
      expiresOn,
      late,
      content: content && canonicalJson(content),
      contentHash,
      blocks,
    })),
    payloadHash: hashes.length === drafts.length ? batchHash(hashes) : null,
  });
}

function blocked(drafts: readonly SignOffDraft[]): SignOffBlocked {
  const items = drafts
    .filter(({ blocks }) => blocks.length > 0)
    .map(({ item: { assignmentId, skillId }, blocks }) => ({ assignmentId, skillId, blocks: [...blocks] }));
  const message = items.flatMap(({ blocks }) => blocks.map((block) => block.message)).join(' ');
  return refuse(SignOffBlocked, `Nothing was signed. ${message}`, { items });
}

function rowOf({
  item,
  scene,
  kind,
  expiresOn,
  previousId,
  late,
  eligible,
  content,
  contentHash,
}: SignOffDraft): SignOffRow {
  const skill = scene.skill!;
  return {
    id: newId(),
    assignmentId: scene.assignmentId,
    siteOrgId: scene.siteOrgId,
    siteId: scene.siteId,
    personId: scene.personId,
    skillOrgId: skill.orgId,
    skillId: skill.id,
    skillVersionId: skill.versionId,
    kind,
    effectiveOn: item.effectiveOn,
    expiresOn,
    timeZone: scene.timeZone,
    entrustmentLevel: item.entrustmentLevel,
    previousId,
    finalApprovalRequired: skill.finalApproval,
    late,
    meaning: item.meaning,
    printedName: eligible!.printedName,
    licenseId: eligible!.license.id,
    license: eligible!.license,
    supervision: eligible!.rule,
    content: canonicalJson(content),
    contentHash: contentHash!,
    observationIds: item.observationIds,
  };
}

/** What the ledger keeps: all of the row but the content, which its hash stands for. */
function signed(tx: Transaction, row: SignOffRow, { ticketId, authentication }: SigningProof): object {
  const { content: _, ...kept } = row;
  return { ...kept, signedBy: tx.db.viewer.personId, signedAt: tx.now, authentication, ticketId };
}
