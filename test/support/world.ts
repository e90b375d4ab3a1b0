import { AccessTokens } from '../../src/platform/access/access-tokens.js';
import type { Role } from '../../src/platform/access/permissions.js';
import { Viewer } from '../../src/platform/access/viewer.js';
import { newId } from '../../src/platform/ids/ids.js';
import { sampleProgram, type SampleProgram } from './sample-program.js';
import type { GraphqlAnswer, TestApp } from './test-app.js';

/** Somebody signed in: sends requests in their own name. */
export class Member {
  constructor(
    private readonly app: TestApp,
    readonly viewer: Viewer,
    readonly email: string,
    readonly token: string,
  ) {}

  get personId(): string {
    return this.viewer.personId;
  }

  get membershipId(): string {
    return this.viewer.membershipId;
  }

  /** Must succeed: answers the data. */
  ask<Data = Record<string, never>>(query: string, variables: object = {}): Promise<Data> {
    return this.app.ask<Data>(query, variables, this.token);
  }

  send<Data = Record<string, never>>(query: string, variables: object = {}): Promise<GraphqlAnswer<Data>> {
    return this.app.send<Data>(query, variables, this.token);
  }

  /** Runs a mutation that takes `input`, with a new operationId unless one is given; answers its result. */
  async do<Result = Record<string, unknown>>(
    mutation: string,
    input: object,
    selection: string,
  ): Promise<Result> {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ${selection} ... on Refusal { code message } } }`;
    const data = await this.ask<Record<string, Result>>(query, { input: { operationId: newId(), ...input } });
    return data[mutation]!;
  }
}

export interface Enrolled {
  trainee: Member;
  enrollmentId: string;
  cohortId: string;
}

/** One organization with its people: each test makes its own, so that tests never meet. */
export class World {
  private constructor(
    readonly app: TestApp,
    readonly orgId: string,
    readonly owner: Member,
  ) {}

  static async create(
    app: TestApp,
    kind: { isSchool?: boolean; isClinic?: boolean } = { isSchool: true },
  ): Promise<World> {
    const orgId = newId();
    await app.owner.query(
      'INSERT INTO organization (id, name, is_school, is_clinic) VALUES ($1, $2, $3, $4)',
      [orgId, `Organization ${orgId.slice(-6)}`, kind.isSchool ?? false, kind.isClinic ?? false],
    );
    return new World(app, orgId, await member(app, orgId, 'OWNER'));
  }

  /** A small published program (see sample-program). */
  program(): Promise<SampleProgram> {
    return sampleProgram(this.app, this.orgId);
  }

  /** A cohort of the program and a signed-in trainee enrolled in it, active since the first day. */
  async enrolled(program: SampleProgram, given: { cohortId?: string } = {}): Promise<Enrolled> {
    const trainee = await this.member('TRAINEE');
    const cohortId = given.cohortId ?? (await this.cohort(program));
    const enrollmentId = newId();
    await this.app.owner.query(
      `INSERT INTO enrollment (org_id, id, person_id, cohort_id, program_id, program_version_id, status, status_since, enrolled_on)
       SELECT $1, $2, $3, c.id, $5, c.program_version_id, 'ACTIVE', c.starts_on, c.starts_on FROM cohort c WHERE c.org_id = $1 AND c.id = $4`,
      [this.orgId, enrollmentId, trainee.personId, cohortId, program.programId],
    );
    await this.app.owner.query(
      `INSERT INTO enrollment_status_entry (org_id, id, enrollment_id, event, effective_on)
       SELECT org_id, $3, id, 'ENROLLED', status_since FROM enrollment WHERE org_id = $1 AND id = $2`,
      [this.orgId, enrollmentId, newId()],
    );
    return { trainee, enrollmentId, cohortId };
  }

  /** A cohort that started 5 weeks ago and lasts 10. */
  async cohort(program: SampleProgram): Promise<string> {
    const id = newId();
    await this.app.owner.query(
      `INSERT INTO cohort (org_id, id, program_version_id, code, name, starts_on, ends_on, time_zone)
       SELECT $1, $2, $3, $4, $5, today - 35, today + 35, 'America/Chicago'
       FROM (SELECT (now() AT TIME ZONE 'America/Chicago')::date AS today) there`,
      [this.orgId, id, program.versionId, `C-${id.slice(-6)}`, `Cohort ${id.slice(-6)}`],
    );
    return id;
  }

  /** A new person with the role, signed in. */
  member(role: Role, name?: { givenName?: string; familyName?: string }): Promise<Member> {
    return member(this.app, this.orgId, role, name);
  }
}

/** Arranged behind the API, because signing in costs an argon2 hash each: sign-in itself has its own tests. */
async function member(
  app: TestApp,
  orgId: string,
  role: Role,
  { givenName = 'Ada', familyName = 'Test' }: { givenName?: string; familyName?: string } = {},
): Promise<Member> {
  const viewer = new Viewer(orgId, newId(), newId(), newId(), newId(), role);
  const email = `${viewer.personId}@example.org`;
  const add = (table: string, row: Record<string, unknown>): Promise<unknown> => {
    const names = Object.keys(row);
    const places = names.map((_, i) => `$${i + 1}`);
    return app.owner.query(
      `INSERT INTO ${table} (${names.join(',')}) VALUES (${places.join(',')})`,
      Object.values(row),
    );
  };
  await add('person', { id: viewer.personId, given_name: givenName, family_name: familyName });
  await add('account', { id: viewer.accountId, person_id: viewer.personId, email });
  const expires_at = role === 'AUDITOR' ? new Date(Date.now() + 30 * 86_400_000) : null;
  await add('membership', {
    org_id: orgId,
    id: viewer.membershipId,
    person_id: viewer.personId,
    role,
    expires_at,
  });
  const session = { id: viewer.sessionId, person_id: viewer.personId, account_id: viewer.accountId };
  await add('session', { ...session, org_id: orgId, membership_id: viewer.membershipId });
  const { token } = await app.app.get(AccessTokens).sign(viewer);
  return new Member(app, viewer, email, token);
}
