import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import type { FileLink } from '../../../platform/files/file.type.js';
import { Files } from '../../../platform/files/files.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { versionOn } from '../types/validity.rules.js';
import { attendeesOf, seenMember, type Attendee } from './attendees.queries.js';
import { MandatoryTrainingCompletion, MandatoryTrainingDelay } from './mandatory-training.entity.js';
import type { TrainingFacts } from './mandatory-training.js';
import { MandatoryTrainingRecord, MandatoryTrainingStanding } from './mandatory-training.type.js';
import { trainingDue } from './training-due.rules.js';
import { factsFrom, trainingFacts, type FactsOf, type TrainingFactsRow } from './training-facts.queries.js';
import { trainingStanding, type TrainingStanding } from './training-standing.rules.js';
import { triggeredOn } from './training-timeliness.service.js';
import { TrainingTriggers, type TrainingTrigger } from './training-triggers.js';

/** On which day, and as it was on record when; null: today, now. */
export interface AskedMoment {
  readonly on: string | null;
  readonly knownAt: Date | null;
}

type Person = Pick<Attendee, 'id' | 'name'>;

/** Where people stand in their mandatory trainings, and what is due. */
@Injectable()
export class TrainingReading {
  constructor(
    private readonly triggers: TrainingTriggers,
    private readonly files: Files,
  ) {}

  /** Throws NOT_FOUND for an entry the viewer may not see, and for one without a file. */
  async evidence(db: TenantDb, completionId: string): Promise<FileLink> {
    const { personId, evidenceFileId } = await db.load((tx) =>
      tx.get(MandatoryTrainingCompletion, { id: completionId }),
    );
    const isOwn = personId === db.viewer.personId;
    const seen =
      isOwn || (db.viewer.can('credential:read') && (await db.read(attendeesOf(db, [personId]))).length > 0);
    if (!seen || evidenceFileId === null) throw notFound();
    return this.files.linkTo(db, evidenceFileId);
  }

  /** Of a member, of somebody placed here, or of the viewer. Throws NOT_FOUND. */
  ofPerson(db: TenantDb, personId: string, { on, knownAt }: AskedMoment): Promise<MandatoryTrainingRecord> {
    return db.load(async (tx) => {
      const [person] = await tx.query<Attendee>(attendeesOf(tx.db, [personId]));
      if (!person) throw notFound();
      const day = on ?? dayOf(tx.now);
      const moment = knownAt ?? tx.now;
      const standings = await this.standingsIn(tx, [person], day, moment);
      const ids = sql`SELECT s.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) s`;
      const completions = await tx.entities(
        MandatoryTrainingCompletion,
        sql`SELECT c.*, c.completed_on::text FROM mandatory_training_completion c
          WHERE c.org_id = ${tx.orgId} AND c.person_id IN (${ids}) AND date_trunc('milliseconds', c.recorded_at) <= ${moment.toISOString()}::timestamptz
          ORDER BY c.completed_on DESC, c.recorded_at DESC, c.id DESC`,
      );
      const delays = await tx.entities(
        MandatoryTrainingDelay,
        sql`SELECT d.*, d.due_on::text, d.planned_on::text FROM mandatory_training_delay d
          WHERE d.org_id = ${tx.orgId} AND d.person_id IN (${ids}) AND date_trunc('milliseconds', d.recorded_at) <= ${moment.toISOString()}::timestamptz
          ORDER BY d.recorded_at DESC, d.id DESC`,
      );
      const next = nextOf(standings);
      return Object.assign(new MandatoryTrainingRecord(), {
        personId,
        on: day,
        standings,
        completions,
        delays,
        next,
      });
    });
  }

  /** What members are to have within so many days from today, what is overdue first. Four statements, whatever their number. */
  async due(db: TenantDb, withinDays: number, args: PageArgs): Promise<Page<MandatoryTrainingStanding>> {
    const { all, limit } = await db.load(async (tx) => {
      const members = await tx.query<Person>(sql`
        SELECT p.id, concat_ws(' ', p.given_name, nullif(p.family_name, '')) AS name FROM membership m JOIN person p ON p.id = m.person_id
        WHERE m.org_id = ${tx.orgId} AND NOT m.is_service AND m.revoked_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > app_now())
          AND ${seenMember(tx.db)}`);
      const found = await this.standingsIn(tx, members, dayOf(tx.now), tx.now);
      return { all: found, limit: dayOf(new Date(tx.now.getTime() + withinDays * 86_400_000)) };
    });
    const wanted = all.filter(({ dueOn }) => dueOn !== null && dueOn <= limit).toSorted(byDue);
    const after = decodeCursor(args.after, 3);
    const rest = after ? wanted.filter((each) => isAfter(keyOf(each), after)) : wanted;
    return pageOf(rest.slice(0, args.first + 1), args, keyOf, () => Promise.resolve(wanted.length));
  }

