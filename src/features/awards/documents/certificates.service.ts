import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import type { AwardFacts, AwardStanding, AwardStandingCode } from '../awarding/award.js';
import { seenAward } from '../awarding/award.queries.js';
import { awardStanding } from '../awarding/award-standing.rules.js';
import { certificatePdf, MissingLetters } from './certificate-pdf.js';
import type { CertificateWords } from './certificate.js';
import { AwardCertificate } from './certificate.type.js';
import { noteRead } from './document-issue.queries.js';
import { LettersNotPrintable } from './document.refusals.js';

/** An award with what is printed on its certificate. */
interface CertificateRow extends Omit<CertificateWords, 'verifyUrl' | 'stamp' | 'reissuedOn'> {
  readonly awardId: string;
  readonly personId: string;
  readonly issuedOn: string;
  readonly isReissue: boolean;
  readonly facts: AwardFacts;
  readonly today: string;
  readonly now: Date;
}

/** Prints certificates. To print one again issues nothing anew: it changes nothing but the log of who did. */
@Injectable()
export class Certificates {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
    private readonly files: Files,
  ) {}

  /** One's own, or with `award:read` of the cohorts one may see. Throws NOT_FOUND. */
  async print(db: TenantDb, awardId: string): Promise<AwardCertificate | LettersNotPrintable> {
    const [row] = await db.read<CertificateRow>(readableCertificate(db, awardId));
    const standing = row && awardStanding(row.facts, row.today, row.now);
    if (!standing) throw notFound();
    const pdf = await certificatePdf(this.wordsOf(row, standing));
    if (pdf instanceof MissingLetters) return notPrintable(pdf);
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const name = `certificate-${row.number}.pdf`;
    const fileId = await this.files.store(db, { name, contentType: 'application/pdf', content: pdf });
    await db.write((tx) =>
      tx.query(noteRead(tx, { kind: 'CERTIFICATE', personId: row.personId, awardId, contentHash: sha256 })),
    );
    return Object.assign(new AwardCertificate(), {
      awardId,
      number: row.number,
      standing: standing.status,
      verifyUrl: this.verifyUrl(row.number),
      sha256,
      pdf: await this.files.linkTo(db, fileId),
    });
  }

  private wordsOf(row: CertificateRow, { status, since }: AwardStanding): CertificateWords {
    const word = STAMPS[status];
    return {
      ...row,
      verifyUrl: this.verifyUrl(row.number),
      reissuedOn: row.isReissue ? row.issuedOn : null,
      stamp: word === null ? null : { word, since },
    };
  }

  private verifyUrl(number: string): string {
    return `${this.config.publicUrl}/verify/${number}`;
  }
}

const STAMPS: Record<AwardStandingCode, string | null> = {
  VALID: null,
  SUSPENDED: 'SUSPENDED',
  REVOKED: 'REVOKED',
  SUPERSEDED: 'REPLACED',
};

const readableCertificate = (db: Tenancy, awardId: string): Sql => sql`
  SELECT a.id AS "awardId", a.person_id AS "personId", a.kind, a.number, a.title, a.recipient_name AS "recipientName",
    a.awarded_on::text AS "awardedOn", a.issued_on::text AS "issuedOn", a.reissue_reason IS NOT NULL AS "isReissue",
    a.recorded_at AS "recordedAt", c.page_size AS "pageSize", c.issuer, c.signatories, c.minutes,
    award_facts(a.org_id, a.id) AS facts, (app_now() AT TIME ZONE a.time_zone)::date::text AS today, app_now() AS now
  FROM award a JOIN certificate c ON c.org_id = a.org_id AND c.award_id = a.id
  WHERE a.org_id = ${db.orgId} AND a.id = ${awardId} AND ${seenAward(db)}`;

function notPrintable({ letters }: MissingLetters): LettersNotPrintable {
  const message = `No font here has ${letters.join(' ')}. Reissue the certificate with the name in letters of a script that is printed here.`;
  return refuse(LettersNotPrintable, message, { letters: [...letters] });
}
