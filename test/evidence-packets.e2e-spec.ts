import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { verifyLedgerFile } from '../src/cli/verify-ledger-file.js';
import type { EvidencePacketContent } from '../src/features/training/evidence/evidence-packet.js';
import { WITHHELD } from '../src/features/training/evidence/evidence.rules.js';
import { Database } from '../src/platform/database/database.js';
import { contentHash } from '../src/platform/ids/canonical-json.js';
import { newId } from '../src/platform/ids/ids.js';
import { LedgerSigner } from '../src/platform/ledger/ledger-signer.js';
import { outsideOf, readPdf, wordsOf } from './support/printed.js';
import { itemOf, observed, signedOff } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import {
  checklistIn,
  clinicWithTrainee,
  dayFromToday,
  employeeAt,
  insertRow,
  licenseOf,
  schoolWithPlacement,
  skillIn,
  validatorAt,
} from './support/training.js';
import { World, type Member } from './support/world.js';

interface Packet {
  id: string;
  sha256: string;
  evidenceHash: string;
  intact: boolean;
  json: { url: string; name: string; contentType: string };
  pdf: { url: string; contentType: string };
}

const QUERY = `query ($personId: ID!, $on: Date!, $knownAt: DateTime) { evidencePacket(personId: $personId, on: $on, knownAt: $knownAt) {
  id sha256 evidenceHash intact json { url name contentType } pdf { url contentType } } }`;
const TODAY = dayFromToday(0);

