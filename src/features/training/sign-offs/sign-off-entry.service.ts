import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { forbidden, notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { entryDay, entryProblem } from './sign-off-entry.rules.js';
import { SignOffReading } from './sign-off-reading.service.js';
import { SignOffReviews } from './sign-off-reviews.service.js';
import { skillLock } from './sign-off-scene.queries.js';
import { placeOfSignOff, subjectOf, type SignOffSubject } from './sign-off-subject.queries.js';
import { SignOffWriting, type NewSignOffEntry } from './sign-off-writing.service.js';
import type { AcknowledgeSignOffInput, UpholdSignOffInput } from './sign-off.input.js';
import { OwnSignOff, SignOffEntryNotPossible } from './sign-off.refusals.js';
import type { SignOff } from './sign-off.type.js';
import type { SignOffEntryKind } from './skill-status.rules.js';

/** What a decision says. */
export interface SignOffDecision {
  readonly operationId: string;
  readonly signOffId: string;
  readonly reasonCode?: string | null;
  readonly note?: string | null;
  readonly effectiveFrom?: string | null;
}

type Refused = OwnSignOff | SignOffEntryNotPossible;

/** Everything that is decided about a sign-off after it was made, but its approval. Entries are added, nothing changes. */
@Injectable()
export class SignOffEntryService {
  constructor(
    private readonly writing: SignOffWriting,
    private readonly reviews: SignOffReviews,
    private readonly reading: SignOffReading,
  ) {}

  /** inv 26: for good; whoever signed it may, and whoever manages sign-offs. What rests on it goes to review. */
  revoke(db: TenantDb, input: SignOffDecision): Promise<SignOff | Refused> {
    return this.decide(db, input, 'REVOKED');
  }

  suspend(db: TenantDb, input: SignOffDecision): Promise<SignOff | Refused> {
    return this.decide(db, input, 'SUSPENDED');
  }

  reinstate(db: TenantDb, input: SignOffDecision): Promise<SignOff | Refused> {
    return this.decide(db, input, 'REINSTATED');
  }

  /** inv 29: an incident, new equipment, long inactivity: until somebody has looked, it is in doubt. */
  review(db: TenantDb, input: SignOffDecision): Promise<SignOff | Refused> {
    return this.decide(db, input, 'REVIEW_OPENED');
  }

  /** By somebody other than who signed it. */
  uphold(db: TenantDb, input: UpholdSignOffInput): Promise<SignOff | Refused> {
    return this.decide(db, input, 'REVIEW_UPHELD');
  }

  /** inv 22: the trainee's own word, in person; a refusal is kept and changes nothing else. */
  async acknowledge(
    db: TenantDb,
    input: AcknowledgeSignOffInput,
  ): Promise<SignOff | SignOffEntryNotPossible> {
    db.viewer.mustActInPerson();
    const kind = input.acknowledge ? 'ACKNOWLEDGED' : 'ACKNOWLEDGEMENT_REFUSED';
    return this.changed(db, input, async (tx, subject) => {
      if (!subject.isTrainee) throw notFound();
      return this.addTo(tx, subject, kind, input);
    });
  }

  /** A change of one sign-off by whoever may see it, with nobody else at it; answers it as it is then. Throws NOT_FOUND. */
  async changed<R extends Refused>(
    db: TenantDb,
    input: { operationId: string; signOffId: string },
    verb: (tx: Transaction, subject: SignOffSubject) => Promise<{ id: string } | R>,
  ): Promise<SignOff | R> {
    const [place] = await db.read<{ orgId: string; personId: string; skillId: string }>(
      placeOfSignOff(db, input.signOffId),
    );
    if (!place) throw notFound();
    const owner = db.hostedIn(place.orgId);
    const receipt = await owner.once(input, async (tx) => {
      await tx.lock(skillLock(place.orgId, place.personId, place.skillId));
      const [subject] = await tx.query<SignOffSubject>(subjectOf(owner, input.signOffId));
      if (!subject) throw notFound();
      return verb(tx, subject);
    });
    return isRefusal(receipt) ? receipt : (await this.reading.byIds(owner, [receipt.id]))[0]!;
  }

  /** Adds an entry where there is a place for it. */
  async addTo(
    tx: Transaction,
    subject: SignOffSubject,
    kind: SignOffEntryKind,
    { reasonCode, note, effectiveFrom }: Omit<SignOffDecision, 'operationId' | 'signOffId'>,
    more: Pick<NewSignOffEntry, 'signature'> = {},
  ): Promise<{ id: string } | SignOffEntryNotPossible> {
    const problem = entryProblem(subject, kind);
    if (problem !== null) return refuse(SignOffEntryNotPossible, problem);
    const from = entryDay(subject, kind, effectiveFrom ?? null, subject.today);
    if ('problem' in from) return refuse(SignOffEntryNotPossible, from.problem);
    await this.writing.add(tx, [
      { signOff: subject, kind, effectiveFrom: from.day, reasonCode, note, ...more },
    ]);
    if (kind === 'REVOKED' || kind === 'SUSPENDED') await this.reviews.openDependants(tx, subject, from.day);
    if (changesStatus(kind)) await this.writing.decide(tx, [subject.assignmentId]);
    return { id: subject.id };
  }

  private decide(db: TenantDb, input: SignOffDecision, kind: SignOffEntryKind): Promise<SignOff | Refused> {
    return this.changed<Refused>(db, input, async (tx, subject) => {
      const bySigner = subject.isSigner && (kind === 'REVOKED' || kind === 'SUSPENDED');
      if (!bySigner && !tx.db.viewer.can('sign-off:manage')) throw forbidden();
      if (subject.isTrainee)
        return refuse(OwnSignOff, 'This is your own sign-off: somebody else decides about it.');
      if (subject.isSigner && kind === 'REVIEW_UPHELD')
        return refuse(OwnSignOff, 'You signed this yourself: somebody else has to look at it.');
      return this.addTo(tx, subject, kind, input);
    });
  }
}

const changesStatus = (kind: SignOffEntryKind): boolean =>
  kind !== 'ACKNOWLEDGED' && kind !== 'ACKNOWLEDGEMENT_REFUSED';
