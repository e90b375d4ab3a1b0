import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { isActor } from '../../enrollments/enrollment.queries.js';
import { SiteIsClosed } from '../../organizations/site.refusals.js';
import { ValidatorAuthorizationRecord } from './validator-authorization.entity.js';
import type {
  AuthorizeValidatorInput,
  ChangeValidatorAuthorizationInput,
  EndValidatorAuthorizationInput,
  ValidatorAuthorizationsArgs,
} from './validator-authorization.input.js';
import {
  authorizationById,
  authorizationCount,
  authorizationGround,
  authorizationPage,
  type AuthorizationGround,
} from './validator-authorization.queries.js';
import {
  AuthorizationDatesNotPossible,
  AuthorizationNotOpen,
  OwnAuthorization,
  ValidatorAuthorizedAlready,
} from './validator-authorization.refusals.js';
import { ValidatorAuthorization } from './validator-authorization.js';

type Terms = Pick<
  ValidatorAuthorizationRecord,
  'personId' | 'siteId' | 'startsOn' | 'endsOn' | 'assessorTrainedOn' | 'skillCodes' | 'mayApprove'
>;

/** Who may observe and sign at the sites of an organization; a change is another row that takes the place of one. */
@Injectable()
export class ValidatorAuthorizations {
  /** The latest recorded first. */
  async page(db: TenantDb, args: ValidatorAuthorizationsArgs): Promise<Page<ValidatorAuthorization>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.read(authorizationPage(db, args, after as string | null, args.first + 1));
    return pageOf(
      rows.map(shown),
      args,
      ({ id }) => [id],
      async () => (await db.read<{ count: number }>(authorizationCount(db, args)))[0]!.count,
    );
  }

  /** Throws NOT_FOUND. */
  async authorize(db: TenantDb, input: AuthorizeValidatorInput): Promise<ValidatorAuthorization | Refusal> {
    const receipt = await db.once(input, (tx) => this.authorizeIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** What is left out stays. Throws NOT_FOUND. */
  async change(
    db: TenantDb,
    input: ChangeValidatorAuthorizationInput,
  ): Promise<ValidatorAuthorization | Refusal> {
    const receipt = await db.once(input, (tx) => this.changeIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Throws NOT_FOUND. */
  async end(db: TenantDb, input: EndValidatorAuthorizationInput): Promise<ValidatorAuthorization | Refusal> {
    const receipt = await db.once(input, (tx) => this.endIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async authorizeIn(
    tx: Transaction,
    input: Omit<AuthorizeValidatorInput, 'operationId'>,
  ): Promise<{ id: string } | Refusal> {
    const { personId, siteId, startsOn, mayApprove } = input;
    const terms = {
      personId,
      siteId,
      startsOn,
      mayApprove,
      endsOn: input.endsOn ?? null,
      assessorTrainedOn: input.assessorTrainedOn ?? null,
      skillCodes: input.skillCodes ?? null,
    };
    const ground = await this.groundIn(tx, terms, null);
    const no = whyNot(ground, terms);
    if (no) return no;
    if (startsOn < ground.yesterday)
      return notPossible(
        'Nobody is authorized for days that are over: what was signed then stays unauthorized.',
      );
    return this.keepIn(tx, terms, { supersedesId: null, reason: input.reason ?? null });
  }

  private async changeIn(
    tx: Transaction,
    { authorizationId, reason, ...input }: ChangeValidatorAuthorizationInput,
  ): Promise<{ id: string } | Refusal> {
    const before = await this.openIn(tx, authorizationId);
    if (isRefusal(before)) return before;
    const terms = {
      ...before,
      endsOn: input.endsOn ?? before.endsOn,
      assessorTrainedOn: input.assessorTrainedOn ?? before.assessorTrainedOn,
      skillCodes: input.allSkills ? null : (input.skillCodes ?? before.skillCodes),
      mayApprove: input.mayApprove ?? before.mayApprove,
    };
    const ground = await this.groundIn(tx, terms, before.id);
    const no = whyNot(ground, terms);
    if (no) return no;
    if (terms.endsOn !== null && terms.endsOn < ground.today)
      return notPossible('The last day is over. Give today or a later day, or end the authorization.');
    if (before.startsOn >= ground.today) return this.keepIn(tx, terms, { supersedesId: before.id, reason });
    // What held until yesterday did: the days that are over keep their terms.
    await this.keepIn(tx, { ...before, endsOn: ground.yesterday }, { supersedesId: before.id, reason });
    return this.keepIn(tx, { ...terms, startsOn: ground.today }, { supersedesId: null, reason });
  }

  private async endIn(
    tx: Transaction,
    { authorizationId, endsOn, reason }: EndValidatorAuthorizationInput,
  ): Promise<{ id: string } | Refusal> {
    const before = await this.openIn(tx, authorizationId);
    if (isRefusal(before)) return before;
    const ground = await this.groundIn(tx, before, before.id);
    if (ground.own) return ownAuthorization();
    if (endsOn < ground.yesterday || (before.endsOn !== null && endsOn > before.endsOn))
      return notPossible(
        'It ends today, on a later day, or yesterday: at once; and not later than it would.',
      );
    const terms = { ...before, endsOn: endsOn < before.startsOn ? dayBefore(before.startsOn) : endsOn };
    return this.keepIn(tx, terms, { supersedesId: before.id, reason });
  }

  /** The one that stands, and waits for whoever else changes it. Throws NOT_FOUND. */
  private async openIn(tx: Transaction, id: string): Promise<ValidatorAuthorization | AuthorizationNotOpen> {
    await tx.lock(`validator authorization ${id}`);
    const [found] = await tx.query(authorizationById(tx.db, id));
    if (!found) throw notFound();
    const replaced = await tx.findOne(ValidatorAuthorizationRecord, { supersedesId: id });
    return replaced
      ? refuse(AuthorizationNotOpen, 'This authorization was replaced. Change the one that stands.')
      : shown(found);
  }

  /** Throws NOT_FOUND. */
  private async groundIn(
    tx: Transaction,
    terms: Pick<Terms, 'personId' | 'siteId' | 'startsOn' | 'endsOn'>,
    exceptId: string | null,
  ): Promise<AuthorizationGround> {
    await tx.lock(`validators ${terms.siteId} ${terms.personId}`);
    const own = isActor(tx.db, sql`${terms.personId}::uuid`);
    const [ground] = await tx.query<AuthorizationGround>(
      authorizationGround(tx.db, { ...terms, exceptId }, own),
    );
    if (!ground) throw notFound();
    return ground;
  }

  private async keepIn(
    tx: Transaction,
    { personId, siteId, startsOn, endsOn, assessorTrainedOn, skillCodes, mayApprove }: Terms,
    why: { supersedesId: string | null; reason: string | null },
  ): Promise<{ id: string }> {
    const id = newId();
    const terms = { personId, siteId, startsOn, endsOn, assessorTrainedOn, skillCodes, mayApprove };
    await tx.insert(ValidatorAuthorizationRecord, { id, ...terms, ...why, recordedBy: tx.db.actorId });
    return { id };
  }

  private async byId(db: TenantDb, id: string): Promise<ValidatorAuthorization> {
    const [found] = await db.read(authorizationById(db, id));
    if (!found) throw notFound();
    return shown(found);
  }
}

const shown = (row: object): ValidatorAuthorization => Object.assign(new ValidatorAuthorization(), row);

/** inv 1: nobody authorizes themselves; and one authorization at a site at a time. */
function whyNot({ own, closed, taken }: AuthorizationGround, { startsOn, endsOn }: Terms): Refusal | null {
  if (own) return ownAuthorization();
  if (closed) return refuse(SiteIsClosed, 'This site is closed: it takes nothing new.');
  if (endsOn !== null && endsOn < startsOn) return notPossible('It would end before it begins.');
  return taken
    ? refuse(
        ValidatorAuthorizedAlready,
        'They are authorized at this site for some of these days already. Change that authorization.',
      )
    : null;
}

const ownAuthorization = (): OwnAuthorization =>
  refuse(OwnAuthorization, 'This is about yourself: somebody else has to do it.');

const notPossible = (message: string): AuthorizationDatesNotPossible =>
  refuse(AuthorizationDatesNotPossible, message);

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
