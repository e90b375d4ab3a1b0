import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Entered {
  __typename: string;
  id: string;
  problem?: string;
  laterEntryId?: string;
}

describe('grades', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const arrange = async () => {
    const world = await World.create(app);
    const program = await world.program();
    const instructor = await world.member('INSTRUCTOR');
    const course = program.courses[0]!;
    return { world, program, instructor, course, ...(await world.enrolled(program)) };
  };
  const shown = `... on GradeEntry { id earned possible supersedesId reason }
    ... on MarkNotAccepted { problem } ... on EntrySuperseded { laterEntryId }`;
  const record = (member: Member, input: object) =>
    member.do<Entered>(
      'recordGrade',
      { item: 'Exam', earned: '8', possible: '10', ...input },
      shown.replace('... on EntrySuperseded { laterEntryId }', ''),
    );
  const correct = (member: Member, input: object) =>
    member.do<Entered>('correctGrade', { reason: 'Miscounted', ...input }, shown);
  const gradebook = async (member: Member, enrollmentId: string) => {
    const { gradebook } = await member.ask<{
      gradebook: {
        currentPercent: string | null;
        finalPercent: string | null;
        outcome: string;
        reasons: { code: string }[];
        categories: { code: string; percent: string | null; note: { code: string } | null }[];
      }[];
    }>(
      `query ($id: ID!) { gradebook(enrollmentId: $id) { currentPercent finalPercent outcome reasons { code message wouldMeet }
        categories { code percent contribution note { code } } } }`,
      { id: enrollmentId },
    );
    return gradebook;
  };
  const kept = async (enrollmentId: string) => {
    const { rows } = await app.owner.query(
      'SELECT current_percent, final_percent, outcome FROM course_progress WHERE enrollment_id = $1',
      [enrollmentId],
    );
    return rows as object[];
  };
  const close = (member: Member, cohortId: string, categoryId: string) =>
    member.do('closeCategory', { cohortId, categoryId }, '... on CategoryClosure { closed }');

  it('inv 41: give a current grade from what is graded, and a final only once all is closed', async () => {
    const { instructor, trainee, enrollmentId, cohortId, course } = await arrange();
    await record(instructor, { enrollmentId, categoryId: course.categoryIds['final'] });
    await record(instructor, {
      enrollmentId,
      categoryId: course.categoryIds['lab'],
      item: 'Lab 1',
      earned: '9',
    });
    expect((await gradebook(trainee, enrollmentId))[0]).toMatchObject({
      currentPercent: '85.00',
      finalPercent: null,
      outcome: 'IN_PROGRESS',
      categories: [
        { code: 'quizzes', percent: null, note: { code: 'CATEGORY_NOT_GRADED' } },
        { code: 'lab', percent: '90.00', note: { code: 'CATEGORY_STILL_OPEN' } },
        { code: 'final', percent: '80.00', note: { code: 'CATEGORY_STILL_OPEN' } },
      ],
    });
    for (const code of ['quizzes', 'lab', 'final'])
      await close(instructor, cohortId, course.categoryIds[code]!);
    expect((await gradebook(trainee, enrollmentId))[0]).toMatchObject({
      currentPercent: '51.00',
      finalPercent: '51.00',
      outcome: 'FAILED',
    });
    expect(await kept(enrollmentId)).toEqual([
      { current_percent: '51.00', final_percent: '51.00', outcome: 'FAILED' },
    ]);
  });

  it('inv 41: what classmates were graded on counts as 0 once the category is closed, and no more once it is open', async () => {
    const { world, program, instructor, trainee, enrollmentId, cohortId, course } = await arrange();
    const other = await world.enrolled(program, { cohortId });
    const categoryId = course.categoryIds['lab']!;
    await record(instructor, { enrollmentId, categoryId, item: 'Lab 1', earned: '10' });
    await record(instructor, { enrollmentId: other.enrollmentId, categoryId, item: 'Lab 2', earned: '10' });
    const lab = async () => (await gradebook(trainee, enrollmentId))[0]!.categories[1]!.percent;
    expect(await lab()).toBe('100.00');
    await close(instructor, cohortId, categoryId);
    expect(await lab()).toBe('50.00');
    expect(await close(instructor, cohortId, categoryId)).toMatchObject({ __typename: 'CategoryUnchanged' });
    await instructor.do(
      'reopenCategory',
      { cohortId, categoryId, reason: 'Too early' },
      '... on CategoryClosure { closed }',
    );
    expect(await lab()).toBe('100.00');
  });

  it('inv 1: are entered by nobody for themselves, not through a second account of the same person', async () => {
    const { world, program, instructor, course } = await arrange();
    const { enrollmentId, trainee } = await world.enrolled(program);
    await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
      trainee.personId,
      instructor.personId,
    ]);
    const categoryId = course.categoryIds['final'];
    expect(await record(instructor, { enrollmentId, categoryId })).toMatchObject({ __typename: 'OwnRecord' });
    const colleague = await world.member('INSTRUCTOR');
    const { id } = await record(colleague, { enrollmentId, categoryId });
    expect(await correct(instructor, { entryId: id, earned: '10' })).toMatchObject({
      __typename: 'OwnRecord',
    });
  });

  it('abuse 28: refuse marks that are no number, negative, huge or above the possible points', async () => {
    const { instructor, enrollmentId, course } = await arrange();
    const input = { enrollmentId, categoryId: course.categoryIds['final'] };
    expect(await record(instructor, { ...input, earned: '-1' })).toMatchObject({
      problem: 'MARK_NOT_A_DECIMAL',
    });
    expect(await record(instructor, { ...input, earned: '11' })).toMatchObject({
      problem: 'MARK_ABOVE_POSSIBLE',
    });
    expect(await record(instructor, { ...input, earned: '0', possible: '0' })).toMatchObject({
      problem: 'MARK_POSSIBLE_IS_ZERO',
    });
    expect(await record(instructor, { ...input, earned: '1', possible: '99999999' })).toMatchObject({
      problem: 'MARK_NOT_A_DECIMAL',
    });
    expect(await record(instructor, { ...input, weight: '-5' })).toMatchObject({
      problem: 'MARK_NOT_A_DECIMAL',
    });
    for (const earned of ['NaN', 'Infinity', '1e308'])
      await expect(record(instructor, { ...input, earned })).rejects.toThrow('BAD_USER_INPUT');
    expect(await kept(enrollmentId)).toEqual([]);
  });

  it('are corrected by a later entry; of two corrections at once one wins and the other hears of it', async () => {
    const { instructor, trainee, enrollmentId, course } = await arrange();
    const { id } = await record(instructor, { enrollmentId, categoryId: course.categoryIds['final'] });
    const answers = await Promise.all(
      ['6', '7'].map((earned) => correct(instructor, { entryId: id, earned })),
    );
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['EntrySuperseded', 'GradeEntry']);
    const winner = answers.find(({ __typename }) => __typename === 'GradeEntry')!;
    expect(answers.find(({ laterEntryId }) => laterEntryId)?.laterEntryId).toBe(winner.id);
    const { gradeEntries } = await trainee.ask<{ gradeEntries: { totalCount: number } }>(
      'query ($id: ID!) { gradeEntries(enrollmentId: $id) { totalCount edges { node { id earned } } } }',
      { id: enrollmentId },
    );
    expect(gradeEntries.totalCount).toBe(2);
  });

  it('come from a table by the address a trainee was invited at, and from none whose columns are not understood', async () => {
    const { world, instructor, cohortId, course } = await arrange();
    const email = `ana.${cohortId.slice(-8)}@example.org`;
    const enrolled = await world.owner.do<{ enrolled: number }>(
      'importEnrollments',
      { cohortId, csv: `given_name,email\nAna,${email}` },
      '... on EnrollmentIntake { enrolled }',
    );
    expect(enrolled).toMatchObject({ enrolled: 1 });
    const take = async (csv: string) => {
      const { importGrades } = await instructor.ask<{ importGrades: { entered: number } }>(
        'mutation ($input: ImportGradesInput!) { importGrades(input: $input) { ... on GradeImport { entered rejected { line message } } } }',
        { input: { operationId: newId(), cohortId, courseId: course.id, csv } },
      );
      return importGrades;
    };
    const row = `${email},final,Exam,8,10`;
    expect(await take(`trainee,category,item,earned,possible\n${row}`)).toMatchObject({
      entered: 1,
      rejected: [],
    });
    for (const [header, problem] of [
      ['trainee,category,item,earned', 'lacks possible'],
      ['trainee,category,item,earned,possible,wieght', 'unknown column “wieght”'],
      ['trainee,category,item,earned,possible,item', 'the column item twice'],
    ])
      await expect(take(`${header}\n${row}`)).rejects.toThrow(problem!);
  });

  it('are voided, and may then be entered anew', async () => {
    const { instructor, trainee, enrollmentId, course } = await arrange();
    const input = { enrollmentId, categoryId: course.categoryIds['final'] };
    const { id } = await record(instructor, input);
    expect(await record(instructor, input)).toMatchObject({ __typename: 'ItemAlreadyGraded' });
    await instructor.do('voidGrade', { entryId: id, reason: 'Wrong trainee' }, '... on GradeEntry { id }');
    expect((await gradebook(trainee, enrollmentId))[0]!.currentPercent).toBeNull();
    expect(await record(instructor, { ...input, earned: '5' })).toMatchObject({ __typename: 'GradeEntry' });
    expect((await gradebook(trainee, enrollmentId))[0]!.currentPercent).toBe('50.00');
  });

  it('take at most eight statements each, and an import as many for any number of lines', async () => {
    const { world, program, instructor, trainee, enrollmentId, cohortId, course } = await arrange();
    const other = await world.enrolled(program, { cohortId });
    const input = { enrollmentId, categoryId: course.categoryIds['final'] };
    expect((await app.statementsOf(() => record(instructor, input))).length).toBeLessThanOrEqual(8);
    const importing = (lines: string[]) =>
      app.statementsOf(() =>
        instructor.ask(
          'mutation ($input: ImportGradesInput!) { importGrades(input: $input) { ... on GradeImport { entered } } }',
          {
            input: {
              operationId: newId(),
              cohortId,
              courseId: course.id,
              csv: ['trainee,category,item,earned,possible', ...lines].join('\n'),
            },
          },
        ),
      );
    const one = await importing([`${trainee.email},lab,A,1,1`]);
    const four = await importing(
      ['A', 'B'].flatMap((item) => [
        `${other.trainee.email},lab,${item},1,1`,
        `${trainee.email},lab,${item} too,1,1`,
      ]),
    );
    expect(four.length).toBe(one.length);
  });

  it('of practicals follow the program: critical steps, attempts in order, a repeat capped, a pass not repeated', async () => {
    const { instructor, trainee, enrollmentId, course } = await arrange();
    const attempt = (attemptNumber: number, technicalPercent: string, criticalStepsMet: boolean) =>
      instructor.do<Entered>(
        'recordPractical',
        {
          enrollmentId,
          categoryId: course.categoryIds['lab'],
          item: 'Transfer',
          attemptNumber,
          technicalPercent,
          criticalStepsMet,
        },
        '... on GradeEntry { id earned } ... on PracticalNotAccepted { problem }',
      );
    expect(await attempt(2, '90', true)).toMatchObject({ problem: 'PRACTICAL_ATTEMPT_OUT_OF_ORDER' });
    expect(await attempt(1, '95', false)).toMatchObject({ earned: '95.0000' });
    expect(await attempt(2, '95', true)).toMatchObject({ earned: '77.0000' });
    expect(await attempt(3, '99', true)).toMatchObject({ problem: 'PRACTICAL_ALREADY_PASSED' });
    expect((await gradebook(trainee, enrollmentId))[0]!.categories[1]!.percent).toBe('77.00');
  });

  it('fail the course when every attempt at a practical is used', async () => {
    const { instructor, enrollmentId, course } = await arrange();
    for (const attemptNumber of [1, 2, 3])
      await instructor.do(
        'recordPractical',
        {
          enrollmentId,
          categoryId: course.categoryIds['lab'],
          item: 'Transfer',
          attemptNumber,
          technicalPercent: '60',
          criticalStepsMet: true,
        },
        '',
      );
    expect(await kept(enrollmentId)).toMatchObject([{ outcome: 'FAILED' }]);
  });

  it('are imported from CSV: good lines kept, bad ones reported, repeating changes nothing', async () => {
    const { world, program, instructor, trainee, enrollmentId, cohortId, course } = await arrange();
    const other = await world.enrolled(program, { cohortId });
    const csv = [
      'trainee,category,item,earned,possible',
      `${trainee.email},lab,Lab 1,9,10`,
      `${other.trainee.email.toUpperCase()},lab,Lab 1,7.5,10`,
      'nobody@example.org,lab,Lab 1,1,10',
      `${trainee.email},gym,Lab 1,1,10`,
      `${trainee.email},lab,Lab 2,eleven,10`,
      `${trainee.email},lab,Lab 1,3,10`,
    ].join('\n');
    const run = () =>
      instructor.ask<{
        importGrades: { entered: number; unchanged: number; rejected: { line: number; code: string }[] };
      }>(
        'mutation ($input: ImportGradesInput!) { importGrades(input: $input) { ... on GradeImport { entered unchanged rejected { line code } } } }',
        { input: { operationId: newId(), cohortId, courseId: course.id, csv } },
      );
    const rejected = [
      { line: 4, code: 'TRAINEE_UNKNOWN' },
      { line: 5, code: 'CATEGORY_UNKNOWN' },
      { line: 6, code: 'MARK_NOT_A_DECIMAL' },
      { line: 7, code: 'ITEM_ALREADY_GRADED' },
    ];
    expect((await run()).importGrades).toEqual({ entered: 2, unchanged: 0, rejected });
    expect((await run()).importGrades).toEqual({ entered: 0, unchanged: 2, rejected });
    expect(await kept(enrollmentId)).toMatchObject([{ current_percent: '90.00' }]);
    const { cohortGradebook } = await instructor.ask<{
      cohortGradebook: {
        totalCount: number;
        edges: { node: { currentPercent: string; person: { name: string } } }[];
      };
    }>(
      'query ($cohort: ID!, $course: ID!) { cohortGradebook(cohortId: $cohort, courseId: $course) { totalCount edges { node { enrollmentId currentPercent person { name } } } } }',
      { cohort: cohortId, course: course.id },
    );
    expect(cohortGradebook.totalCount).toBe(2);
    for (const { node } of cohortGradebook.edges) expect(node.person.name).not.toBe('');
    expect(cohortGradebook.edges.map(({ node }) => node.currentPercent).sort()).toEqual(['75.00', '90.00']);
  });

  it('abuse 5, 6: are read by their trainee and by staff who may see the cohort, and by nobody else', async () => {
    const { world, program, instructor, enrollmentId, course } = await arrange();
    const { id } = await record(instructor, { enrollmentId, categoryId: course.categoryIds['final'] });
    const { trainee: peer } = await world.enrolled(program);
    await expect(gradebook(peer, enrollmentId)).rejects.toThrow('NOT_FOUND');
    const limited = await world.member('INSTRUCTOR');
    await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
      limited.membershipId,
    ]);
    await expect(gradebook(limited, enrollmentId)).rejects.toThrow('NOT_FOUND');
    await expect(correct(limited, { entryId: id, earned: '1' })).rejects.toThrow('NOT_FOUND');
    await expect(record(peer, { enrollmentId, categoryId: course.categoryIds['final'] })).rejects.toThrow(
      'FORBIDDEN',
    );
  });
});
