import { PageWriter, type Column } from '../../../platform/documents/page-writer.js';
import type { PageSize } from './certificate.js';
import type {
  CorrectedMark,
  CourseAttemptTranscript,
  CourseTranscript,
  EnrollmentTranscript,
  PracticalTranscript,
  QuizTranscript,
  SkillTranscript,
  StatusTranscript,
  TranscriptContent,
} from './transcript.js';
import { LEGEND } from './transcript-legend.js';

/** The transcript as a printed document, its pages numbered. */
export async function transcriptPdf(content: TranscriptContent, size: PageSize): Promise<Buffer> {
  const { student, school } = content.record;
  const page = await PageWriter.begin(`Transcript: ${student.name}`, new Date(content.issuedOn), size);
  page.title('Transcript', `${student.name} · ${school.name}`);
  summary(page, content);
  if (!content.record.enrollments.length) page.line('No enrollment is on record here.', 'soft');
  for (const enrollment of content.record.enrollments) enrollmentOf(page, enrollment);
  credentials(page, content);
  awards(page, content);
  page.heading('How to read this transcript');
  for (const sentence of LEGEND) page.line(sentence, 'soft');
  return page.finish({
    left: `Transcript of ${student.name} · ${school.name} · issued ${content.issuedOn}`,
    under: `SHA-256 of the record: ${content.contentHash}`,
  });
}

function summary(
  page: PageWriter,
  { record, issuedOn, issuedTo, contentHash, signature }: TranscriptContent,
): void {
  page.facts([
    ['Student', record.student.name],
    ['School', record.school.name],
    ['Issued on', issuedOn],
    ['Issued to', issuedTo ?? 'whoever asked for it, to read'],
    ['SHA-256 of the record', contentHash],
    ['Signed by key', signature.keyId],
  ]);
}

function enrollmentOf(page: PageWriter, enrollment: EnrollmentTranscript): void {
  const { program, cohort, enrolledOn, totals, metMinutes } = enrollment;
  page.heading(program.title);
  page.facts([
    ['Program', `${program.code}, version ${program.version}, ${hours(program.totalMinutes)} clock hours`],
    ['Cohort', `${cohort.code} ${cohort.name}, enrolled on ${enrolledOn}`],
    [
      'Hours recorded',
      `lecture ${hours(totals.lectureMinutes)}, lab ${hours(totals.labMinutes)}, placement ${hours(totals.placementMinutes)}: ` +
        `${hours(totals.lectureMinutes + totals.labMinutes + totals.placementMinutes)} in all`,
    ],
    ['Toward the program', `${hours(metMinutes)} of ${hours(program.totalMinutes)} clock hours`],
  ]);
  statuses(page, enrollment);
  courses(page, enrollment);
  placements(page, enrollment);
  skills(page, enrollment);
}

function statuses(
  page: PageWriter,
  { statuses: periods, correctedStatuses, moves }: EnrollmentTranscript,
): void {
  page.subheading('Enrollment status');
  page.table(
    columns('Status', 0.3, 'From', 0.16, 'Through', 0.16, 'Because of', 0.38),
    periods.map((period) => [
      words(period.status),
      period.from,
      period.to ?? 'open',
      [words(period.event), lastDay(period)].filter(Boolean).join(', '),
    ]),
  );
  for (const { event, effectiveOn, correctedOn } of correctedStatuses)
    page.line(
      `Corrected on ${correctedOn}: it had said ${words(event).toLowerCase()} from ${effectiveOn}.`,
      'soft',
    );
  for (const { on, fromVersion, toVersion, toCohort } of moves)
    page.line(
      fromVersion === toVersion
        ? `Moved to cohort ${toCohort} on ${on}.`
        : `Moved from version ${fromVersion} of the program to ${toVersion}, cohort ${toCohort}, on ${on}.`,
      'soft',
    );
}

const lastDay = ({ lastAttendedOn }: StatusTranscript): string =>
  lastAttendedOn ? `last attended on ${lastAttendedOn}` : '';

function courses(page: PageWriter, { courses: all }: EnrollmentTranscript): void {
  page.subheading('Courses');
  if (!all.length) return page.line('No course has been begun.', 'soft');
  page.table(
    [
      ...columns('Course', 0.1, 'Title', 0.265, 'Attempt', 0.085, 'Lecture', 0.08, 'Lab', 0.055),
      ...columns('Placement', 0.105, 'Final', 0.095, 'Result', 0.095, 'On', 0.12),
    ],
    all.flatMap(courseRows),
  );
}

function courseRows(course: CourseTranscript): (string[] | string)[] {
  const { code, title, formerVersion, creditedOn, attempts } = course;
  const name = formerVersion ? `${title} (version ${formerVersion})` : title;
  const credit = creditedOn ? [[code, name, '–', '–', '–', '–', '–', 'Transfer credit', creditedOn]] : [];
  return [...credit, ...attempts.flatMap((attempt) => attemptRows(course, name, attempt))];
}

function attemptRows(
  { code, grading, creditedOn }: CourseTranscript,
  title: string,
  attempt: CourseAttemptTranscript,
): (string[] | string)[] {
  const { number, minutes, finalPercent, outcome, decidedOn, broughtAlong } = attempt;
  if (outcome === 'CREDITED' && creditedOn && !hasRecords(attempt)) return [];
  return [
    [
      code,
      title,
      String(number),
      hours(minutes.lectureMinutes),
      hours(minutes.labMinutes),
      hours(minutes.placementMinutes),
      finalPercent === null ? (grading === 'PASS_FAIL' ? 'pass/fail' : '–') : `${finalPercent} %`,
      OUTCOMES[outcome],
      decidedOn ?? '–',
    ],
    ...attempt.practicals.map(practicalRemark),
    ...(attempt.quizzes.length ? [attempt.quizzes.map(quizRemark).join('; ')] : []),
    ...attempt.corrected.map(correctionRemark),
    ...(broughtAlong ? ['Begun in an earlier version of the program.'] : []),
  ];
}

