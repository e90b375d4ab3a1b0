import { MIGRATIONS } from '../migrations/index.js';
import { Database } from '../src/platform/database/database.js';
import { migrate } from '../src/platform/database/migrate.js';
import { LSN_HEADER, tokenOf } from '../src/platform/database/replicas/lsn-token.js';
import { placesOfReads } from '../src/platform/database/replicas/replica-reads.js';
import { Replicas } from '../src/platform/database/replicas/replicas.js';
import { newId } from '../src/platform/ids/ids.js';
import { LiveUpdates } from '../src/platform/live/live-updates.js';
import { NewsModule } from './support/news.js';
import { socketClient, Subscribed } from './support/socket.js';
import { standbyOf, startPrimary, type Primary } from './support/replication.js';
import type { Standby } from './support/standby.js';
import { TestApp, type GraphqlAnswer } from './support/test-app.js';
import { until } from './support/until.js';
import { Wire } from './support/wire.js';
import { World, type Member } from './support/world.js';

const SITES = '{ sites(first: 50) { totalCount } }';
const CREATE = `mutation ($input: CreateSiteInput!) {
  createSite(input: $input) { __typename ... on Site { id name } ... on Refusal { code } } }`;

interface Answered extends GraphqlAnswer<{ sites: { totalCount: number } }> {
  token: string | null;
  /** Where its reads went: each place once. */
  places: string[];
}