  private async standingsIn(
    tx: Transaction,
    persons: readonly Person[],
    on: string,
    knownAt: Date,
  ): Promise<MandatoryTrainingStanding[]> {
    const ids = persons.map(({ id }) => id);
    const [row] = await tx.query<TrainingFactsRow>(trainingFacts(tx.orgId, ids, null));
    const codes = [...new Set((row!.versions ?? []).map(({ code }) => code))];
    if (!codes.length) return [];
    const triggers = Map.groupBy(await this.triggers.of(tx, ids, on), ({ personId }) => personId);
    const factsOf = factsFrom(row!);
    return persons
      .flatMap((person) =>
        codes.flatMap((code) => shownOf(person, code, factsOf, triggers.get(person.id) ?? [], on, knownAt)),
      )
      .toSorted(byDue);
  }
}

/** Where one person stands in one training, at the site of theirs where it is worst; none where nothing asks for it. */
function shownOf(
  { id: personId, name }: Person,
  code: string,
  factsOf: FactsOf,
  triggers: readonly TrainingTrigger[],
  on: string,
  knownAt: Date,
): MandatoryTrainingStanding[] {
  const facts = factsOf(personId, code);
  const version = versionOn(facts.versions, on, knownAt);
  if (!version) return [];
  const since = triggeredOn(triggers, personId, version);
  if (since === null && !facts.completions.length) return [];
  const { siteId, ...standing } = worstOf(facts, triggers, on, knownAt);
  const due = trainingDue(standing, version, since, on);
  const plannedOn = standing.current
    ? null
    : (facts.delays.findLast(({ dueOn }) => dueOn === due.dueOn)?.plannedOn ?? null);
  const { title } = version;
  const { status, current, currentUntil } = standing;
  const because = since === null ? `${standing.because} Nothing asks for it now.` : standing.because;
  const shown = {
    personId,
    name,
    code,
    title,
    status,
    current,
    currentUntil,
    ...due,
    plannedOn,
    siteId,
    because,
  };
  return [Object.assign(new MandatoryTrainingStanding(), shown)];
}

function worstOf(
  facts: TrainingFacts,
  triggers: readonly TrainingTrigger[],
  on: string,
  knownAt: Date,
): TrainingStanding & { siteId: string | null } {
  const sites = [...new Set(triggers.flatMap(({ siteId }) => siteId ?? []))];
  const standings = (sites.length ? sites : [null]).map((siteId) => ({
    ...trainingStanding(facts, { on, knownAt, siteId }),
    siteId,
  }));
  return standings.toSorted((a, b) => rank(a).localeCompare(rank(b)))[0]!;
}

const rank = ({ current, currentUntil }: TrainingStanding): string =>
  current ? (currentUntil ?? FOREVER) : '';

const FOREVER = '9999-12-31';
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

type Key = [string, string, string];
const keyOf = ({ current, dueOn, name, personId, code }: MandatoryTrainingStanding): Key => [
  `${current ? 1 : 0} ${dueOn ?? FOREVER}`,
  name,
  `${personId} ${code}`,
];

const byDue = (a: MandatoryTrainingStanding, b: MandatoryTrainingStanding): number =>
  isAfter(keyOf(a), keyOf(b)) ? 1 : -1;

function isAfter(a: Key, b: readonly (string | number | null)[]): boolean {
  const turn = a.findIndex((part, i) => part !== b[i]);
  return turn >= 0 && a[turn]! > String(b[turn]);
}

function nextOf(standings: readonly MandatoryTrainingStanding[]): string {
  const [first] = standings;
  if (!first) return 'No mandatory training is asked for.';
  const open = standings.filter(({ current, dueOn }) => !current && dueOn !== null);
  if (open.length) return `To be done: ${open.map(({ title }) => title).join(', ')}.`;
  const ends = standings.filter(({ dueOn }) => dueOn !== null).toSorted(byDue)[0];
  return ends ? `All is done; next is ${ends.title}, by ${ends.dueOn}.` : 'All is done.';
}