const hasRecords = ({ minutes, practicals, quizzes }: CourseAttemptTranscript): boolean =>
  practicals.length + quizzes.length > 0 || Object.values(minutes).some(Boolean);

const OUTCOMES = {
  IN_PROGRESS: 'In progress',
  PASSED: 'Passed',
  FAILED: 'Failed',
  CREDITED: 'Transfer credit',
} as const;

/** What it is, and what it is called: said once where its name begins so. */
const named = (what: string, name: string): string =>
  name.toLowerCase().startsWith(what.toLowerCase()) ? name : `${what} ${name}`;

const practicalRemark = ({
  item,
  attempt,
  technicalPercent,
  criticalStepsMet,
  passed,
  gradedOn,
}: PracticalTranscript) =>
  `${named('Practical', item)}, attempt ${attempt} on ${gradedOn}: ${technicalPercent} %, critical steps ${criticalStepsMet ? 'all met' : 'not all met'}: ${passed ? 'passed' : 'not passed'}`;

const quizRemark = ({ code, title, met, earned, possible, submissions }: QuizTranscript): string =>
  [
    `${named('Quiz', title || code)}: ${met ? 'met' : 'not met'}`,
    earned === null ? '' : `${earned} of ${possible} points`,
    submissions > 1 ? `of ${submissions} attempts` : '',
  ]
    .filter(Boolean)
    .join(', ');

const correctionRemark = ({
  item,
  attempt,
  earned,
  possible,
  correctedOn,
  correctedTo,
}: CorrectedMark): string =>
  `Corrected on ${correctedOn}: ${item}${attempt > 1 ? `, attempt ${attempt}` : ''} had been ${earned ?? 'voided'}${earned === null ? '' : `/${possible}`}, now ${correctedTo ?? 'voided'}`;

function placements(page: PageWriter, { placements: all }: EnrollmentTranscript): void {
  page.subheading('Placements');
  if (!all.length) return page.line('None.', 'soft');
  page.table(
    columns('Site', 0.46, 'Course', 0.12, 'From', 0.12, 'Through', 0.12, 'Verified hours', 0.18),
    all.map(({ site, organization, courseCode, startsOn, endsOn, cancelled, verifiedMinutes }) => [
      [site, organization].filter(Boolean).join(', ') || '–',
      courseCode ?? '–',
      startsOn,
      endsOn ?? 'open',
      cancelled ? 'called off' : hours(verifiedMinutes),
    ]),
  );
}

function skills(page: PageWriter, { skills: all }: EnrollmentTranscript): void {
  page.subheading('Skills signed at placements');
  if (!all.length) return page.line('None.', 'soft');
  page.table(
    columns('Skill', 0.44, 'Signed for', 0.13, 'Through', 0.13, 'Signed by', 0.3),
    all.flatMap((skill) => [
      [
        `${skill.code} ${skill.title}, version ${skill.version}`,
        skill.effectiveOn,
        skill.expiresOn ?? 'no end',
        skill.signedBy,
      ],
      ...skillRemarks(skill),
    ]),
  );
}

const skillRemarks = ({ kind, entries }: SkillTranscript): string[] => [
  ...(kind === 'PRIOR_LEARNING' ? ['By a decision on prior learning.'] : []),
  ...entries.map((entry) => `${words(entry.kind)} from ${entry.effectiveFrom}`),
];

function credentials(page: PageWriter, { record }: TranscriptContent): void {
  page.heading('Credentials of third parties');
  if (!record.credentials.length) return page.line('None was verified.', 'soft');
  page.table(
    columns('Credential', 0.44, 'Issuer', 0.3, 'Issued on', 0.13, 'Through', 0.13),
    record.credentials.map(({ code, title, issuer, issuedOn, through }) => [
      `${title} (${code})`,
      issuer,
      issuedOn,
      through ?? 'no end',
    ]),
  );
}

function awards(page: PageWriter, { record, awardStandings, issuedOn }: TranscriptContent): void {
  page.heading('Awards');
  if (!record.awards.length) return page.line('None.', 'soft');
  page.table(
    columns('Award', 0.36, 'Number', 0.24, 'Awarded on', 0.13, `On ${issuedOn}`, 0.27),
    record.awards.map(({ title, number, awardedOn, replacedBy }, i) => {
      const { status, since } = awardStandings[i]!;
      return [
        title,
        number,
        awardedOn,
        status === 'VALID'
          ? 'Valid'
          : `${words(status)} since ${since}${replacedBy ? ` by ${replacedBy}` : ''}`,
      ];
    }),
  );
}

function columns(...given: (string | number)[]): Column[] {
  return given.flatMap((each, i) =>
    typeof each === 'string' ? [{ title: each, share: given[i + 1] as number }] : [],
  );
}

/** To the tenth, as clock hours are read: 95 minutes are 1.6. */
const hours = (minutes: number): string => String(Math.round(minutes / 6) / 10);

/** `ON_LEAVE` as people write it. */
const words = (code: string): string => {
  const text = code.toLowerCase().replaceAll('_', ' ');
  return text[0]!.toUpperCase() + text.slice(1);
};
