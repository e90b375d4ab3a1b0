import sql from 'sql-template-tag';
import { Database } from '../src/platform/database/database.js';
import { sharedTransactions, SharedVerb } from '../src/platform/database/shared-verb.js';
import { Fault, notFound } from '../src/platform/faults/fault.js';
import { refuse, Refusal, RefusalType } from '../src/platform/graphql/refusal.js';
import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

@RefusalType('For these tests: what was asked has been said before.')
class SaidBefore extends Refusal {}

/** What a member tells of themselves. */
class TellInput {
  constructor(
    readonly operationId: string,
    readonly fact: string,
  ) {}
}

type Receipt = { fact: string } | SaidBefore;

describe('a verb that many call at the same moment', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  /** Writes what members tell into their ledgers, and notes who was in a transaction together. */
  const telling = () => {
    const together: string[][] = [];
    const verb = new SharedVerb<TellInput, Receipt>(async (tx, calls) => {
      together.push(calls.map(({ input }) => input.fact));
      for (const { input } of calls)
        if (input.fact.startsWith('wait'))
          await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended(${input.fact}, 0)) AS org_id`);
      if (calls.some(({ input }) => input.fact === 'breaks')) await tx.query(sql`SELECT 1 / 0 AS org_id`);
      return calls.map(({ viewer: { personId }, input: { fact } }) => {
        if (fact === 'missing') return notFound();
        if (fact === 'old') return refuse(SaidBefore, 'This was said before.');
        tx.append({ personId, kind: 'fact.told', content: { fact } });
        return { fact };
      });
    });
    const tell = (member: Member, fact: string, operationId = newId()) =>
      app.app
        .get(Database)
        .forViewer(member.viewer)
        .onceTogether<TellInput, Receipt, { seen: number }>(
          verb,
          new TellInput(operationId, fact),
          () => sql`SELECT count(*)::int AS seen FROM ledger_entry
            WHERE org_id = ${member.viewer.orgId} AND person_id = ${member.personId}`,
        );
    return { tell, together };
  };
  /** How the shared transactions ended, in order. */
  const outcomesOf = async (work: () => Promise<unknown>): Promise<string[]> => {
    const outcomes: string[] = [];
    const listen = (done: unknown): void => void outcomes.push((done as { outcome: string }).outcome);
    sharedTransactions.subscribe(listen);
    await work().finally(() => sharedTransactions.unsubscribe(listen));
    return outcomes;
  };
  const members = (world: World, count: number) =>
    Promise.all(Array.from({ length: count }, () => world.member('TRAINEE')));
  const told = async ({ personId }: Member) =>
    (
      await app.owner.query<{ fact: string; actor_id: string }>(
        `SELECT content::jsonb ->> 'fact' AS fact, actor_id FROM ledger_entry WHERE person_id = $1 ORDER BY seq`,
        [personId],
      )
    ).rows;
  const receipts = async ({ personId }: Member) =>
    (await app.owner.query('SELECT refused, answer FROM operation WHERE person_id = $1', [personId])).rows;

  it('is called by those who come together in one transaction, each with receipt, answer and actor of their own', async () => {
    const class_ = await members(await World.create(app), 5);
    const { tell, together } = telling();
    const answers = await Promise.all(class_.map((member, i) => tell(member, `fact ${i}`)));
    expect(together).toEqual([['fact 0', 'fact 1', 'fact 2', 'fact 3', 'fact 4']]);
    for (const [i, member] of class_.entries()) {
      expect(answers[i]).toEqual({ answer: { fact: `fact ${i}` }, rows: [{ seen: 1 }] });
      expect(await told(member)).toEqual([{ fact: `fact ${i}`, actor_id: member.personId }]);
      expect(await receipts(member)).toEqual([{ refused: false, answer: { fact: `fact ${i}` } }]);
    }
  });

  it('takes as many statements for many as for one', async () => {
    const class_ = await members(await World.create(app), 6);
    const { tell } = telling();
    const one = await app.statementsOf(() => tell(class_[0]!, 'alone'));
    const shown = ({ length }: string[], people: number) => length - people; // each reads what is shown to them
    const many = await app.statementsOf(() => Promise.all(class_.map((member) => tell(member, 'together'))));
    expect(shown(many, 6)).toBe(shown(one, 1));
  });

  it('does once what is sent twice at the same moment, and again later', async () => {
    const class_ = await members(await World.create(app), 3);
    const { tell, together } = telling();
    const operations = class_.map(() => newId());
    const send = () => class_.map((member, i) => tell(member, `fact ${i}`, operations[i]));
    const answers = await Promise.all([...send(), ...send()]);
    expect(answers.slice(3)).toEqual(answers.slice(0, 3));
    expect(await Promise.all(send())).toEqual(answers.slice(0, 3));
    expect(together).toHaveLength(1);
    for (const member of class_) expect(await told(member)).toHaveLength(1);
  });

  it('never takes members of two organizations together', async () => {
    const [here, there] = await Promise.all([World.create(app), World.create(app)]);
    const { tell, together } = telling();
    await Promise.all([
      tell(here.owner, 'here'),
      tell(there.owner, 'there'),
      tell(await here.member('TRAINEE'), 'here too'),
    ]);
    expect(together.some((facts) => facts.includes('there') && facts.length > 1)).toBe(false);
  });

  it('a fault and a refusal are those of one caller: the others go on, and a retry gets the same', async () => {
    const class_ = await members(await World.create(app), 3);
    const { tell, together } = telling();
    const operations = class_.map(() => newId());
    const send = () =>
      Promise.allSettled(['missing', 'old', 'new'].map((fact, i) => tell(class_[i]!, fact, operations[i])));
    expect(await outcomesOf(() => tell(class_[2]!, 'before'))).toEqual(['kept']);
    const expected = [
      { status: 'rejected', reason: { code: 'NOT_FOUND' } },
      { status: 'fulfilled', value: { answer: { code: 'SAID_BEFORE' }, rows: [] } },
      { status: 'fulfilled', value: { answer: { fact: 'new' } } },
    ];
    expect(await outcomesOf(async () => expect(await send()).toMatchObject(expected))).toEqual(['kept']);
    expect(together).toHaveLength(2);
    const again = await send();
    expect(again).toMatchObject(expected);
    expect((again[1] as PromiseFulfilledResult<{ answer: Receipt }>).value.answer).toBeInstanceOf(SaidBefore);
    expect(together.at(-1)).toEqual(['missing']);
    expect(await receipts(class_[0]!)).toEqual([]);
    expect(await receipts(class_[1]!)).toMatchObject([{ refused: true }]);
    expect(await Promise.all(class_.map(told))).toMatchObject([
      [],
      [],
      [{ fact: 'before' }, { fact: 'new' }],
    ]);
  });

  it('abuse 26: a key that was used for something else is refused to its user alone', async () => {
    const class_ = await members(await World.create(app), 2);
    const { tell } = telling();
    const operationId = newId();
    await tell(class_[0]!, 'first', operationId);
    expect(
      await Promise.allSettled([
        tell(class_[0]!, 'second', operationId),
        tell(class_[1]!, 'first', operationId),
      ]),
    ).toMatchObject([
      { status: 'rejected', reason: { code: 'OPERATION_KEY_REUSED' } },
      { status: 'fulfilled', value: { answer: { fact: 'first' } } },
    ]);
    // Two requests under one key at the same moment: one is done, the other is told.
    const both = newId();
    const race = await Promise.allSettled([tell(class_[1]!, 'left', both), tell(class_[1]!, 'right', both)]);
    expect(race.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await told(class_[1]!)).toHaveLength(2);
  });

  it('where one cannot be done, nothing of the others is lost and nothing is done twice', async () => {
    const class_ = await members(await World.create(app), 3);
    const { tell, together } = telling();
    const facts = ['left', 'breaks', 'right'];
    const outcomes = await outcomesOf(async () => {
      const answers = await Promise.allSettled(class_.map((member, i) => tell(member, facts[i]!)));
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    });
    expect(outcomes).toEqual(['undone']);
    expect(together[0]).toEqual(facts);
    expect(together.slice(1).flat().toSorted()).toEqual(facts.toSorted());
    expect(await Promise.all(class_.map(told))).toMatchObject([[{ fact: 'left' }], [], [{ fact: 'right' }]]);
  });

  it('whose session has ended, or whose role is another by now, is refused; the others go on', async () => {
    const class_ = await members(await World.create(app), 4);
    await app.owner.query('UPDATE session SET ended_at = now() WHERE id = $1', [class_[0]!.viewer.sessionId]);
    await app.owner.query('UPDATE membership SET revoked_at = now() WHERE id = $1', [
      class_[1]!.membershipId,
    ]);
    await app.owner.query(`UPDATE membership SET role = 'INSTRUCTOR' WHERE id = $1`, [
      class_[2]!.membershipId,
    ]);
    const { tell } = telling();
    const answers = await Promise.allSettled(class_.map((member) => tell(member, 'mine')));
    const refused = { status: 'rejected', reason: { code: 'UNAUTHENTICATED' } };
    expect(answers).toMatchObject([refused, refused, refused, { status: 'fulfilled' }]);
    expect((await Promise.all(class_.map(told))).map(({ length }) => length)).toEqual([0, 0, 0, 1]);
  });

  it('who must wait for somebody else keeps nobody waiting', async () => {
    const class_ = await members(await World.create(app), 2);
    const { tell } = telling();
    const holder = await app.owner.connect();
    try {
      await holder.query('BEGIN');
      await holder.query(`SELECT pg_advisory_xact_lock(hashtextextended('wait here', 0))`);
      let isWaiting = true;
      const waiting = tell(class_[0]!, 'wait here').finally(() => (isWaiting = false));
      expect(await tell(class_[1]!, 'go on')).toMatchObject({ answer: { fact: 'go on' } });
      expect(isWaiting).toBe(true);
      await holder.query('COMMIT');
      expect(await waiting).toMatchObject({ answer: { fact: 'wait here' } });
    } finally {
      holder.release();
    }
  });

  it('its transaction is nobody`s own: it sees the organization, and what is written is each member`s about themselves', async () => {
    const world = await World.create(app);
    const class_ = await members(world, 2);
    const seen: object[] = [];
    const faults: unknown[] = [];
    const verb = new SharedVerb<TellInput, { fact: string }>(async (tx, calls) => {
      seen.push(
        ...(await tx.query(sql`SELECT current_org() AS org_id, current_person() AS person_id,
          (SELECT count(*)::int FROM session) AS sessions`)),
      );
      for (const wrong of [
        () => tx.db.viewer,
        () => tx.db.actorId,
        () => tx.db.actorFor(world.owner.personId),
      ])
        try {
          wrong();
        } catch (error) {
          faults.push(error);
        }
      return calls.map(({ input: { fact } }) => ({ fact }));
    });
    const database = app.app.get(Database);
    await Promise.all(
      class_.map(({ viewer }) =>
        database
          .forViewer(viewer)
          .onceTogether(verb, new TellInput(newId(), 'x'), () => sql`SELECT 1 AS org_id`),
      ),
    );
    expect(seen).toEqual([{ org_id: world.orgId, person_id: null, sessions: 0 }]);
    expect(faults).toHaveLength(3);
    for (const fault of faults) expect(fault).not.toBeInstanceOf(Fault);
  });

  it('may not be called inside a transaction', async () => {
    const { owner } = await World.create(app);
    const { tell } = telling();
    const db = app.app.get(Database).forViewer(owner.viewer);
    await expect(db.write(() => tell(owner, 'inside'))).rejects.toThrow('A second connection');
  });
});
