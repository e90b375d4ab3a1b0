import { createFirstOwner } from '../src/cli/first-owner.js';
import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';

const PASSWORD = 'violet-tramway-74-lantern';

describe('npm run admin:create', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  /** Answers what is asked from a list, as somebody at the terminal would. */
  const run = async (args: string[], answers: string[]) => {
    const printed: string[] = [];
    const { databaseUrl, migrationDatabaseUrl } = app.database;
    const env = {
      NODE_ENV: 'test',
      DATA_DIR: app.dataDir,
      DATABASE_URL: databaseUrl,
      MIGRATION_DATABASE_URL: migrationDatabaseUrl,
    };
    await createFirstOwner(
      args,
      env,
      async () => answers.shift() ?? '',
      (line) => void printed.push(line),
    );
    return printed.join('\n');
  };
  const flags = (email: string) => [
    '--organization', 'Lone Star School', '--kind', 'school', '--given-name', 'Olga', '--family-name', 'Owner', '--email', email,
  ]; // prettier-ignore
  const address = () => `${newId()}@example.org`;

  it('makes an organization and an owner who signs in, with the grant in the ledger', async () => {
    const email = address();
    expect(await run(flags(email), [PASSWORD])).toContain(email);
    const { signIn } = await app.ask<{ signIn: { accessToken: string } }>(
      'mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignedIn { accessToken } } }',
      { input: { email, password: PASSWORD } },
    );
    const data = await app.ask<{ organization: object; members: object }>(
      '{ organization { name isSchool isClinic } members { edges { node { role email person { name } } } } }',
      {},
      signIn.accessToken,
    );
    expect(data).toEqual({
      organization: { name: 'Lone Star School', isSchool: true, isClinic: false },
      members: { edges: [{ node: { role: 'OWNER', email, person: { name: 'Olga Owner' } } }] },
    });
    const { rows } = await app.owner.query(
      `SELECT l.kind, s.signature IS NOT NULL AS signed FROM ledger_entry l JOIN account a ON a.person_id = l.person_id
         LEFT JOIN ledger_signature s ON (s.org_id, s.person_id, s.seq) = (l.org_id, l.person_id, l.seq) WHERE a.email = $1`,
      [email],
    );
    expect(rows).toEqual([{ kind: 'membership.granted', signed: true }]);
  });

  it('asks for what is not given', async () => {
    const email = address();
    expect(await run([], ['Both Ways', 'both', 'Olga', '', email, PASSWORD])).toContain('Both Ways');
  });

  it('makes nothing for an address that has an account', async () => {
    const email = address();
    await run(flags(email), [PASSWORD]);
    const count = async () => (await app.owner.query('SELECT count(*) FROM organization')).rows[0];
    const before = await count();
    await expect(run(flags(email), [PASSWORD])).rejects.toThrow('has an account already');
    expect(await count()).toEqual(before);
  });

  it('names everything that is wrong at once, and how it is called', async () => {
    await expect(
      run(['--kind', 'shop', '--email', 'nobody'], ['x\u0007', 'Olga', '', 'password1234']),
    ).rejects.toThrow(/organization.*\n.*school, clinic or both.*\n.*email.*\n.*guess/s);
    await expect(run(['--what'], [])).rejects.toThrow('npm run admin:create');
  });
});
