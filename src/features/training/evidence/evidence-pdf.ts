import { PageWriter } from '../../../platform/documents/page-writer.js';
import { BROKEN_REASONS } from '../../../platform/ledger/verification.rules.js';
import type { EvidencePacketContent, LedgerEvidence } from './evidence-packet.js';
import type {
  AssignmentEvidence,
  LicenseSnapshot,
  ObservationEvidence,
  SignOffEvidence,
} from './evidence-records.js';

/** The packet as a printed document. `sha256` is that of its JSON. */
export async function evidencePdf(packet: EvidencePacketContent, sha256: string): Promise<Buffer> {
  const { person, organization } = packet.records;
  const page = await PageWriter.begin(
    `Evidence of supervised training: ${person.name}`,
    new Date(packet.madeAt),
  );
  page.title('Evidence of supervised training', `${person.name} · ${organization.name}`);
  summary(page, packet);
  standings(page, packet);
  assignments(page, packet);
  signOffs(page, packet);
  observations(page, packet);
  actionPlans(page, packet);
  hours(page, packet);
  checklists(page, packet);
  packet.ledger.forEach((ledger) => ledgerOf(page, ledger));
  verifying(page);
  return page.finish({
    left: `Evidence packet ${packet.id} · ${person.name}`,
    under: `SHA-256 of the JSON: ${sha256}`,
  });
}

function summary(page: PageWriter, { records, ledger, ...packet }: EvidencePacketContent): void {
  page.facts([
    ['Trainee', records.person.name],
    ['Person', records.person.id],
    ['Organization', records.organization.name],
    ['In force on', packet.on],
    ['As it was known at', time(packet.knownAt)],
    ['Put together at', time(packet.madeAt)],
    ['Packet', packet.id],
    ['Hash of the evidence', packet.evidenceHash],
    [
      'It holds',
      [
        counted(records.assignments.length, 'assignment'),
        counted(records.observations.length, 'observation'),
        counted(records.signOffs.length, 'sign-off'),
        counted(records.hours.length, 'claim of hours', 'claims of hours'),
        counted(records.actionPlans.length, 'action plan'),
      ].join(', '),
    ],
    ['Ledger', ledger.length ? ledger.map(verdict).join(' ') : 'Nothing was recorded.'],
  ]);
}

function standings(page: PageWriter, { standings: all, on }: EvidencePacketContent): void {
  page.heading(`Where the trainee stood on ${on}`);
  if (!all.length) return page.line('No skill was asked for, observed or signed.', 'soft');
  page.table(
    [
      { title: 'Skill', share: 0.34 },
      { title: 'Status', share: 0.14 },
      { title: 'Since', share: 0.11 },
      { title: 'Through', share: 0.11 },
      { title: 'Why', share: 0.3 },
    ],
    all.map(({ code, title, status, effectiveOn, expiresOn, because }) => [
      `${code} ${title}`,
      words(status),
      effectiveOn ?? '–',
      expiresOn ?? '–',
      because.join(' '),
    ]),
  );
}

function assignments(page: PageWriter, { records }: EvidencePacketContent): void {
  page.heading('Assignments');
  if (!records.assignments.length) page.line('None.', 'soft');
  for (const assignment of records.assignments) {
    const { site, made, supervisors, entries, kind } = assignment;
    page.subheading(`${words(kind)} at ${site.name}, ${site.organization}`);
    page.facts([
      ['Dates as made', `${made.startsOn} to ${made.endsOn ?? 'open end'}, recorded ${time(made.at)}`],
      ['Place', `${site.jurisdiction}, ${site.timeZone}`],
      ['Checklist', checklistName(records.checklists, assignment)],
      [
        'Supervisors',
        supervisors.map(({ name, startsOn }) => `${name} from ${startsOn}`).join('; ') || 'none named',
      ],
      ...entries.map(
        ({ kind: what, startsOn, endsOn, reason, recordedAt }) =>
          [
            words(what),
            `${[startsOn, endsOn].filter(Boolean).join(' to ')} ${reason} (${time(recordedAt)})`,
          ] as const,
      ),
    ]);
  }
}

const checklistName = (
  checklists: EvidencePacketContent['records']['checklists'],
  { made }: AssignmentEvidence,
): string => {
  const found = checklists.find(({ versionId }) => versionId === made.checklistVersionId);
  return found ? `${found.code} ${found.title}, version ${found.number}` : '–';
};

