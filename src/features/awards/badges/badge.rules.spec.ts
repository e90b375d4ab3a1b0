import { badgeOf, badgeUrl, verificationUrl, type BadgeFacts } from './badge.rules.js';

const facts: BadgeFacts = {
  orgId: '018f0000-0000-7000-8000-000000000001',
  number: 'K7QM-2XWD-9FRT-HB4C',
  kind: 'PROGRAM',
  title: 'Technician Certificate',
  recipientName: 'Łukasz Żak',
  issuer: 'Lakeside College',
  awardedOn: '2026-05-14',
  timeZone: 'America/Chicago',
  recordedAt: new Date('2026-05-15T13:00:00.123Z'),
  achievementId: '018f0000-0000-7000-8000-000000000002',
  requirements: [
    { kind: 'ENROLLMENT', title: 'Enrolled' },
    { kind: 'COURSE_PASSED', title: 'Anatomy' },
    { kind: 'CLOCK_HOURS', title: '320 clock hours' },
    { kind: 'NO_HOLD', title: 'No hold' },
  ],
};
const PLACE = { list: 2, index: 77 };
const made = (changed: Partial<BadgeFacts> = {}) =>
  badgeOf({ ...facts, ...changed }, 'https://learn.example.org', 'did:web:a', PLACE) as Record<
    string,
    unknown
  >;

describe('a badge', () => {
  it('is found and verified by the number of its certificate', () => {
    expect(made()).toMatchObject({
      id: badgeUrl('https://learn.example.org', facts.number),
      evidence: [{ id: verificationUrl('https://learn.example.org', facts.number) }],
    });
  });

  it('was awarded on its day, where that was, and is valid from the moment it was put on record', () => {
    expect(made()).toMatchObject({
      awardedDate: '2026-05-14T00:00:00-05:00',
      validFrom: '2026-05-15T13:00:00Z',
    });
  });

  it('names what was achieved, and no conditions that nobody achieves', () => {
    expect(made()['credentialSubject']).toMatchObject({
      achievement: {
        id: `urn:uuid:${facts.achievementId}`,
        criteria: { narrative: 'Everything that is required was achieved:\n- Anatomy\n- 320 clock hours' },
      },
    });
  });

  it('says nothing of the person but the name as printed', () => {
    expect(made()['credentialSubject']).toEqual({
      type: ['AchievementSubject'],
      identifier: [
        { type: 'IdentityObject', hashed: false, identityHash: 'Łukasz Żak', identityType: 'name' },
      ],
      achievement: expect.any(Object) as object,
    });
  });

  it('names one entry of status, as Open Badges 3.0 wants it, and beside it the list of what is final', () => {
    const lists = 'https://learn.example.org/status-lists/018f0000-0000-7000-8000-000000000001';
    expect(made()['credentialStatus']).toEqual({
      id: `${lists}/suspension/2#77`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'suspension',
      statusListIndex: '77',
      statusListCredential: `${lists}/suspension/2`,
      statusReference: [`${lists}/revocation/2`, verificationUrl('https://learn.example.org', facts.number)],
    });
  });

  it('of a specialty is told from that of a program', () => {
    const types = (['PROGRAM', 'SPECIALTY'] as const).map(
      (kind) =>
        (made({ kind })['credentialSubject'] as { achievement: { achievementType: string } }).achievement
          .achievementType,
    );
    expect(types).toEqual(['CertificateOfCompletion', 'Certificate']);
  });
});