describe('replicas', () => {
  let primary: Primary;
  let standby: Standby;
  let wire: Wire;
  let app: TestApp;
  let other: TestApp;

  beforeAll(async () => {
    primary = await startPrimary();
    await migrate(primary.migrationDatabaseUrl, MIGRATIONS);
    standby = await standbyOf(primary, 'first');
    wire = await Wire.to(standby.port);
    const replica = wire.through(primary.databaseUrl);
    const env = { REPLICA_DATABASE_URLS: replica, REPLICA_MAX_LAG_SECONDS: '2' };
    app = await TestApp.start({ database: primary, env, extraModules: [NewsModule] });
    other = await TestApp.start({ database: primary, env, withoutJobs: true });
  });
  beforeEach(async () => {
    await inService(app, 1);
    await inService(other, 1);
  });
  afterAll(async () => {
    await other?.stop();
    await app?.stop();
    await wire?.close();
    await standby?.discard();
    await primary?.stop();
  });

  const inService = (process: TestApp, count: number) =>
    process.eventually(() => process.app.get(Replicas).inService === count);

  const send = async (
    process: TestApp,
    member: Member,
    query: string,
    { variables = {}, token = null as string | null } = {},
  ): Promise<Answered> => {
    const places: string[] = [];
    const listen = (read: unknown): void => void places.push((read as { place: string }).place);
    placesOfReads.subscribe(listen);
    const response = await fetch(`${process.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${member.token}`,
        ...(token === null ? {} : { [LSN_HEADER]: token }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as Answered;
    placesOfReads.unsubscribe(listen);
    return { ...body, places: [...new Set(places)], token: response.headers.get(LSN_HEADER) };
  };

  const sites = (process: TestApp, member: Member, token?: string | null) =>
    send(process, member, SITES, { token: token ?? null });
  const count = ({ data, errors }: Answered): number => {
    if (errors) throw new Error(JSON.stringify(errors));
    return data!.sites.totalCount;
  };
  const createSite = async (process: TestApp, member: Member): Promise<string | null> => {
    const input = {
      operationId: newId(),
      name: `Site ${newId()}`,
      setting: 'OUTPATIENT',
      jurisdiction: 'US-TX',
      timeZone: 'America/Chicago',
    };
    const created = await send(process, member, CREATE, { variables: { input } });
    expect(created).toMatchObject({ data: { createSite: { __typename: 'Site' } }, places: [] });
    return created.token;
  };

  /** A world whose people the standby knows. */
  const knownWorld = async (): Promise<World> => {
    const world = await World.create(app);
    await replayed();
    return world;
  };
  const replayed = async (): Promise<void> => {
    const { rows } = await app.owner.query<{ lsn: string }>(
      'SELECT pg_current_wal_insert_lsn()::text AS lsn',
    );
    await until(
      () => standby.ask<{ there: boolean }>(`SELECT pg_last_wal_replay_lsn() >= '${rows[0]!.lsn}' AS there`),
      ({ there }) => there,
    );
  };
  const withReplayPaused = async (work: () => Promise<void>): Promise<void> => {
    await standby.pauseReplay();
    try {
      await work();
    } finally {
      await standby.resumeReplay();
    }
  };

  it('are asked by queries of signed-in people, through entities too', async () => {
    const { owner } = await knownWorld();
    for (const query of [SITES, '{ mandatoryTrainings { id } }'])
      expect(await send(app, owner, query)).toMatchObject({ places: ['replica'] });
    await withReplayPaused(async () => {
      await createSite(other, owner);
      expect(count(await sites(app, owner))).toBe(0); // so it is the standby that answers
    });
  });

  it('know nobody who has just come: the primary has the last word', async () => {
    await withReplayPaused(async () => {
      const { owner } = await World.create(app);
      const answer = await sites(app, owner);
      expect(answer).toMatchObject({
        data: { sites: { totalCount: 0 } },
        places: ['primary-after-replica', 'primary'],
      });
    });
  });

  it('show everybody their own writes at once, whatever the client sends back', async () => {
    const { owner } = await knownWorld();
    const places: string[] = [];
    for (let written = 1; written <= 40; written++) {
      await createSite(app, owner);
      const answer = await sites(app, owner);
      expect(count(answer)).toBe(written);
      places.push(...answer.places);
    }
    expect(places).toContain('replica');
  });

  it('show them in another process to whoever sends the token back', async () => {
    const { owner } = await knownWorld();
    for (let written = 1; written <= 40; written++) {
      const token = await createSite(app, owner);
      expect(count(await sites(other, owner, token))).toBe(written);
    }
  });

  it('are waited for, and left for the primary when they do not come', async () => {
    const { owner } = await knownWorld();
    await withReplayPaused(async () => {
      const token = await createSite(app, owner);
      expect(await sites(app, owner)).toMatchObject({
        data: { sites: { totalCount: 1 } },
        places: ['primary'],
      });
      expect(await sites(other, owner, token)).toMatchObject({
        data: { sites: { totalCount: 1 } },
        places: ['primary'],
      });
    });
  });

  it('are not asked with a token that nobody here has made', async () => {
    const { owner } = await knownWorld();
    for (const token of ['garbage', '16/B374D848', `${'f'.repeat(40)}.1`, tokenOf(1n, new Date(9e12))])
      expect(await sites(app, owner, token)).toMatchObject({
        data: { sites: { totalCount: 0 } },
        places: [],
      });
  });

  it('are not reached by a token of another primary: its reads go to this one until it ends', async () => {
    const { owner } = await knownWorld();
    const beyond = tokenOf(2n ** 63n, new Date());
    expect(await sites(app, owner, beyond)).toMatchObject({
      data: { sites: { totalCount: 0 } },
      places: ['primary'],
    });
    const ended = tokenOf(2n ** 63n, new Date(Date.now() - 600_000));
    expect((await sites(app, owner, ended)).places).toEqual(['replica']);
  });

  it('are left out when they are too far behind, and come back by themselves', async () => {
    const { owner } = await knownWorld();
    await withReplayPaused(async () => {
      await createSite(other, owner);
      expect((await sites(app, owner)).places).toEqual(['replica']);
      const fresh = await until(
        () => sites(app, owner),
        ({ data }) => data?.sites.totalCount === 1,
      );
      expect(fresh.places).toEqual(['primary']);
    });
    await inService(app, 1);
    expect(await sites(app, owner)).toMatchObject({
      data: { sites: { totalCount: 1 } },
      places: ['replica'],
    });
  });

  it('cost no error when they die and return', async () => {
    const { owner } = await knownWorld();
    const seen = new Set<string>();
    const readUntil = (place: string): Promise<Answered> =>
      until(
        async () => {
          const answers = await Promise.all(Array.from({ length: 8 }, () => sites(app, owner)));
          for (const answer of answers) expect(count(answer)).toBe(0);
          for (const each of answers.flatMap(({ places }) => places)) seen.add(each);
          return answers.at(-1)!;
        },
        ({ places }) => (places.at(-1) ?? 'primary') === place,
      );
    await readUntil('replica');
    await standby.stop();
    await readUntil('primary');
    await standby.startAgain();
    await readUntil('replica');
    wire.cut();
    await readUntil('primary');
    wire.mend();
    await readUntil('replica');
    expect([...seen].sort()).toEqual(['primary', 'primary-after-replica', 'replica']);
  });

  it('cost no error when they hang in the middle of an answer', async () => {
    const { owner } = await knownWorld();
    await sites(app, owner);
    wire.hang();
    const begun = performance.now();
    const answers = await Promise.all([1, 2, 3].map(() => sites(app, owner)));
    expect(answers.map(count)).toEqual([0, 0, 0]);
    expect(performance.now() - begun).toBeLessThan(4_000);
    wire.mend();
    await inService(app, 1);
    expect((await sites(app, owner)).places).toEqual(['replica']);
  });

  it('let nobody in whose membership was revoked, in any process, long before they know of it', async () => {
    const world = await knownWorld();
    const clerk = await world.member('ADMIN');
    await replayed();
    expect((await sites(other, clerk)).places).toEqual(['replica']);
    await withReplayPaused(async () => {
      const input = { membershipId: clerk.membershipId, reason: 'left' };
      expect(await world.owner.do('revokeMembership', input, '')).not.toHaveProperty('code');
      const refused = await until(
        () => sites(other, clerk),
        ({ errors }) => errors !== undefined,
      );
      expect(refused.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect(other.app.get(Replicas).inService).toBe(1);
    });
  });

  it('are asked by whoever heard news of it only when they have them', async () => {
    const world = await knownWorld();
    const { owner, orgId } = world;
    const client = socketClient(app, owner.token);
    const heard = new Subscribed(client, 'subscription { news(channel: "a") { text } }');
    await app.eventually(() => app.app.get(LiveUpdates).count === 1);
    await withReplayPaused(async () => {
      await createSite(other, await world.member('ADMIN'));
      await app.app
        .get(Database)
        .forOrganization(orgId)
        .write(async (tx) => tx.notify('news', { channel: 'a', text: 'a site' }));
      const [news] = await heard.count(1);
      expect(count(await sites(app, owner))).toBe(1);
      const { lsn } = news!.extensions as { lsn: string };
      expect(count(await sites(other, owner))).toBe(0); // another process knows by the token alone
      expect(count(await sites(other, owner, lsn))).toBe(1);
    });
    await client.dispose();
  });

  it('are left alone once they are promoted', async () => {
    const second = await standbyOf(primary, 'second');
    const lonely = await TestApp.start({
      database: primary,
      env: { REPLICA_DATABASE_URLS: withPort(primary.databaseUrl, second.port) },
      withoutJobs: true,
    });
    try {
      await inService(lonely, 1);
      await second.ask('SELECT pg_promote()');
      await inService(lonely, 0);
      const { owner } = await World.create(lonely);
      await createSite(lonely, owner);
      expect(await sites(lonely, owner)).toMatchObject({
        data: { sites: { totalCount: 1 } },
        places: ['primary'],
      });
    } finally {
      await lonely.stop();
      await second.discard();
    }
  });
});

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.toString();
}