describe('evidence packets', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const packetOf = async (member: Member, personId: string, at: { on?: string; knownAt?: Date } = {}) =>
    (
      await member.ask<{ evidencePacket: Packet }>(QUERY, {
        personId,
        on: at.on ?? TODAY,
        knownAt: at.knownAt,
      })
    ).evidencePacket;
  const bytesOf = async (member: Member, { url }: { url: string }) => {
    const { pathname, search } = new URL(url);
    const response = await fetch(`${app.url}${pathname}${search}`, {
      headers: { authorization: `Bearer ${member.token}` },
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };
  const contentOf = async (member: Member, packet: Packet) =>
    JSON.parse((await bytesOf(member, packet.json)).toString()) as EvidencePacketContent;

  /** A clinic's new hire with a name that asks something of a font, observed and signed off. */
  async function signed() {
    const scene = await clinicWithTrainee(app);
    await app.owner.query(`UPDATE person SET given_name = 'Łukasz', family_name = 'Nguyễn' WHERE id = $1`, [
      scene.trainee.personId,
    ]);
    const { assignment, site, clinic, skill, supervisor } = scene;
    const observationId = await observed(app, {
      assignment,
      site,
      siteOrgId: clinic.orgId,
      skill,
      by: supervisor,
    });
    const [signOffId] = await signedOff(app, supervisor, [itemOf(assignment, skill, [observationId])]);
    await app.app.get(LedgerSigner).signPending();
    return { ...scene, observationId, signOffId: signOffId! };
  }

  it('hold everything, with hashes that can be made again, for an auditor', async () => {
    const { clinic, trainee, skill, observationId, signOffId, checklist } = await signed();
    const auditor = await clinic.member('AUDITOR');
    const packet = await packetOf(auditor, trainee.personId);
    const json = await bytesOf(auditor, packet.json);
    expect(createHash('sha256').update(json).digest('hex')).toBe(packet.sha256);
    const content = JSON.parse(json.toString()) as EvidencePacketContent;
    const { records, standings, ledger } = content;
    expect(contentHash({ records, standings })).toBe(packet.evidenceHash);
    expect(records.person.name).toBe('Łukasz Nguyễn');
    expect(records.assignments).toMatchObject([
      { kind: 'EMPLOYEE', made: { checklistVersionId: checklist.versionId } },
    ]);
    expect(records.checklists).toMatchObject([
      { versionId: checklist.versionId, skills: [{ skillVersionId: skill.versionId }] },
    ]);
    expect(records.skills).toMatchObject([
      { code: skill.code, number: 1, steps: [{ critical: true }, {}, {}, {}] },
    ]);
    expect(records.observations).toMatchObject([
      {
        id: observationId,
        result: 'MET',
        observer: 'Sam Okoye',
        steps: [{ result: 'MET', critical: true }, {}, {}, {}],
      },
    ]);
    const [signOff] = records.signOffs;
    expect(signOff).toMatchObject({
      id: signOffId,
      printedName: 'Sam Okoye',
      license: { typeCode: 'PT' },
      observationIds: [observationId],
    });
    expect(createHash('sha256').update(signOff!.content).digest('hex')).toBe(signOff!.contentHash);
    expect(standings).toMatchObject([{ code: skill.code, status: 'CURRENT', signOffId }]);
    expect(packet.intact).toBe(true);
    expect(ledger).toMatchObject([
      { personId: trainee.personId, verification: { broken: null, problem: null } },
    ]);
    expect(ledger[0]!.lines.filter(({ type }) => type === 'entry')).toMatchObject([{ kind: 'skill.signed' }]);
    const printed = await readPdf(await bytesOf(auditor, packet.pdf));
    const words = wordsOf(printed);
    for (const told of [
      'Łukasz Nguyễn',
      skill.code,
      'Signed by Sam Okoye',
      signOff!.contentHash,
      packet.evidenceHash,
    ])
      expect(words).toContain(told);
    for (const { text } of printed.pages) expect(text).toContain(`SHA-256 of the JSON: ${packet.sha256}`);
    expect(printed.pages.at(-1)!.text).toContain(`Page ${printed.pages.length} of ${printed.pages.length}`);
    expect(outsideOf(printed)).toEqual([]);
  });

  it('inv 71: what was known on a day stays what it was after later corrections', async () => {
    const { clinic, trainee, supervisor, signOffId, observationId } = await signed();
    const knownAt = new Date(Date.now() + 60_000);
    app.clock.advance({ minutes: 2 });
    const before = await packetOf(clinic.owner, trainee.personId, { knownAt });
    const first = await contentOf(clinic.owner, before);
    app.clock.advance({ minutes: 8 });
    // a back-dated revocation, and the observation taken back
    await insertRow(app, 'sign_off_entry', {
      org_id: clinic.orgId, id: newId(), sign_off_id: signOffId, kind: 'REVOKED', effective_from: TODAY, reason_code: 'INCIDENT',
      recorded_at: new Date(Date.now() + 5 * 60_000),
    }); // prettier-ignore
    await insertRow(app, 'observation_voiding', {
      org_id: clinic.orgId, observation_id: observationId, reason_code: 'WRONG_PERSON', reason: 'Another trainee.', voided_by: supervisor.personId,
      recorded_at: new Date(Date.now() + 5 * 60_000),
    }); // prettier-ignore
    await app.app.get(Database).forViewer(clinic.owner.viewer).write(async (tx) =>
      tx.append({ personId: trainee.personId, kind: 'sign-off.revoked', content: { signOffId } }),
    ); // prettier-ignore
    await app.app.get(LedgerSigner).signPending();
    const again = await packetOf(clinic.owner, trainee.personId, { knownAt });
    expect(again.evidenceHash).toBe(before.evidenceHash);
    const [then, now] = [
      await contentOf(clinic.owner, again),
      await contentOf(clinic.owner, await packetOf(clinic.owner, trainee.personId)),
    ];
    expect(then.records).toEqual(first.records);
    expect(then.standings[0]!.status).toBe('CURRENT');
    expect(then.ledger[0]!.lines.filter(({ type }) => type === 'entry')).toHaveLength(1);
    expect(now.standings[0]!.status).toBe('REVOKED');
    expect(now.records.observations[0]!.voiding).toMatchObject({ reasonCode: 'WRONG_PERSON' });
    expect(now.records.signOffs[0]!.entries).toMatchObject([{ kind: 'REVOKED' }]);
    expect(now.ledger[0]!.lines.filter(({ type }) => type === 'entry')).toHaveLength(2);
  });

  it('verify by themselves, without the database', async () => {
    const { clinic, trainee } = await signed();
    const json = await bytesOf(clinic.owner, (await packetOf(clinic.owner, trainee.personId)).json);
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'preceptor-packet-')), 'packet.json');
    writeFileSync(file, json);
    const printed: string[] = [];
    expect(await verifyLedgerFile([file], (line) => void printed.push(line))).toBe(0);
    expect(printed.join('\n')).toContain('1 entries of 1 chains, 1 signed');
    writeFileSync(file, json.toString().replace('"kind": "skill.signed"', '"kind": "skill.seen"'));
    expect(await verifyLedgerFile([file], (line) => void printed.push(line))).toBe(1);
    expect(printed.join('\n')).toContain('BROKEN at entry 1');
  });

  it('inv 68: tell of no patient', async () => {
    const { clinic, trainee, assignment, site, skill, supervisor } = await signed();
    const id = await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor });
    await app.owner.query(`UPDATE observation SET note = 'Helped patient Smith, MRN 123456' WHERE id = $1`, [
      id,
    ]);
    await app.app.get(Database).forViewer(clinic.owner.viewer).write(async (tx) =>
      tx.append({ personId: trainee.personId, kind: 'observation.recorded', content: { id, note: 'Helped patient Smith, MRN 123456' } }),
    ); // prettier-ignore
    await app.app.get(LedgerSigner).signPending();
    const packet = await packetOf(clinic.owner, trainee.personId);
    const text = (await bytesOf(clinic.owner, packet.json)).toString();
    expect(text).not.toContain('Smith');
    const { records, ledger } = JSON.parse(text) as EvidencePacketContent;
    expect(records.observations.find((each) => each.id === id)!.note).toBe(WITHHELD);
    expect(ledger[0]!.verification).toMatchObject({ entries: 2, broken: null });
    expect(packet.intact).toBe(true);
  });

  it('inv 68: tell of no patient by what was signed either: then the signed text is withheld as a whole', async () => {
    const { clinic, trainee, site, assignment, jurisdiction } = await clinicWithTrainee(app);
    const lead = await clinic.member('ADMIN');
    await licenseOf(clinic, lead.personId, jurisdiction);
    await validatorAt(clinic, lead.personId, site.id);
    const skill = await skillIn(clinic);
    const other = await employeeAt(clinic, trainee, site, (await checklistIn(clinic, [skill])).versionId);
    const priorLearning = 'Shown elsewhere on patient Smith, MRN 123456';
    await signedOff(app, lead, [itemOf(other, skill, [], { priorLearning })]);
    expect(assignment.id).not.toBe(other.id);
    await app.app.get(LedgerSigner).signPending();
    const packet = await packetOf(clinic.owner, trainee.personId);
    const text = (await bytesOf(clinic.owner, packet.json)).toString();
    expect(text).not.toContain('Smith');
    const { records } = JSON.parse(text) as EvidencePacketContent;
    expect(records.signOffs).toMatchObject([{ content: WITHHELD }]);
    expect(packet.intact).toBe(true);
  });

  it('of a school’s trainee name the clinic that taught them', async () => {
    const { school, clinic, trainee, assignment, site, skill, supervisor } = await schoolWithPlacement(app);
    await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor });
    const { records } = await contentOf(school.owner, await packetOf(school.owner, trainee.personId));
    expect(records.assignments).toMatchObject([
      { kind: 'CLINICAL_PLACEMENT', site: { jurisdiction: expect.stringMatching(/^XX-/) } },
    ]);
    expect(records.assignments[0]!.site.organization).toMatch(/^Organization /);
    expect(records.observations).toMatchObject([{ observer: 'Sam Okoye' }]);
  });

  it('are for the trainee, for those who may read evidence, and for nobody else', async () => {
    const { clinic, trainee, supervisor } = await signed();
    const codeOf = async (member: Member) =>
      (await member.send(QUERY, { personId: trainee.personId, on: TODAY })).errors?.[0]?.extensions.code;
    expect(await codeOf(trainee)).toBeUndefined();
    expect(await codeOf(supervisor)).toBe('FORBIDDEN');
    expect(await codeOf(await clinic.member('TRAINEE'))).toBe('FORBIDDEN');
    expect(await codeOf((await World.create(app)).owner)).toBe('NOT_FOUND');
    const auditor = await clinic.member('AUDITOR');
    await app.owner.query('UPDATE membership SET site_limited = true WHERE id = $1', [auditor.membershipId]);
    expect(await codeOf(auditor)).toBe('NOT_FOUND');
  });

  it('abuse 65: open to whom they were made for alone', async () => {
    const { clinic, trainee } = await signed();
    const { pdf } = await packetOf(clinic.owner, trainee.personId);
    const { pathname, search } = new URL(pdf.url);
    const admin = await clinic.member('ADMIN');
    const response = await fetch(`${app.url}${pathname}${search}`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    expect(response.status).toBe(404);
  });

  it('say of somebody without training that there is none', async () => {
    const world = await World.create(app);
    const { records, standings } = await contentOf(
      world.owner,
      await packetOf(world.owner, world.owner.personId),
    );
    expect([records.assignments, records.observations, standings]).toEqual([[], [], []]);
  });
});
