import { readFileSync } from 'node:fs';
import { SUBMIT_OVERDUE } from '../src/features/quizzes/attempts/quiz-overdue.job.js';
import type { Role } from '../src/platform/access/permissions.js';
import type { Config } from '../src/platform/config/config.js';
import { CONFIG } from '../src/platform/config/config.module.js';
import { Database } from '../src/platform/database/database.js';
import { Jobs } from '../src/platform/jobs/jobs.js';
import { LiveUpdates } from '../src/platform/live/live-updates.js';
import {
  accommodationsOf,
  allowancesAt,
  amend,
  grant,
  HEALTH_REASON,
  myAccommodations,
  override,
  overridesOf,
  pause,
  resume,
  withdraw,
  withdrawOverride,
} from './support/accommodations.js';
import {
  answerTo,
  publishedQuiz,
  read,
  save,
  type Saved,
  start,
  submit,
  traineeWithQuiz,
} from './support/quizzes.js';
import { socketClient, Subscribed } from './support/socket.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const MINUTE = 60_000;

describe('accommodations', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const isSetUp = (statement: string): boolean => /\b(FROM|INTO) operation\b/.test(statement);
  const ledger = async (personId: string) =>
    (
      await app.owner.query<{ kind: string; content: string }>(
        'SELECT kind, content FROM ledger_entry WHERE person_id = $1 ORDER BY seq',
        [personId],
      )
    ).rows;
  const minutesOf = (attempt: { startedAt: string; deadline: string | null }): number =>
    (Date.parse(attempt.deadline!) - Date.parse(attempt.startedAt)) / MINUTE;

  describe('on record', () => {
    it('are granted, amended and withdrawn by entries, each in the ledger without its reason', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const trainee = await world.member('TRAINEE');
      const given = await grant(records, trainee.personId, { timeMultiplier: '1.5', breakMinutes: 10 });
      expect(given).toMatchObject({
        timeMultiplier: '1.50', breakMinutes: 10, closingExtensionMinutes: 0, extraAttempts: 0, validFrom: '2020-01-01',
        validUntil: null, withdrawn: false, reason: HEALTH_REASON, person: { id: trainee.personId }, recordedBy: { id: records.personId },
      }); // prettier-ignore
      const more = await amend(records, given.id, { timeMultiplier: '2', extraAttempts: 1 });
      expect(more).toMatchObject({ timeMultiplier: '2.00', breakMinutes: 0, supersedesId: given.id });
      expect(await accommodationsOf(records, trainee.personId)).toEqual([
        expect.objectContaining({ id: more.id }),
      ]);
      const last = await withdraw(records, more.id);
      expect(last).toMatchObject({ withdrawn: true, supersedesId: more.id, timeMultiplier: '2.00' });
      expect(await accommodationsOf(records, trainee.personId)).toEqual([]);
      expect((await accommodationsOf(records, trainee.personId, true)).map(({ id }) => id)).toEqual([
        last.id,
        more.id,
        given.id,
      ]);
      const entries = await ledger(trainee.personId);
      expect(entries.map(({ kind }) => kind)).toEqual([
        'accommodation.granted',
        'accommodation.amended',
        'accommodation.withdrawn',
      ]);
      expect(JSON.parse(entries[1]!.content)).toMatchObject({
        accommodationId: more.id,
        timeMultiplier: '2',
        extraAttempts: 1,
        supersedesId: given.id,
      });
      expect(JSON.stringify(entries)).not.toContain(HEALTH_REASON);
    });

    it('are amended and withdrawn only while they stand, of twenty at once by one', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const { personId } = await world.member('TRAINEE');
      const given = await grant(records, personId, { extraAttempts: 1 });
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => amend(records, given.id, { extraAttempts: i + 2 })),
      );
      const [made, ...others] = answers.filter(({ __typename }) => __typename === 'Accommodation');
      expect(others).toEqual([]);
      const refused = answers.filter(({ __typename }) => __typename === 'AccommodationNotStanding');
      expect(refused).toHaveLength(19);
      expect(new Set(refused.map(({ supersededById }) => supersededById))).toEqual(new Set([made!.id]));
      const end = await withdraw(records, made!.id);
      expect(await withdraw(records, made!.id)).toMatchObject({ supersededById: end.id });
      expect(await withdraw(records, end.id)).toMatchObject({
        __typename: 'AccommodationNotStanding',
        supersededById: null,
      });
    });

    it('inv 1: are given by nobody to themselves, merged persons included', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const second = await world.member('TRAINEE');
      const own = { __typename: 'OwnAccommodation', code: 'OWN_ACCOMMODATION' };
      expect(await grant(records, records.personId, { extraAttempts: 1 })).toMatchObject(own);
      const before = await grant(records, second.personId, { extraAttempts: 1 });
      await world.owner.do(
        'mergePersons',
        { fromPersonId: second.personId, intoPersonId: records.personId, reason: 'One person' },
        '',
      );
      expect(await grant(records, second.personId, { extraAttempts: 1 })).toMatchObject(own);
      expect(await amend(records, before.id, { extraAttempts: 9 })).toMatchObject(own);
      expect(await withdraw(records, before.id)).toMatchObject(own);
    });

    it('grant something, and end after they begin', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const { personId } = await world.member('TRAINEE');
      const wrong = async (terms: object): Promise<string> => {
        const { errors } = await records.send(
          'mutation ($input: GrantAccommodationInput!) { grantAccommodation(input: $input) { __typename } }',
          {
            input: {
              operationId: crypto.randomUUID(),
              personId,
              validFrom: '2026-03-01',
              reason: HEALTH_REASON,
              ...terms,
            },
          },
        );
        return `${errors?.[0]?.extensions.code}: ${errors?.[0]?.message}`;
      };
      expect(await wrong({})).toMatch(/^BAD_USER_INPUT: input: must grant something/);
      for (const timeMultiplier of ['0.5', '0', '10.01', '1.555', '-2', '1e1'])
        expect(await wrong({ timeMultiplier })).toMatch(/^BAD_USER_INPUT/);
      for (const terms of [
        { breakMinutes: -1 },
        { extraAttempts: 101 },
        { closingExtensionMinutes: 525_601 },
      ])
        expect(await wrong(terms)).toMatch(/^BAD_USER_INPUT/);
      expect(await wrong({ extraAttempts: 1, validUntil: '2026-02-28' })).toMatch(
        /validUntil: must not be before/,
      );
      expect(await accommodationsOf(records, personId, true)).toEqual([]);
    });

    it('keep their reason for those alone who may read health records, on every path', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const { trainee, requirementId } = await traineeWithQuiz(world, { timeLimitMinutes: 30 });
      const given = await grant(records, trainee.personId, { timeMultiplier: '2' });
      const [seen] = await accommodationsOf(records, trainee.personId);
      expect(seen!.reason).toBe(HEALTH_REASON);

      for (const role of ['OWNER', 'ADMIN', 'INSTRUCTOR', 'AUDITOR'] as Role[]) {
        const member = await world.member(role);
        const [shown, ...more] = await accommodationsOf(member, trainee.personId, true);
        expect([role, shown, more]).toEqual([role, { ...seen, reason: null }, []]);
      }
      const [own] = await myAccommodations(trainee);
      expect(own).toMatchObject({ id: given.id, timeMultiplier: '2.00', reason: null });
      await start(trainee, requirementId);
      const everything = await trainee.ask(
        `query ($id: ID!, $person: ID!) { myQuiz(requirementId: $id) { title openAttempt { id deadline } }
          ledgerEntries(personId: $person, first: 100) { edges { node { kind content } } } }`,
        { id: requirementId, person: trainee.personId },
      );
      expect(JSON.stringify(everything)).toContain('accommodation.granted');
      expect(JSON.stringify(everything)).not.toContain(HEALTH_REASON);
      const { rows } = await app.owner.query<{ kept: string }>(
        `SELECT answer::text AS kept FROM operation WHERE org_id = $1 UNION ALL
         SELECT data::text FROM pgboss.job WHERE data ->> 'orgId' = $1::text`,
        [world.orgId],
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(HEALTH_REASON);
    });

    it('abuse 69: leave no word of their reason in the log, whatever goes wrong', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const { personId } = await world.member('TRAINEE');
      await app.owner.query(
        `ALTER TABLE accommodation ADD CONSTRAINT ck_accommodation_trouble CHECK (extra_attempts <> 77) NOT VALID`,
      );
      const { logFile } = app.app.get<Config>(CONFIG);
      const log = (): string => readFileSync(logFile!, 'utf8');
      const before = log().length;
      const trouble = grant(records, personId, { extraAttempts: 77 });
      await expect(trouble).rejects.toThrow('INTERNAL_SERVER_ERROR');
      await app.owner.query('ALTER TABLE accommodation DROP CONSTRAINT ck_accommodation_trouble');
      await app.eventually(() => log().slice(before).includes('A request failed by a fault of ours'));
      expect(log()).not.toContain(HEALTH_REASON);
    });

    it('are granted by nobody but who keeps the records, and hidden from who reads none', async () => {
      const world = await World.create(app);
      const { personId } = await world.member('TRAINEE');
      const given = await grant(await world.member('RECORDS'), personId, { extraAttempts: 1 });
      const input = {
        operationId: crypto.randomUUID(),
        validFrom: '2026-01-01',
        reason: 'x',
        extraAttempts: 1,
      };
      const attempts: [string, string, object][] = [
        ['grantAccommodation', 'GrantAccommodationInput', { ...input, personId }],
        ['amendAccommodation', 'AmendAccommodationInput', { ...input, accommodationId: given.id }],
        [
          'withdrawAccommodation',
          'WithdrawAccommodationInput',
          { operationId: input.operationId, reason: 'x', accommodationId: given.id },
        ],
      ];
      for (const role of ['OWNER', 'ADMIN', 'INSTRUCTOR', 'SUPERVISOR', 'TRAINEE', 'AUDITOR'] as Role[]) {
        const member = await world.member(role);
        for (const [mutation, type, variables] of attempts) {
          const { errors } = await member.send(
            `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
            { input: variables },
          );
          expect([role, mutation, errors?.[0]?.extensions.code]).toEqual([role, mutation, 'FORBIDDEN']);
        }
      }
      for (const role of ['SUPERVISOR', 'TRAINEE'] as Role[]) {
        const { errors } = await (
          await world.member(role)
        ).send('query ($id: ID!) { accommodations(personId: $id) { id } }', { id: personId });
        expect([role, errors?.[0]?.extensions.code]).toEqual([role, 'FORBIDDEN']);
      }
    });

    it('abuse 1, 6: are those of members the viewer may see, and of no other organization', async () => {
      const world = await World.create(app);
      const { personId } = await world.member('TRAINEE');
      const given = await grant(await world.member('RECORDS'), personId, { extraAttempts: 1 });
      const stranger = await (await World.create(app)).member('RECORDS');
      const limited = await world.member('RECORDS');
      await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
        limited.membershipId,
      ]);
      for (const asker of [stranger, limited]) {
        const { errors } = await asker.send('query ($id: ID!) { accommodations(personId: $id) { id } }', {
          id: personId,
        });
        expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
        await expect(withdraw(asker, given.id)).rejects.toThrow('NOT_FOUND');
        await expect(grant(asker, personId, { extraAttempts: 1 })).rejects.toThrow('NOT_FOUND');
      }
    });
  });

  describe('at the start of an attempt', () => {
    const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * MINUTE).toISOString();

    it('give more time, on top of overrides', async () => {
      const world = await World.create(app);
      const { trainee, requirementId, quizId, author, cohortId, program } = await traineeWithQuiz(world, {
        timeLimitMinutes: 30,
      });
      const { trainee: other } = await world.enrolled(program, { cohortId });
      await grant(await world.member('RECORDS'), trainee.personId, { timeMultiplier: '1.5' });
      expect(minutesOf(await start(trainee, requirementId))).toBe(45);
      await override(author, quizId, { cohortId }, { timeLimitMinutes: 20 });
      expect(minutesOf(await start(other, requirementId))).toBe(20);
      const { trainee: third } = await world.enrolled(program, { cohortId });
      await override(author, quizId, { personId: third.personId }, { timeLimitMinutes: 10 });
      await grant(await world.member('RECORDS'), third.personId, { timeMultiplier: '2' });
      expect(minutesOf(await start(third, requirementId))).toBe(20);
    });

    it('give no more than before once they are withdrawn or have run out', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const { trainee, requirementId } = await traineeWithQuiz(world, { timeLimitMinutes: 30 });
      await grant(records, trainee.personId, { timeMultiplier: '3', validUntil: '2020-12-31' });
      const { id } = await grant(records, trainee.personId, { timeMultiplier: '4' });
      await withdraw(records, id);
      expect(minutesOf(await start(trainee, requirementId))).toBe(30);
    });

    it('give further attempts', async () => {
      const world = await World.create(app);
      const { trainee, requirementId } = await traineeWithQuiz(world, { maxAttempts: 1 });
      await submit(trainee, (await start(trainee, requirementId)).id);
      expect(await start(trainee, requirementId)).toMatchObject({ __typename: 'AttemptsExhausted' });
      await grant(await world.member('RECORDS'), trainee.personId, { extraAttempts: 1 });
      const second = await start(trainee, requirementId);
      expect(second).toMatchObject({ number: 2, status: 'IN_PROGRESS' });
      await submit(trainee, second.id);
      expect(await start(trainee, requirementId)).toMatchObject({ __typename: 'AttemptsExhausted' });
    });

    it('let in who could not start yet, or no more', async () => {
      const world = await World.create(app);
      const { trainee, requirementId, quizId, author, cohortId } = await traineeWithQuiz(world);
      await override(author, quizId, { cohortId }, { opensAt: inMinutes(5), closesAt: inMinutes(6) });
      expect(await start(trainee, requirementId)).toMatchObject({ __typename: 'QuizNotOpen' });
      await override(author, quizId, { personId: trainee.personId }, { opensAt: inMinutes(-5) });
      app.clock.advance({ minutes: 8 });
      expect(await start(trainee, requirementId)).toMatchObject({ __typename: 'QuizClosed' });
      await grant(await world.member('RECORDS'), trainee.personId, { closingExtensionMinutes: 30 });
      const attempt = await start(trainee, requirementId);
      const left = Date.parse(attempt.deadline!) - Date.now();
      expect(left).toBeGreaterThan(35 * MINUTE);
      expect(left).toBeLessThanOrEqual(36 * MINUTE);
    });

    it('are never passed by: no attempt begins beside a change without it', async () => {
      const world = await World.create(app);
      const { trainee, requirementId, quizId, author, cohortId } = await traineeWithQuiz(world, {
        timeLimitMinutes: 30,
      });
      const holder = await app.owner.connect();
      try {
        await holder.query('BEGIN; LOCK TABLE quiz_attempt IN SHARE MODE');
        const starting = start(trainee, requirementId); // has read what is granted, and waits to write
        await app.until(`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'quiz_attempt'::regclass`);
        const overriding = override(author, quizId, { cohortId }, { timeLimitMinutes: 40 });
        await app.until(`SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'`);
        await holder.query('COMMIT');
        const [{ id }] = await Promise.all([starting, overriding]);
        expect(minutesOf(await read(trainee, id))).toBe(40);
      } finally {
        holder.release(true); // and with it the lock, whatever happened
      }
    });
  });

  describe('of a running attempt', () => {
    it('move its end, and the job that submits it then: once, and not before', async () => {
      const world = await World.create(app);
      const { trainee, requirementId } = await traineeWithQuiz(world, { timeLimitMinutes: 4 });
      const attempt = await start(trainee, requirementId);
      await grant(await world.member('RECORDS'), trainee.personId, { timeMultiplier: '2' });
      const { deadline } = await read(trainee, attempt.id);
      expect(minutesOf({ ...attempt, deadline })).toBe(8);
      const db = app.app.get(Database).forOrganization(world.orgId);
      const runJob = (): Promise<void> =>
        db.write((tx) => app.app.get(Jobs).send(tx, SUBMIT_OVERDUE, { attemptId: attempt.id }));

      app.clock.advance({ minutes: 5 });
      await runJob();
      await app.until(
        `SELECT 1 FROM pgboss.job WHERE name = $1 AND data -> 'payload' ->> 'attemptId' = $2 AND start_after = $3`,
        [SUBMIT_OVERDUE.name, attempt.id, new Date(Date.parse(deadline!) + 1000)],
      );
      expect((await read(trainee, attempt.id)).status).toBe('IN_PROGRESS');
      app.clock.advance({ minutes: 4 });
      for (let i = 0; i < 3; i++) await runJob();
      await app.until(`SELECT 1 FROM quiz_attempt WHERE id = $1 AND timed_out`, [attempt.id]);
      const entries = await ledger(trainee.personId);
      expect(entries.filter(({ kind }) => kind === 'quiz.submitted')).toHaveLength(1);
    });

    it('count also when they come while its job waits to submit it', async () => {
      const world = await World.create(app);
      const { trainee, requirementId } = await traineeWithQuiz(world, { timeLimitMinutes: 4 });
      const { id, deadline } = await start(trainee, requirementId);
      const later = new Date(Date.parse(deadline!) + 60 * MINUTE);
      const granting = await app.owner.connect();
      try {
        await granting.query('BEGIN');
        await granting.query(`SELECT pg_advisory_xact_lock(hashtextextended('quiz attempt ${id}', 0))`);
        app.clock.advance({ minutes: 5 });
        const db = app.app.get(Database).forOrganization(world.orgId);
        await db.write((tx) => app.app.get(Jobs).send(tx, SUBMIT_OVERDUE, { attemptId: id }));
        await app.until(`SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'`);
        const moved = 'UPDATE quiz_attempt SET deadline = $2, accept_until = $2 WHERE id = $1';
        await granting.query(moved, [id, later]);
        await granting.query('COMMIT');
      } finally {
        granting.release(true);
      }
      // It has gone its way and left another, beside the one of the start.
      await app.until(
        `SELECT 1 FROM pgboss.job WHERE name = $1 AND data -> 'payload' ->> 'attemptId' = $2 AND start_after = $3 HAVING count(*) = 2`,
        [SUBMIT_OVERDUE.name, id, new Date(Date.parse(deadline!) + 1000)],
      );
      expect((await read(trainee, id)).status).toBe('IN_PROGRESS');
    });

    it('never end it sooner: withdrawn or amended, it keeps what it had', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const { trainee, requirementId } = await traineeWithQuiz(world, { timeLimitMinutes: 20 });
      const attempt = await start(trainee, requirementId);
      const given = await grant(records, trainee.personId, { timeMultiplier: '3' });
      const less = await amend(records, given.id, { timeMultiplier: '2' });
      expect(minutesOf(await read(trainee, attempt.id))).toBe(60);
      await withdraw(records, less.id);
      expect(minutesOf(await read(trainee, attempt.id))).toBe(60);
    });

    it('do not revive one whose time has run out', async () => {
      const world = await World.create(app);
      const { trainee, requirementId } = await traineeWithQuiz(world, { timeLimitMinutes: 5 });
      const { id, deadline } = await start(trainee, requirementId);
      app.clock.advance({ minutes: 6 });
      await grant(await world.member('RECORDS'), trainee.personId, { timeMultiplier: '3' });
      expect(await read(trainee, id)).toMatchObject({ status: 'SUBMITTED', timedOut: true, deadline });
    });

    it('take a fixed number of statements, however many attempts run', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const { trainee, requirementId, quizId, author, cohortId, program } = await traineeWithQuiz(world, {
        timeLimitMinutes: 30,
      });
      await start(trainee, requirementId);
      const of = async (work: () => Promise<unknown>): Promise<number> =>
        (await app.statementsOf(work)).filter((s) => !isSetUp(s)).length;
      const one = await of(() => override(author, quizId, { cohortId }, { timeLimitMinutes: 40 }));
      for (let i = 0; i < 3; i++)
        await start((await world.enrolled(program, { cohortId })).trainee, requirementId);
      expect(await of(() => override(author, quizId, { cohortId }, { timeLimitMinutes: 50 }))).toBe(one);
      expect(one).toBeLessThanOrEqual(7); // scene, lock, load, move, by id, and who and what it is about
      const granted = await of(() => grant(records, trainee.personId, { timeMultiplier: '2' }));
      expect(granted).toBeLessThanOrEqual(8); // the same with the ledger
    });
  });

  describe('as a trainee sees them', () => {
    it('are told in words at each quiz, as far as they concern it', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const { trainee, requirementId, quizId, author, cohortId } = await traineeWithQuiz(world, {
        timeLimitMinutes: 30,
        maxAttempts: 2,
      });
      expect(await allowancesAt(trainee, requirementId)).toEqual([]);
      await override(author, quizId, { cohortId }, { closesAt: '2030-01-01T00:00:00Z' });
      await grant(records, trainee.personId, {
        timeMultiplier: '1.5',
        extraAttempts: 2,
        closingExtensionMinutes: 2880,
        breakMinutes: 15,
      });
      expect(await allowancesAt(trainee, requirementId)).toEqual([
        { kind: 'CLOSING', text: 'Closes at a time of its own for your cohort.' },
        { kind: 'CLOSING', text: 'Closes 2 days later for you.' },
        { kind: 'TIME_LIMIT', text: 'Time × 1.5.' },
        { kind: 'ATTEMPTS', text: '2 more attempts.' },
        { kind: 'BREAKS', text: 'Breaks of 15 minutes in each attempt, while its time stands still.' },
      ]);
    });

    it('hold from their first to their last day in the zone of the cohort', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const { trainee, requirementId } = await traineeWithQuiz(world, { timeLimitMinutes: 30 });
      const { rows } = await app.owner.query<{ day: string; next: string; before: string }>(
        `SELECT d::text AS day, (d + 1)::text AS next, (d - 1)::text AS before
         FROM (SELECT (now() AT TIME ZONE 'America/Chicago')::date AS d) t`,
      );
      const { day, next, before } = rows[0]!;
      const { personId } = trainee;
      await grant(records, personId, { timeMultiplier: '5', validUntil: before });
      await grant(records, personId, { timeMultiplier: '6', validFrom: next });
      expect(await allowancesAt(trainee, requirementId)).toEqual([]);
      await grant(records, personId, { timeMultiplier: '2', validFrom: day, validUntil: day });
      expect(await allowancesAt(trainee, requirementId)).toEqual([{ kind: 'TIME_LIMIT', text: 'Time × 2.' }]);
      expect(await myAccommodations(trainee)).toHaveLength(3);
    });

    it('inv 36: are those of all ids of a merged person', async () => {
      const world = await World.create(app);
      const records = await world.member('RECORDS');
      const { trainee, requirementId, quizId, author } = await traineeWithQuiz(world, {
        timeLimitMinutes: 30,
      });
      const twin = await world.member('TRAINEE');
      await grant(records, twin.personId, { timeMultiplier: '3' });
      await override(author, quizId, { personId: twin.personId }, { timeLimitMinutes: 10 });
      const attempt = await start(trainee, requirementId);
      await world.owner.do(
        'mergePersons',
        { fromPersonId: trainee.personId, intoPersonId: twin.personId, reason: 'One person' },
        '',
      );
      expect((await allowancesAt(trainee, requirementId)).map(({ text }) => text)).toEqual([
        'Time limit 10 minutes for you.',
        'Time × 3.',
      ]);
      expect(await myAccommodations(trainee)).toHaveLength(1);
      await grant(records, twin.personId, { timeMultiplier: '4' });
      expect(minutesOf(await read(trainee, attempt.id))).toBe(40);
    });
  });

  it('abuse 18: keep what is shown after the closing from whom the quiz closes later for', async () => {
    const world = await World.create(app);
    const { trainee, requirementId, quizId, author, cohortId, program } = await traineeWithQuiz(world, {
      shownAfter: [],
      shownAfterClosing: ['MARKS', 'RIGHT_ANSWERS'],
    });
    const { trainee: other } = await world.enrolled(program, { cohortId });
    const closesAt = new Date(Date.now() + 2 * MINUTE).toISOString();
    await override(author, quizId, { cohortId }, { closesAt });
    await grant(await world.member('RECORDS'), trainee.personId, { closingExtensionMinutes: 3 });
    const shownTo = async (member: Member): Promise<boolean[]> => {
      const { questions } = await submit(member, (await start(member, requirementId)).id);
      return questions.map(({ key, mark }) => key !== null && mark !== null);
    };
    const hidden = [false, false, false, false, false];
    expect(await shownTo(trainee)).toEqual(hidden);
    expect(await shownTo(other)).toEqual(hidden);
    app.clock.advance({ minutes: 3 });
    const shownNow = async (member: Member): Promise<boolean[]> => {
      const { quizAttempts } = await member.ask<{
        quizAttempts: { edges: { node: { questions: { key: object | null }[] } }[] };
      }>('{ quizAttempts { edges { node { questions { key { isTrue } } } } } }');
      return quizAttempts.edges[0]!.node.questions.map(({ key }) => key !== null);
    };
    expect(await shownNow(other)).toEqual(hidden.map(() => true));
    expect(await shownNow(trainee)).toEqual(hidden);
    app.clock.advance({ minutes: 3 });
    expect(await shownNow(trainee)).toEqual(hidden.map(() => true));
  });

  describe('breaks', () => {
    const withBreaks = async (breakMinutes: number, settings: object = { timeLimitMinutes: 4 }) => {
      const world = await World.create(app);
      const quiz = await traineeWithQuiz(world, settings);
      if (breakMinutes) await grant(await world.member('RECORDS'), quiz.trainee.personId, { breakMinutes });
      const { requirementId } = quiz;
      return { world, ...quiz, attempt: { ...(await start(quiz.trainee, requirementId)), requirementId } };
    };

    it('let the time of an attempt stand still, and end by themselves', async () => {
      const { trainee, attempt } = await withBreaks(5);
      const paused = await pause(trainee, attempt.id, 2);
      expect(paused).toMatchObject({ status: 'IN_PROGRESS', breakSecondsLeft: 180 });
      expect(minutesOf(paused)).toBe(6);
      const pausedFor = Date.parse(paused.pausedUntil!) - Date.parse(paused.startedAt);
      expect(pausedFor).toBeGreaterThanOrEqual(2 * MINUTE);
      expect(pausedFor).toBeLessThan(3 * MINUTE);
      app.clock.advance({ minutes: 5 });
      expect(await read(trainee, attempt.id)).toMatchObject({
        status: 'IN_PROGRESS',
        deadline: paused.deadline,
      });
      const again = await pause(trainee, attempt.id);
      expect(again.breakSecondsLeft).toBe(0);
      expect(minutesOf(again)).toBe(9);
      app.clock.advance({ minutes: 3, seconds: 1 });
      expect(await pause(trainee, attempt.id)).toMatchObject({
        __typename: 'NoBreakLeft',
        grantedMinutes: 5,
      });
      app.clock.advance({ minutes: 1 });
      expect(await read(trainee, attempt.id)).toMatchObject({ status: 'SUBMITTED', timedOut: true });
      expect(await pause(trainee, attempt.id)).toMatchObject({ __typename: 'AttemptOver' });
      expect(await resume(trainee, attempt.id)).toMatchObject({ __typename: 'AttemptOver' });
    });

    it('hide the questions and take no answer; what was saved before stays', async () => {
      const { trainee, attempt } = await withBreaks(5);
      const [question] = attempt.questions;
      const answer = (): Promise<Saved> =>
        save(trainee, attempt.id, question!.questionVersionId, answerTo(question!));
      expect(await answer()).toMatchObject({ __typename: 'SavedAnswer', revision: 1 });
      await pause(trainee, attempt.id);
      expect((await read(trainee, attempt.id)).questions).toEqual([]);
      expect((await start(trainee, attempt.requirementId)).questions).toEqual([]);
      expect(await answer()).toMatchObject({ __typename: 'AttemptPaused' });
      app.clock.advance({ minutes: 1 });
      await resume(trainee, attempt.id);
      const again = await read(trainee, attempt.id);
      expect(again.questions).toHaveLength(attempt.questions.length);
      expect(again.questions[0]!.answer).toMatchObject({ revision: 1, response: answerTo(question!) });
      expect(await answer()).toMatchObject({ __typename: 'SavedAnswer', revision: 2 });
    });

    it('give back what is left of them when they end early', async () => {
      const { trainee, attempt } = await withBreaks(5);
      await pause(trainee, attempt.id);
      app.clock.advance({ minutes: 1 });
      const resumed = await resume(trainee, attempt.id);
      expect(resumed.breakSecondsLeft).toBeLessThanOrEqual(240);
      expect(resumed.breakSecondsLeft).toBeGreaterThan(220);
      expect(resumed.pausedUntil).toBeNull();
      const moved = minutesOf(resumed) * 60 - 240;
      expect(moved).toBe(300 - resumed.breakSecondsLeft);
      expect(await resume(trainee, attempt.id)).toEqual(resumed);
    });

    it('are begun once, however often they are asked for at once', async () => {
      const { trainee, attempt } = await withBreaks(5);
      const all = await Promise.all(Array.from({ length: 10 }, () => pause(trainee, attempt.id, 2)));
      for (const one of all) {
        expect(one.breakSecondsLeft).toBe(180);
        expect(minutesOf(one)).toBe(6);
      }
    });

    it('are for those who are granted some, in their own attempt', async () => {
      const { world, trainee, attempt } = await withBreaks(0);
      expect(await pause(trainee, attempt.id)).toMatchObject({
        __typename: 'NoBreakLeft',
        grantedMinutes: 0,
      });
      const other = await world.member('TRAINEE');
      const stranger = await (await World.create(app)).member('TRAINEE');
      for (const asker of [other, stranger, world.owner]) {
        await expect(pause(asker, attempt.id)).rejects.toThrow('NOT_FOUND');
        await expect(resume(asker, attempt.id)).rejects.toThrow('NOT_FOUND');
      }
    });

    it('pause an attempt without a time limit too', async () => {
      const { trainee, attempt } = await withBreaks(5, {});
      expect(await pause(trainee, attempt.id, 2)).toMatchObject({ deadline: null, breakSecondsLeft: 180 });
      expect(await resume(trainee, attempt.id)).toMatchObject({ deadline: null });
    });

    it('stay with a running attempt though they are withdrawn', async () => {
      const { world, trainee, attempt } = await withBreaks(5);
      const records = await world.member('RECORDS');
      const [given] = await accommodationsOf(records, trainee.personId);
      await withdraw(records, given!.id);
      expect(await pause(trainee, attempt.id, 2)).toMatchObject({ breakSecondsLeft: 180 });
    });

    it('take two statements beyond the attempt that is shown', async () => {
      const { trainee, attempt } = await withBreaks(5);
      const statements = (await app.statementsOf(() => pause(trainee, attempt.id, 1))).filter(
        (s) => !isSetUp(s),
      );
      expect(statements.length).toBeLessThanOrEqual(4); // the account, the break; the attempt with its account
    });
  });

  it('reach whoever follows the attempt: its end as it moves', async () => {
    const world = await World.create(app);
    const { trainee, requirementId } = await traineeWithQuiz(world, { timeLimitMinutes: 4 });
    const records = await world.member('RECORDS');
    const { id } = await start(trainee, requirementId);
    const client = socketClient(app, trainee.token);
    const heard = new Subscribed(
      client,
      'subscription ($id: ID!) { quizAttemptChanged(attemptId: $id) { id startedAt deadline } }',
      { id },
    );
    await app.eventually(() => app.app.get(LiveUpdates).count === 1);
    await grant(records, trainee.personId, { timeMultiplier: '2', breakMinutes: 3 });
    await pause(trainee, id, 1);
    const news = (await heard.count(2)) as unknown as {
      data: { quizAttemptChanged: { startedAt: string; deadline: string } };
    }[];
    expect(news.map(({ data }) => minutesOf(data.quizAttemptChanged))).toEqual([8, 9]);
    await client.dispose();
    await app.eventually(() => app.app.get(LiveUpdates).count === 0);
  });

  describe('overrides of a quiz', () => {
    it('are set for a person and a cohort, replaced, listed and withdrawn', async () => {
      const world = await World.create(app);
      const { trainee, quizId, author, cohortId } = await traineeWithQuiz(world);
      const first = await override(author, quizId, { cohortId }, { maxAttempts: 2 });
      expect(first).toMatchObject({
        maxAttempts: 2,
        timeLimitMinutes: null,
        cohort: { id: cohortId },
        person: null,
      });
      const second = await override(author, quizId, { cohortId }, { timeLimitMinutes: 10 });
      expect(second).toMatchObject({ maxAttempts: null, timeLimitMinutes: 10, supersedesId: first.id });
      const { personId } = trainee;
      const own = await override(author, quizId, { personId }, { closesAt: '2030-01-01T00:00:00Z' });
      expect(own).toMatchObject({
        closesAt: '2030-01-01T00:00:00.000Z',
        person: { id: personId },
        cohort: null,
      });
      expect((await overridesOf(author, quizId)).map(({ id }) => id)).toEqual([second.id, own.id]);
      const end = await withdrawOverride(author, second.id);
      expect(await withdrawOverride(author, second.id)).toMatchObject({ supersededById: end.id });
      expect(await withdrawOverride(author, end.id)).toMatchObject({
        __typename: 'QuizOverrideNotStanding',
        supersededById: null,
      });
      expect((await overridesOf(author, quizId)).map(({ id }) => id)).toEqual([own.id]);
      expect((await ledger(personId)).map(({ kind }) => kind)).toEqual(['quiz.override-set']);
    });

    it('extend attempts that run: of the cohort, and of the person before the cohort', async () => {
      const world = await World.create(app);
      const { trainee, requirementId, quizId, author, cohortId, program } = await traineeWithQuiz(world, {
        timeLimitMinutes: 30,
      });
      const { trainee: other } = await world.enrolled(program, { cohortId });
      const [a, b] = [await start(trainee, requirementId), await start(other, requirementId)];
      await override(author, quizId, { cohortId }, { timeLimitMinutes: 40 });
      await override(author, quizId, { personId: other.personId }, { timeLimitMinutes: 60 });
      const shorter = await override(author, quizId, { personId: trainee.personId }, { timeLimitMinutes: 5 });
      expect(minutesOf(await read(trainee, a.id))).toBe(40);
      expect(minutesOf(await read(other, b.id))).toBe(60);
      await withdrawOverride(author, shorter.id);
      expect(minutesOf(await read(trainee, a.id))).toBe(40);
    });

    it('have accommodations on top', async () => {
      const world = await World.create(app);
      const { trainee, requirementId, quizId, author } = await traineeWithQuiz(world, {
        timeLimitMinutes: 30,
      });
      const attempt = await start(trainee, requirementId);
      await override(author, quizId, { personId: trainee.personId }, { timeLimitMinutes: 40 });
      await grant(await world.member('RECORDS'), trainee.personId, { timeMultiplier: '1.25' });
      expect(minutesOf(await read(trainee, attempt.id))).toBe(50);
    });

    it('inv 1: are set by nobody for themselves, or for a cohort they learn in', async () => {
      const world = await World.create(app);
      const { quizId, author, cohortId, trainee } = await traineeWithQuiz(world);
      const own = { __typename: 'OwnQuizOverride' };
      const admin = await world.member('ADMIN');
      await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
        trainee.personId,
        admin.personId,
      ]);
      expect(await override(author, quizId, { personId: author.personId }, { maxAttempts: 9 })).toMatchObject(
        own,
      );
      expect(await override(admin, quizId, { personId: trainee.personId }, { maxAttempts: 9 })).toMatchObject(
        own,
      );
      expect(await override(admin, quizId, { cohortId }, { maxAttempts: 9 })).toMatchObject(own);
      const made = await override(author, quizId, { cohortId }, { maxAttempts: 9 });
      expect(await withdrawOverride(admin, made.id)).toMatchObject(own);
    });

    it('make sense: one of person and cohort, at least one rule, open before it closes', async () => {
      const world = await World.create(app);
      const { quizId, author, cohortId, trainee } = await traineeWithQuiz(world);
      const { personId } = trainee;
      await expect(override(author, quizId, { personId, cohortId }, { maxAttempts: 1 })).rejects.toThrow(
        /either/,
      );
      await expect(override(author, quizId, {}, { maxAttempts: 1 })).rejects.toThrow(/either/);
      await expect(override(author, quizId, { cohortId }, {})).rejects.toThrow(/at least one rule/);
      for (const rules of [{ maxAttempts: 0 }, { timeLimitMinutes: 0 }, { timeLimitMinutes: 1441 }])
        await expect(override(author, quizId, { cohortId }, rules)).rejects.toThrow(/BAD_USER_INPUT/);
      const times = { opensAt: '2026-03-02T00:00:00Z', closesAt: '2026-03-01T00:00:00Z' };
      expect(await override(author, quizId, { cohortId }, times)).toMatchObject({
        __typename: 'QuizNeverOpen',
        wouldOpenAt: '2026-03-02T00:00:00.000Z',
      });
    });

    it('abuse 1, 6: are those of cohorts and members the viewer may see, and of no other organization', async () => {
      const world = await World.create(app);
      const { quizId, author, cohortId, trainee, program } = await traineeWithQuiz(world);
      const made = await override(author, quizId, { cohortId }, { maxAttempts: 1 });
      await override(author, quizId, { personId: trainee.personId }, { maxAttempts: 1 });
      const elsewhere = await world.enrolled(program);
      const limited = await limitedTo(world, elsewhere.cohortId);
      const other = await override(limited, quizId, { cohortId: elsewhere.cohortId }, { maxAttempts: 3 });
      expect((await overridesOf(limited, quizId)).map(({ id }) => id)).toEqual([other.id]);
      const stranger = await (await World.create(app)).member('INSTRUCTOR');
      for (const asker of [limited, stranger]) {
        await expect(override(asker, quizId, { cohortId }, { maxAttempts: 1 })).rejects.toThrow('NOT_FOUND');
        await expect(
          override(asker, quizId, { personId: trainee.personId }, { maxAttempts: 1 }),
        ).rejects.toThrow('NOT_FOUND');
        await expect(withdrawOverride(asker, made.id)).rejects.toThrow('NOT_FOUND');
      }
      await expect(overridesOf(stranger, quizId)).rejects.toThrow('NOT_FOUND');
      const theirs = await publishedQuiz(stranger);
      await expect(override(author, theirs.quizId, { cohortId }, { maxAttempts: 1 })).rejects.toThrow(
        'NOT_FOUND',
      );
    });
  });

  async function limitedTo(world: World, cohortId: string): Promise<Member> {
    const limited = await world.member('INSTRUCTOR');
    await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
      limited.membershipId,
    ]);
    await app.owner.query(
      'INSERT INTO membership_cohort (org_id, membership_id, cohort_id) VALUES ($1, $2, $3)',
      [world.orgId, limited.membershipId, cohortId],
    );
    return limited;
  }
});
