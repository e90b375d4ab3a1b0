import { createHash } from 'node:crypto';
import { newId } from '../src/platform/ids/ids.js';
import { awardProgram, changeAward, graduate as graduated } from './support/awards.js';
import { awardedTo, awardEntry } from './support/certificates.js';
import { outsideOf, readPdf, wordsOf } from './support/printed.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Printed {
  __typename: string;
  number: string;
  standing: string;
  verifyUrl: string;
  sha256: string;
  letters: string[];
  message: string;
  pdf: { url: string; name: string; contentType: string };
}

const QUERY = `query ($awardId: ID!) { awardCertificate(awardId: $awardId) { __typename
  ... on AwardCertificate { number standing verifyUrl sha256 pdf { url name contentType } }
  ... on LettersNotPrintable { letters message } } }`;
const ISSUES = `query ($personId: ID!) { documentIssues(personId: $personId, first: 20) { totalCount
  edges { node { kind awardId contentHash recipient issuedByName } } } }`;
const POLICY = `pageSize signatories { name title } transcriptHolds decidedAt`;
const SHOWN_POLICY = `... on DocumentPolicy { ${POLICY} } ... on LettersNotPrintable { letters }`;

describe('certificates', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  async function graduate(given: Parameters<typeof awardedTo>[3] = {}) {
    const world = await World.create(app);
    const program = await world.program();
    const enrolled = await world.enrolled(program);
    const award = await awardedTo(world, program, enrolled, given);
    return { world, program, ...enrolled, award };
  }
  const print = async (member: Member, awardId: string) =>
    (await member.ask<{ awardCertificate: Printed }>(QUERY, { awardId })).awardCertificate;
  const bytesOf = async (member: Member, { url }: { url: string }) => {
    const { pathname, search } = new URL(url);
    const response = await fetch(`${app.url}${pathname}${search}`, {
      headers: { authorization: `Bearer ${member.token}` },
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };

  it('say who earned what, when, from whom, and lead to where it is verified', async () => {
    const { world, trainee, award } = await graduate({ recipientName: 'Łukasz Nguyễn' });
    const certificate = await print(trainee, award.id);
    expect(certificate).toMatchObject({ number: award.number, standing: 'VALID' });
    expect(certificate.verifyUrl).toMatch(new RegExp(`/verify/${award.number}$`));
    expect(certificate.pdf).toMatchObject({
      name: `certificate-${award.number}.pdf`,
      contentType: 'application/pdf',
    });
    const pdf = await bytesOf(trainee, certificate.pdf);
    expect(createHash('sha256').update(pdf).digest('hex')).toBe(certificate.sha256);
    const printed = await readPdf(pdf, { codes: true });
    expect(printed.pages).toHaveLength(1);
    const [page] = printed.pages;
    expect([page!.width, page!.height]).toEqual([792, 612]);
    expect(page!.code).toBe(certificate.verifyUrl);
    const words = wordsOf(printed);
    const organization = `ORGANIZATION ${world.orgId.slice(-6).toUpperCase()}`;
    for (const said of [
      'Certificate of Completion',
      'Łukasz Nguyễn',
      'Physical Therapy Technician',
      'a program of 4 clock hours',
      'Awarded on March 3, 2026',
      award.number,
      certificate.verifyUrl,
      'Ada Test',
      organization,
    ])
      // prettier-ignore
      expect(words).toContain(said);
    expect(words).not.toMatch(/REVOKED|SUSPENDED|REPLACED/);
    expect(outsideOf(printed)).toEqual([]);
  });

  it('are the same, byte by byte, whenever and by whomever they are printed: a reprint issues nothing', async () => {
    const { world, trainee, award } = await graduate();
    const first = await print(trainee, award.id);
    app.clock.advance({ days: 400 });
    await app.owner.query(`UPDATE organization SET name = 'Another name' WHERE id = $1`, [world.orgId]);
    await app.owner.query(`UPDATE person SET family_name = 'Married' WHERE id = $1`, [world.owner.personId]);
    const again = await print(await world.member('RECORDS'), award.id);
    expect(again.sha256).toBe(first.sha256);
    const { rows } = await app.owner.query('SELECT count(*)::int AS awards FROM award WHERE org_id = $1', [
      world.orgId,
    ]);
    expect(rows).toEqual([{ awards: 1 }]);
  });

  it('tell the log who printed them, once a day', async () => {
    const { world, trainee, award } = await graduate();
    const { sha256 } = await print(trainee, award.id);
    await print(trainee, award.id);
    await app.owner.query(
      `UPDATE document_issue SET issued_on = issued_on - 1, issued_at = issued_at - interval '1 day' WHERE org_id = $1`,
      [world.orgId],
    );
    await print(trainee, award.id);
    await print(world.owner, award.id);
    const { documentIssues } = await trainee.ask<{ documentIssues: { totalCount: number; edges: object[] } }>(
      ISSUES,
      {
        personId: trainee.personId,
      },
    );
    expect(documentIssues.totalCount).toBe(3);
    expect(documentIssues.edges[0]).toMatchObject({
      node: {
        kind: 'CERTIFICATE',
        awardId: award.id,
        contentHash: sha256,
        recipient: null,
        issuedByName: 'Ada Test',
      },
    });
    const nothing = { documentIssues: { totalCount: 0, edges: [] } };
    expect(await (await world.member('TRAINEE')).ask(ISSUES, { personId: trainee.personId })).toEqual(
      nothing,
    );
    expect(await (await World.create(app)).owner.ask(ISSUES, { personId: trainee.personId })).toEqual(
      nothing,
    );
  });

  it.each([
    ['one word of a hundred letters', 'W'.repeat(100)],
    [
      'many names',
      'María Fernanda Guadalupe de la Santísima Trinidad Rodríguez-Villanueva y Fernández de Córdoba Alcántara',
    ],
    ['letters with two marks', 'Ệệ Ǖǖ Ẫẵ Ťůž Şş'],
    ['marks of their own', 'Ñandú Łuczak'.normalize('NFD')],
    ['an apostrophe and a hyphen', 'D’Arcy O’Neill-Þórsdóttir'],
    ['Greek, Cyrillic and Georgian', 'Ελένη Щербаков გიორგი'],
  ])('hold %s without losing a letter', async (_, recipientName) => {
    const { trainee, award } = await graduate({ recipientName });
    const printed = await readPdf(await bytesOf(trainee, (await print(trainee, award.id)).pdf), {
      codes: true,
    });
    expect(wordsOf(printed)).toContain(recipientName.normalize('NFC'));
    expect(outsideOf(printed)).toEqual([]);
    expect(printed.pages[0]!.code).toContain(award.number);
  });

  it('are refused, not printed as boxes, for letters that no font here has', async () => {
    const { trainee, award } = await graduate({ recipientName: '王小明 Wang' });
    const refused = await print(trainee, award.id);
    expect(refused).toMatchObject({ __typename: 'LettersNotPrintable', letters: ['王', '小', '明'] });
  });

  it('look as the organization decided when they were awarded, and stay so', async () => {
    const { world, program, ...enrolled } = await graduate();
    const signatories = [
      { name: 'Dr. Amara Okonkwo-Bielawska', title: 'Program Director' },
      { name: 'Sam Okoye', title: null },
    ];
    const decided = await world.owner.do(
      'setDocumentPolicy',
      { pageSize: 'A4', signatories, transcriptHolds: [] },
      SHOWN_POLICY,
    );
    expect(decided).toMatchObject({ pageSize: 'A4', signatories, transcriptHolds: [] });
    const other = await world.enrolled(program, { cohortId: enrolled.cohortId });
    const award = await awardedTo(world, program, other);
    const printed = await readPdf(await bytesOf(other.trainee, (await print(other.trainee, award.id)).pdf));
    expect(printed.pages[0]!.width).toBeCloseTo(841.89, 1);
    for (const said of ['Okonkwo-Bielawska', 'Program Director', 'Sam Okoye'])
      expect(wordsOf(printed)).toContain(said);
    const before = await readPdf(
      await bytesOf(enrolled.trainee, (await print(enrolled.trainee, enrolled.award.id)).pdf),
    );
    expect(before.pages[0]!.width).toBe(792);
    expect(wordsOf(before)).not.toContain('Okoye');
  });

  it('have no signature that nobody gave: what the system awarded is signed by nobody', async () => {
    const { trainee, award } = await graduate({ awardedBy: null, recipientName: 'Lin Wu' });
    const printed = await readPdf(await bytesOf(trainee, (await print(trainee, award.id)).pdf));
    expect(wordsOf(printed)).not.toContain('Ada Test');
  });

  it('are stamped when they do not count, and plain again when reinstated', async () => {
    const { world, trainee, award } = await graduate();
    const { sha256 } = await print(trainee, award.id);
    const said = async () => {
      const certificate = await print(trainee, award.id);
      return {
        ...certificate,
        words: wordsOf(await readPdf(await bytesOf(trainee, certificate.pdf), { codes: true })),
      };
    };
    await awardEntry(world, award, 'SUSPENDED', '2026-04-01');
    const suspended = await said();
    expect(suspended.standing).toBe('SUSPENDED');
    expect(suspended.words).toContain('SUSPENDED');
    expect(suspended.words).toContain('since April 1, 2026: this certificate is not valid');
    app.clock.advance({ minutes: 1 });
    await awardEntry(world, award, 'REINSTATED', '2026-04-20');
    expect((await said()).sha256).toBe(sha256);
    await awardEntry(world, award, 'REVOKED', '2026-05-01');
    const revoked = await said();
    expect(revoked.standing).toBe('REVOKED');
    expect(revoked.words).toContain('REVOKED');
  });

  it('that another one replaced say so, and the other says since when', async () => {
    const { world, program, trainee, enrollmentId, award } = await graduate();
    const next = await awardedTo(
      world,
      program,
      { trainee, enrollmentId },
      { supersedesId: award.id, recipientName: 'Ada Okoye' },
    );
    const earlier = await print(trainee, award.id);
    expect(earlier.standing).toBe('SUPERSEDED');
    expect(wordsOf(await readPdf(await bytesOf(trainee, earlier.pdf)))).toContain('REPLACED');
    const words = wordsOf(await readPdf(await bytesOf(trainee, (await print(trainee, next.id)).pdf)));
    expect(words).toContain('Ada Okoye');
    expect(words).toContain('Reissued on March 3, 2026');
  });

  it('are for their holder and those who may read awards; the link is for whoever asked alone', async () => {
    const { world, cohortId, trainee, award } = await graduate();
    const codeOf = async (member: Member, awardId = award.id) =>
      (await member.send(QUERY, { awardId })).errors?.[0]?.extensions.code;
    expect(await codeOf(trainee)).toBeUndefined();
    expect(await codeOf(await world.member('AUDITOR'))).toBeUndefined();
    expect(await codeOf(await world.member('TRAINEE'))).toBe('NOT_FOUND');
    expect(await codeOf(await world.member('SUPERVISOR'))).toBe('NOT_FOUND');
    expect(await codeOf((await World.create(app)).owner)).toBe('NOT_FOUND');
    expect(await codeOf(trainee, newId())).toBe('NOT_FOUND');
    const limited = await world.member('INSTRUCTOR');
    await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
      limited.membershipId,
    ]);
    expect(await codeOf(limited)).toBe('NOT_FOUND');
    await app.owner.query('INSERT INTO membership_cohort VALUES ($1, $2, $3)', [
      world.orgId,
      limited.membershipId,
      cohortId,
    ]);
    expect(await codeOf(limited)).toBeUndefined();
    const { pdf } = await print(trainee, award.id);
    const { pathname, search } = new URL(pdf.url);
    expect((await fetch(`${app.url}${pathname}${search}`)).status).toBe(404);
    const owner = { headers: { authorization: `Bearer ${world.owner.token}` } };
    expect((await fetch(`${app.url}${pathname}${search}`, owner)).status).toBe(404);
  });

  it('are decided upon by those who run the organization', async () => {
    const world = await World.create(app);
    const set = (member: Member, signatories: object[]) =>
      member.do('setDocumentPolicy', { pageSize: 'A4', signatories, transcriptHolds: [] }, SHOWN_POLICY);
    await expect(set(await world.member('INSTRUCTOR'), [])).rejects.toThrow('FORBIDDEN');
    const three = Array.from({ length: 3 }, () => ({ name: 'Somebody' }));
    await expect(set(world.owner, three)).rejects.toThrow('BAD_USER_INPUT');
    expect(await set(world.owner, [{ name: '王小明' }])).toMatchObject({
      __typename: 'LettersNotPrintable',
      letters: ['王', '小', '明'],
    });
    const { documentPolicy } = await world.owner.ask<{ documentPolicy: object }>(
      `{ documentPolicy { ${POLICY} } }`,
    );
    expect(documentPolicy).toEqual({
      pageSize: 'LETTER',
      signatories: [],
      transcriptHolds: [],
      decidedAt: null,
    });
  });

  it('of an award lead a stranger to the page that says what it is worth, before and after it was revoked', async () => {
    const world = await World.create(app);
    const { trainee, enrollmentId } = await graduated(world);
    const { id, number } = await awardProgram(world.owner, enrollmentId);
    const follow = async () => {
      const printed = await readPdf(await bytesOf(trainee, (await print(trainee, id)).pdf), { codes: true });
      const { pathname } = new URL(printed.pages[0]!.code!);
      const page = await fetch(`${app.url}${pathname}`, { headers: { accept: 'text/html' } });
      expect(page.status).toBe(200);
      return { words: wordsOf(printed), page: await page.text() };
    };
    const before = await follow();
    expect(before.page).toContain(number);
    expect(before.words).toContain('Ada Test');
    expect(before.words).not.toContain('REVOKED');
    await changeAward(world.owner, 'revokeAward', id);
    const after = await follow();
    expect(after.words).toContain('REVOKED');
    expect(after.page).toMatch(/revoked/i);
    expect(after.words).toContain(`Certificate number ${number}`);
  });
});