function signOffs(page: PageWriter, { records }: EvidencePacketContent): void {
  page.heading('Sign-offs');
  if (!records.signOffs.length) page.line('None.', 'soft');
  for (const signOff of records.signOffs) {
    page.subheading(`${skillName(records, signOff.skillVersionId)}: ${words(signOff.kind)}`);
    page.facts([
      [
        'Counts',
        `from ${signOff.effectiveOn} ${signOff.expiresOn ? `through ${signOff.expiresOn}` : 'without an end'}`,
      ],
      ['Signed by', `${signOff.printedName}, ${licenseText(signOff.license)}`],
      [
        'Signed at',
        `${time(signOff.signedAt)} (site in ${signOff.timeZone}), by ${words(signOff.authentication).toLowerCase()}`,
      ],
      ['Meaning', signOff.meaning],
      ['Entrustment', signOff.entrustmentLevel ?? '–'],
      ['On the evidence of', observationsText(records.observations, signOff)],
      ...signOff.entries.map(
        ({ kind, effectiveFrom, reasonCode, note, recordedAt }) =>
          [
            words(kind),
            [`from ${effectiveFrom}, recorded ${time(recordedAt)}`, reasonCode && words(reasonCode), note]
              .filter(Boolean)
              .join('. '),
          ] as const,
      ),
    ]);
    page.code(`content SHA-256 ${signOff.contentHash}`);
  }
}

const observationsText = (
  observations: readonly ObservationEvidence[],
  { observationIds }: SignOffEvidence,
): string =>
  observations
    .filter(({ id }) => observationIds.includes(id))
    .map(
      ({ observedOn, observer, result }) =>
        `${observedOn} by ${observer}: ${words(result ?? 'NO_RESULT').toLowerCase()}`,
    )
    .join('; ') || 'a decision on prior learning';

function observations(page: PageWriter, { records }: EvidencePacketContent): void {
  page.heading('Observations');
  if (!records.observations.length) page.line('None.', 'soft');
  for (const seen of records.observations) {
    page.subheading(
      `${seen.observedOn} ${skillName(records, seen.skillVersionId)}: ${words(seen.result ?? seen.kind)}`,
    );
    page.facts([
      [
        'Observed by',
        `${seen.observer || '–'}${seen.late ? ', entered late' : ''}; recorded ${time(seen.recordedAt)}`,
      ],
      [
        'How',
        [seen.method && words(seen.method), seen.simulated ? 'simulated' : null].filter(Boolean).join(', ') ||
          words(seen.kind),
      ],
      [
        'Score',
        seen.scorePercent === null
          ? '–'
          : `${seen.scorePercent} %, critical steps ${seen.criticalMet ? 'all met' : 'not all met'}`,
      ],
      ['Entrustment, rating', `${seen.entrustmentLevel ?? '–'}, ${seen.performanceRating ?? '–'}`],
      ...(seen.note ? [['Note', seen.note] as const] : []),
      ...(seen.voiding
        ? [
            [
              'Voided',
              `${words(seen.voiding.reasonCode)}: ${seen.voiding.reason} (${time(seen.voiding.recordedAt)})`,
            ] as const,
          ]
        : []),
    ]);
    if (seen.steps.length)
      page.table(
        [
          { title: 'Step', share: 0.62 },
          { title: 'Result', share: 0.16 },
          { title: 'Measured', share: 0.22 },
        ],
        seen.steps.map((step) => [
          `${step.position}. ${step.text ?? ''}${step.critical ? ' (critical)' : ''}`,
          words(step.result),
          step.reading === null
            ? ''
            : `${step.reading} against ${step.referenceReading ?? '–'} ± ${step.tolerance ?? '–'}`,
        ]),
      );
  }
}

function actionPlans(page: PageWriter, { records }: EvidencePacketContent): void {
  if (!records.actionPlans.length) return;
  page.heading('Action plans');
  for (const { skillCode, reason, plan, dueOn, openedAt, entries } of records.actionPlans) {
    page.subheading(`${skillCode}, opened ${time(openedAt)}`);
    page.facts([
      ['Reason', reason],
      ['Plan', plan || '–'],
      ['Due', dueOn ?? '–'],
      ...entries.map(
        ({ kind, note, plan: written, recordedAt }) =>
          [words(kind), [note, written, time(recordedAt)].filter(Boolean).join('. ')] as const,
      ),
    ]);
  }
}

function hours(page: PageWriter, { records }: EvidencePacketContent): void {
  page.heading('Hours on the job');
  if (!records.hours.length) return page.line('None.', 'soft');
  page.table(
    [
      { title: 'From (UTC)', share: 0.2 },
      { title: 'To (UTC)', share: 0.2 },
      { title: 'Break', share: 0.08 },
      { title: 'Decision', share: 0.12 },
      { title: 'Counted', share: 0.1 },
      { title: 'By', share: 0.3 },
    ],
    records.hours.map(({ startsAt, endsAt, breakMinutes, decisions, withdrawn }) => {
      const last = decisions.at(-1);
      return [
        time(startsAt),
        time(endsAt),
        `${breakMinutes} min`,
        withdrawn ? 'Withdrawn' : last ? words(last.decision) : 'Waiting',
        last?.countedMinutes == null ? '–' : `${last.countedMinutes} min`,
        last ? [last.decidedBy, last.license && licenseText(last.license)].filter(Boolean).join(', ') : '',
      ];
    }),
  );
}

