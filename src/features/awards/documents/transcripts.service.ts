import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { contentHash } from '../../../platform/ids/canonical-json.js';
import { newId } from '../../../platform/ids/ids.js';
import { LedgerKeys } from '../../../platform/ledger/ledger-keys.js';
import { signWith } from '../../../platform/ledger/signature.js';
import type { HoldKind } from '../../enrollments/enrollment.entity.js';
import { DocumentPolicies } from './document-policy.service.js';
import { DocumentIssueRecord } from './document.entity.js';
import { TranscriptHeld } from './document.refusals.js';
import { noteRead } from './document-issue.queries.js';
import type { IssueTranscriptInput } from './document.input.js';
import { transcriptPdf } from './transcript-pdf.js';
import { readableSubject, standingHolds, type TranscriptSubject } from './transcript.queries.js';
import { TranscriptRecords } from './transcript-record.service.js';
import { TRANSCRIPT_FORMAT, type TranscriptContent } from './transcript.js';
import { IssuedTranscript, Transcript } from './transcript.type.js';

/** What is kept of a transcript that was made: enough to tell of it again. */
interface Made {
  readonly personId: string;
  readonly issuedOn: string;
  readonly contentHash: string;
  readonly keyId: string;
  readonly signature: string;
  readonly jsonId: string;
  readonly pdfId: string;
}

type Receipt = Made & { readonly issueId: string };

/** Transcripts: read by those they are about and by staff, given to others on a ground that is kept. */
@Injectable()
export class Transcripts {
  constructor(
    private readonly records: TranscriptRecords,
    private readonly policies: DocumentPolicies,
    private readonly files: Files,
    private readonly keys: LedgerKeys,
  ) {}

  /** One's own, or with `record:read`. Throws NOT_FOUND. */
  async ofEnrollment(db: TenantDb, enrollmentId: string): Promise<Transcript> {
    return this.read(db, await subjectOf(db, enrollmentId));
  }

  /** The viewer's own, whether they were ever enrolled here or not. */
  ofViewer(db: TenantDb): Promise<Transcript> {
    return this.read(db, db.viewer.personId);
  }

  /**
   * Gives a transcript to somebody: noted with the ground before anybody has it. What is given is what stood on record then; the same
   * request again answers with the same files. Throws NOT_FOUND.
   */
  async issue(db: TenantDb, input: IssueTranscriptInput): Promise<IssuedTranscript | TranscriptHeld> {
    const { enrollmentId, evidenceFileId } = input;
    const personId = await subjectOf(db, enrollmentId);
    if (evidenceFileId) await db.load((tx) => this.files.mustBeOwn(tx, evidenceFileId));
    const made = await this.make(db, personId, input.recipient);
    const receipt = await db.once<Receipt | TranscriptHeld>(input, (tx) => this.issueIn(tx, input, made));
    if (isRefusal(receipt)) return receipt;
    const { recipient, basis } = input;
    const transcript = await this.transcriptOf(db, receipt);
    return Object.assign(new IssuedTranscript(), { id: receipt.issueId, recipient, basis, transcript });
  }

  private async read(db: TenantDb, personId: string): Promise<Transcript> {
    const made = await this.make(db, personId, null);
    const { contentHash: hash } = made;
    await db.write((tx) =>
      tx.query(noteRead(tx, { kind: 'TRANSCRIPT', personId, awardId: null, contentHash: hash })),
    );
    return this.transcriptOf(db, made);
  }

  private async issueIn(
    tx: Transaction,
    { recipient, basis, evidence, evidenceFileId = null }: IssueTranscriptInput,
    made: Made,
  ): Promise<Receipt | TranscriptHeld> {
    const { personId, contentHash: hash } = made;
    const held = ALWAYS_GIVEN.includes(basis) ? [] : await this.heldBy(tx, personId);
    if (held.length)
      return refuse(TranscriptHeld, `A hold keeps the transcript back: ${held.join(', ').toLowerCase()}.`, {
        holds: held,
      });
    const issueId = newId();
    await tx.insert(DocumentIssueRecord, {
      id: issueId,
      kind: 'TRANSCRIPT',
      personId,
      contentHash: hash,
      recipient,
      basis,
      evidence,
      evidenceFileId,
      issuedBy: tx.db.viewer.personId,
      issuedOn: dayOf(tx.now),
    });
    tx.append({
      personId,
      kind: 'transcript.issued',
      content: { issueId, recipient, basis, contentHash: hash },
    });
    return { ...made, issueId };
  }

  private async heldBy(tx: Transaction, personId: string): Promise<HoldKind[]> {
    const { transcriptHolds } = await this.policies.inForce(tx);
    const standing = await tx.query<{ kind: HoldKind }>(standingHolds(tx.orgId, personId));
    return standing.map(({ kind }) => kind).filter((kind) => transcriptHolds.includes(kind));
  }

  private async make(db: TenantDb, personId: string, issuedTo: string | null): Promise<Made> {
    const { facts, pageSize, issuedOn } = await db.load(async (tx) => ({
      facts: await this.records.of(tx, personId),
      pageSize: (await this.policies.inForce(tx)).pageSize,
      issuedOn: dayOf(tx.now),
    }));
    const hash = contentHash(facts.record);
    const key = this.keys.signing;
    const signature = { keyId: key.id, value: signWith(key, Buffer.from(`${TRANSCRIPT_FORMAT}\n${hash}`)) };
    const content: TranscriptContent = {
      format: TRANSCRIPT_FORMAT,
      issuedOn,
      issuedTo,
      personId,
      ...facts,
      contentHash: hash,
      signature,
    };
    const name = `transcript-${issuedOn}-${hash.slice(0, 8)}`;
    const json = Buffer.from(JSON.stringify(content, null, 1));
    const pdf = await transcriptPdf(content, pageSize);
    return {
      personId,
      issuedOn,
      contentHash: hash,
      keyId: signature.keyId,
      signature: signature.value,
      jsonId: await this.files.store(db, {
        name: `${name}.json`,
        contentType: 'application/json',
        content: json,
      }),
      pdfId: await this.files.store(db, {
        name: `${name}.pdf`,
        contentType: 'application/pdf',
        content: pdf,
      }),
    };
  }

  private async transcriptOf(db: TenantDb, { jsonId, pdfId, ...made }: Made): Promise<Transcript> {
    return Object.assign(new Transcript(), {
      personId: made.personId,
      issuedOn: made.issuedOn,
      contentHash: made.contentHash,
      keyId: made.keyId,
      signature: made.signature,
      json: await this.files.linkTo(db, jsonId),
      pdf: await this.files.linkTo(db, pdfId),
    });
  }
}

/** No hold keeps these back: the right to one's own record, and what the law asks for. */
const ALWAYS_GIVEN: readonly string[] = ['TRAINEE', 'LEGAL_REQUIREMENT'];

/** In UTC. */
const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

async function subjectOf(db: TenantDb, enrollmentId: string): Promise<string> {
  const [subject] = await db.read<TranscriptSubject>(readableSubject(db, enrollmentId));
  if (!subject) throw notFound();
  return subject.personId;
}