function checklists(page: PageWriter, { records }: EvidencePacketContent): void {
  page.heading('What was asked for');
  for (const { code, title, number, completion, requiredMinutes, publishedAt } of records.checklists)
    page.line(
      `${code} ${title}, version ${number}, published ${time(publishedAt)}: ${words(completion).toLowerCase()}${requiredMinutes ? `, ${requiredMinutes} minutes` : ''}`,
    );
  for (const skill of records.skills) {
    page.subheading(`${skill.code} ${skill.title}, version ${skill.number}`);
    page.line(
      [
        `${counted(skill.requiredObservations, 'satisfactory observation')} on ${counted(skill.requiredDates, 'date')} by ${counted(skill.requiredValidators, 'validator')}`,
        `cut score ${skill.cutScorePercent} %`,
        skill.validityMonths ? `counts for ${counted(skill.validityMonths, 'month')}` : 'does not expire',
        skill.finalApproval ? 'with a final approval' : null,
        `risk ${skill.riskBand.toLowerCase()}`,
      ]
        .filter(Boolean)
        .join('; '),
      'soft',
    );
    for (const { position, text, critical } of skill.steps)
      page.line(`${position}. ${text}${critical ? ' (critical)' : ''}`);
  }
}

function ledgerOf(page: PageWriter, { personId, verification, lines }: LedgerEvidence): void {
  page.heading('Ledger');
  page.line(
    verdict({ personId, verification, lines }),
    verification.broken || verification.problem ? 'bad' : 'text',
  );
  if (verification.anchor)
    page.line(
      `Anchor ${verification.anchor.number} of ${time(verification.anchor.at)} covers what was recorded until then.`,
      'soft',
    );
  for (const line of lines) if (line.type === 'key') page.code(`key ${line.id}  ${line.publicKey}`);
  const entries = lines.flatMap((line) => (line.type === 'entry' ? [line] : []));
  page.table(
    [
      { title: 'Place', share: 0.07 },
      { title: 'Recorded at (UTC)', share: 0.2 },
      { title: 'What', share: 0.25 },
      { title: 'Hash, first half', share: 0.38 },
      { title: 'Signed', share: 0.1 },
    ],
    entries.map(({ seq, recordedAt, kind, hash, signed }) => [
      String(seq),
      time(recordedAt),
      kind,
      hash.slice(0, 32),
      signed ? 'yes' : 'not yet',
    ]),
  );
}

function verifying(page: PageWriter): void {
  page.heading('How to verify it');
  page.line(
    'The JSON file of this packet has the SHA-256 at the foot of every page. `npm run ledger:verify -- FILE` verifies the ledger in it without the database: compare the ids of the keys with those the organization has published, and name them with --key. The hash of the content of a sign-off is the SHA-256 of its `content` in the JSON.',
    'soft',
  );
}

const verdict = ({ verification: { entries, signed, pending, broken, problem } }: LedgerEvidence): string =>
  broken
    ? `BROKEN at entry ${broken.seq}: ${BROKEN_REASONS[broken.reason]}.`
    : problem
      ? `BROKEN: ${problem}.`
      : `Intact: ${counted(entries, 'entry', 'entries')}, ${signed} signed${pending ? `, ${pending} waiting for a signature` : ''}.`;

const skillName = ({ skills }: EvidencePacketContent['records'], versionId: string): string => {
  const skill = skills.find((each) => each.versionId === versionId);
  return skill ? `${skill.code} ${skill.title}, version ${skill.number}` : versionId;
};

const licenseText = ({
  typeCode,
  jurisdiction,
  number,
  status,
  expiresOn,
  verifiedOn,
}: LicenseSnapshot): string =>
  [
    [typeCode, jurisdiction, number].filter(Boolean).join(' '),
    status && words(status).toLowerCase(),
    expiresOn && `through ${expiresOn}`,
    verifiedOn && `verified ${verifiedOn}`,
  ]
    .filter(Boolean)
    .join(', ');

/** `RETURN_DEMONSTRATION` as people write it. */
const words = (code: string): string => {
  const text = code.toLowerCase().replaceAll('_', ' ');
  return text[0]!.toUpperCase() + text.slice(1);
};

/** `2026-03-03T10:00:00.123Z` to the minute. */
const time = (utc: string): string => `${utc.slice(0, 10)} ${utc.slice(11, 16)} UTC`;

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
