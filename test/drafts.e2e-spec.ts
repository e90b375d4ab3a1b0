import { newId } from '../src/platform/ids/ids.js';
import { draftOf, upload, importDraft, publish, TREE, type Tree } from './support/drafts.js';
import { course, courseModule, lesson, program, quiz } from './support/outlines.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

describe('drafts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const read = async (member: Member, id: string): Promise<Tree> =>
    (
      await member.ask<{ programVersion: Tree }>(`query ($id: ID!) { programVersion(id: $id) { ${TREE} } }`, {
        id,
      })
    ).programVersion;
  const settings = {
    label: '1', title: 'Program', totalClockMinutes: 60, normalWeeks: 4, lecturePassMarkPercent: '75', labPassMarkPercent: '80.5',
  }; // prettier-ignore
  const emptyDraft = async (member: Member) => {
    const { id: programId } = await member.do<{ id: string }>(
      'createProgram',
      { code: 'P', title: 'P' },
      '... on Program { id }',
    );
    const { id } = await createVersion(member, { programId, ...settings });
    return { programId, versionId: id };
  };
  const createVersion = (member: Member, input: object) =>
    member.do<{ __typename: string; id: string; minPacePercent: number }>('createProgramVersion', input,
      '... on ProgramVersion { id status revision minPacePercent labPassMarkPercent entryRequirements practical { maxAttempts } } ... on VersionLabelTaken { label }'); // prettier-ignore

  it('are built part by part, and published', async () => {
    const { owner } = await World.create(app);
    const { versionId } = await emptyDraft(owner);
    const { edit } = draftOf(owner, versionId);
    const { id: a } = await edit('addCourse', { code: 'A', title: 'Anatomy', lectureMinutes: 60 });
    const { id: b } = await edit('addCourse', {
      code: 'B',
      title: 'Basics',
      placementMinutes: 600,
      grading: 'PASS_FAIL',
    });
    await edit('setCoursePrerequisites', { courseId: b, prerequisiteIds: [a] });
    const { id: category } = await edit('addGradebookCategory', {
      courseId: a,
      code: 'exam',
      weightPercent: '99.5',
    });
    await edit('updateGradebookCategory', { categoryId: category, weightPercent: '100' });
    const { id: moduleId } = await edit('addModule', { courseId: a, title: 'Bones', clockMinutes: 30 });
    await edit('updateModule', { moduleId, clockMinutes: 60 });
    const { id: lessonId } = await edit('addLesson', { moduleId, title: 'Skull', body: 'Old' });
    const media = [{ kind: 'IMAGE', url: `/files/${await upload(app, owner)}`, alt: 'A skull' }];
    await edit('updateLesson', { lessonId, body: '# New', objectives: ['Name it'], minutes: 20, media });
    await edit('addCourseRequirement', {
      courseId: a,
      moduleId,
      kind: 'QUIZ',
      code: 'Q',
      title: 'Quiz',
      categoryId: category,
    });
    const { id: checklist } = await edit('addCourseRequirement', {
      courseId: b,
      kind: 'CHECKLIST',
      code: 'OJT',
      title: 'Skills',
    });
    await edit('updateCourseRequirement', { requirementId: checklist, title: 'Clinic skills' });
    await edit('updateCourse', { courseId: b, title: 'Basics of care' });
    const last = await edit('updateProgramVersion', {
      totalClockMinutes: 660,
      practical: { technicalMinPercent: 77, maxAttempts: 3, repeatScoreCapPercent: 77 },
    });
    expect(last).toMatchObject({ __typename: 'DraftEdit', id: versionId, version: { revision: 15 } });
    expect(await publish(owner, versionId, { revision: 15 })).toMatchObject({ status: 'PUBLISHED' });
    expect(await read(owner, versionId)).toMatchObject({
      requiredMinutes: 660,
      courses: [
        {
          code: 'A',
          categories: [{ code: 'exam', weightPercent: '100.00' }],
          modules: [
            {
              lessons: [{ title: 'Skull', creditMinutes: 30 }],
              requirements: [{ code: 'Q', creditMinutes: 30 }],
            },
          ],
        },
        {
          title: 'Basics of care',
          prerequisites: [{ code: 'A' }],
          requirements: [{ title: 'Clinic skills', resolved: false }],
        },
      ],
    });
    const { lesson: shown } = await owner.ask<{ lesson: object }>(
      'query ($id: ID!) { lesson(id: $id) { body bodyHtml minutes objectives media { kind url alt } } }',
      { id: lessonId },
    );
    expect(shown).toEqual({
      body: '# New',
      bodyHtml: '<h1>New</h1>\n',
      minutes: 20,
      objectives: ['Name it'],
      media,
    });
  });

  it('have defaults where law and custom have them, and a label of their own', async () => {
    const { owner } = await World.create(app);
    const { programId } = await emptyDraft(owner);
    const made = await createVersion(owner, { programId, ...settings, label: '2' });
    expect(made).toMatchObject({
      minPacePercent: 67,
      labPassMarkPercent: '80.50',
      entryRequirements: [],
      practical: null,
    });
    expect(await createVersion(owner, { programId, ...settings })).toMatchObject({
      __typename: 'VersionLabelTaken',
      label: '1',
    });
    await expect(createVersion(owner, { programId: newId(), ...settings })).rejects.toThrow('NOT_FOUND');
  });

  it('are written by instructors, and published by those who answer for the program', async () => {
    const world = await World.create(app);
    const author = await world.member('INSTRUCTOR');
    const { versionId } = await importDraft(author, program());
    await expect(publish(author, versionId)).rejects.toThrow('FORBIDDEN');
    expect(await publish(await world.member('ADMIN'), versionId)).toMatchObject({
      __typename: 'ProgramVersion',
    });
  });

  it('show files of their authors, to whoever may read the lesson, and no others', async () => {
    const world = await World.create(app);
    const author = await world.member('INSTRUCTOR');
    const [theirs, hers] = [await upload(app, world.owner), await upload(app, author)];
    const { versionId } = await importDraft(author, program());
    const { edit } = draftOf(author, versionId);
    const lessonId = (await read(author, versionId)).courses[0]!.modules[0]!.lessons[0]!.id;
    const image = (id: string) => `![A sink](/files/${id})`;
    for (const input of [
      { body: image(theirs) },
      { body: image(newId()) },
      { media: [{ kind: 'IMAGE', url: `/files/${theirs}`, alt: 'x' }] },
    ])
      await expect(edit('updateLesson', { lessonId, ...input })).rejects.toThrow('BAD_USER_INPUT');
    expect(await edit('updateLesson', { lessonId, body: image(hers) })).toMatchObject({
      __typename: 'DraftEdit',
    });
    const withImage = (id: string, label: string) =>
      program({
        label,
        courses: [course('A', { modules: [courseModule({ lessons: [lesson({ body: image(id) })] })] })],
      });
    await expect(importDraft(author, withImage(theirs, '2'))).rejects.toThrow(`names the file ${theirs}`);
    await importDraft(world.owner, withImage(hers, '3')); // a lesson shows it already

    const link = (member: Member, fileId: string, id = lessonId) =>
      member.send<{ lessonFileLink: { url: string } }>(
        'query ($id: ID!, $fileId: ID!) { lessonFileLink(lessonId: $id, fileId: $fileId) { url } }',
        { id, fileId },
      );
    expect((await link(world.owner, hers)).data?.lessonFileLink.url).toContain(`/files/${hers}?ticket=`);
    const trainee = await world.member('TRAINEE');
    for (const answer of [
      await link(world.owner, theirs),
      await link(trainee, hers),
      await link((await World.create(app)).owner, hers),
    ])
      expect(answer).toEqual(await link(world.owner, hers, newId()));
  });

  it('are edited on the revision that was read: a stale edit is refused and changes nothing', async () => {
    const { owner } = await World.create(app);
    const { versionId } = await emptyDraft(owner);
    const [mine, yours] = [draftOf(owner, versionId), draftOf(owner, versionId)];
    await mine.edit('addCourse', { code: 'A', title: 'A' });
    expect(await yours.edit('addCourse', { code: 'B', title: 'B' })).toMatchObject({
      __typename: 'DraftChanged',
      code: 'DRAFT_CHANGED',
      currentRevision: 2,
    });
    expect((await read(owner, versionId)).courses.map(({ code }) => code)).toEqual(['A']);
    const racing = await Promise.all(
      ['C', 'D', 'E'].map((code) => draftOf(owner, versionId, 2).edit('addCourse', { code, title: code })),
    );
    expect(racing.filter(({ __typename }) => __typename === 'DraftEdit')).toHaveLength(1);
  });

  it('change only what an update names, and empty what may be empty', async () => {
    const { owner } = await World.create(app);
    const { versionId } = await importDraft(
      owner,
      program({ courses: [course('A', { passMarkPercent: '90.00' })] }),
    );
    const { edit } = draftOf(owner, versionId);
    const { courses } = await read(owner, versionId);
    const courseId = courses[0]!.id;
    await edit('updateCourse', { courseId, title: 'New' });
    const marks = async () =>
      (await owner.ask<{ programVersion: { courses: object[] } }>('query ($id: ID!) { programVersion(id: $id) { courses { title passMarkPercent required lectureMinutes } } }', { id: versionId })).programVersion.courses[0]; // prettier-ignore
    expect(await marks()).toEqual({
      title: 'New',
      passMarkPercent: '90.00',
      required: true,
      lectureMinutes: 60,
    });
    await edit('updateCourse', { courseId, passMarkPercent: null, required: false });
    expect(await marks()).toEqual({
      title: 'New',
      passMarkPercent: null,
      required: false,
      lectureMinutes: 60,
    });
    await expect(edit('updateCourse', { courseId, title: null })).rejects.toThrow('BAD_USER_INPUT');
  });

  it('are put in order and cut', async () => {
    const { owner } = await World.create(app);
    const modules = ['M1', 'M2', 'M3'].map((title) =>
      courseModule({ title, lessons: ['L1', 'L2'].map((t) => lesson({ title: t })) }),
    );
    const categories = [{ code: 'x', weightPercent: '50.00' }, { code: 'y', weightPercent: '50.00' }]; // prettier-ignore
    const courses = [
      course('A', { modules, categories, requirements: [quiz('Q1', { category: 'x' }), quiz('Q2')] }),
      course('B', { prerequisites: ['A'] }),
    ];
    const { versionId } = await importDraft(owner, program({ courses }));
    const { edit } = draftOf(owner, versionId);
    const [a] = (await read(owner, versionId)).courses;
    const move = (part: string, id: string, position: number) => edit('moveInDraft', { part, id, position });
    await move('MODULE', a!.modules[2]!.id, 0);
    await move('LESSON', a!.modules[0]!.lessons[0]!.id, 9);
    await move('CATEGORY', a!.categories[1]!.id, 0);
    await move('REQUIREMENT', a!.requirements[1]!.id, 0);
    const moved = (await move('COURSE', a!.id, 1)).version;
    expect(moved.courses.map(({ code }) => code)).toEqual(['B', 'A']);
    const after = moved.courses[1]!;
    expect(after.modules.map(({ title }) => title)).toEqual(['M3', 'M1', 'M2']);
    expect(after.modules[1]!.lessons.map(({ title }) => title)).toEqual(['L2', 'L1']);
    expect(after.categories.map(({ code }) => code)).toEqual(['y', 'x']);
    expect(after.requirements.map(({ code }) => code)).toEqual(['Q2', 'Q1']);
    const remove = (part: string, id: string) => edit('removeFromDraft', { part, id });
    await remove('CATEGORY', after.categories[1]!.id);
    await remove('LESSON', after.modules[0]!.lessons[0]!.id);
    await remove('REQUIREMENT', after.requirements[0]!.id);
    const cut = (await remove('MODULE', after.modules[1]!.id)).version.courses[1]!;
    expect([
      cut.modules.length,
      cut.modules[0]!.lessons.length,
      cut.categories.length,
      cut.requirements.length,
    ]).toEqual([2, 1, 1, 1]);
    const left = (await remove('COURSE', cut.id)).version.courses;
    expect(left).toMatchObject([{ code: 'B', prerequisites: [] }]);
    expect(await edit('addCourse', { code: 'C', title: 'C' })).toMatchObject({
      version: { courses: [{ code: 'B' }, { code: 'C' }] },
    });
  });

  it('hold each code once', async () => {
    const { owner } = await World.create(app);
    const { versionId } = await importDraft(
      owner,
      program({ courses: [course('A', { requirements: [quiz('Q')] }), course('B')] }),
    );
    const { edit } = draftOf(owner, versionId);
    const [a, b] = (await read(owner, versionId)).courses;
    const taken = [
      await edit('addCourse', { code: 'A', title: 'x' }),
      await edit('updateCourse', { courseId: b!.id, code: 'A' }),
      await edit('addGradebookCategory', { courseId: a!.id, code: 'quizzes', weightPercent: '1' }),
      await edit('addCourseRequirement', { courseId: a!.id, kind: 'QUIZ', code: 'Q', title: 'x' }),
    ];
    for (const answer of taken) expect(answer).toMatchObject({ __typename: 'CodeTaken', code: 'CODE_TAKEN' });
    expect(await edit('updateCourse', { courseId: a!.id, code: 'A' })).toMatchObject({
      __typename: 'DraftEdit',
    });
  });

  describe('are discarded', () => {
    const discard = (member: Member, versionId: string, rest: object = {}) =>
      member.do<{ __typename: string }>(
        'discardProgramVersion',
        { versionId, revision: 1, ...rest },
        '... on Program { id versions { id copiedFromId } } ... on DraftChanged { currentRevision } ... on VersionNotDraft { status }',
      );
    const copy = (member: Member, versionId: string, label: string) =>
      member.do<{ id: string }>('copyProgramVersion', { versionId, label }, '... on ProgramVersion { id }');
    const whole = program({
      courses: [
        course('A', { requirements: [quiz('Q', { category: 'quizzes' })] }),
        course('B', { prerequisites: ['A'] }),
      ],
    });
    const rowsOf = async (versionId: string): Promise<number[]> => {
      const counts = [];
      for (const table of [
        'course',
        'course_prerequisite',
        'gradebook_category',
        'module',
        'lesson',
        'course_requirement',
      ])
        counts.push(
          (await app.owner.query(`SELECT 1 FROM ${table} WHERE program_version_id = $1`, [versionId])).rows
            .length,
        );
      return counts;
    };

    it('with all that is in them, once, and leave their program and a free label', async () => {
      const { owner } = await World.create(app);
      const { programId, versionId } = await importDraft(owner, whole);
      expect((await rowsOf(versionId)).every((count) => count > 0)).toBe(true);
      const operationId = newId();
      for (const _ of ['sent', 'sent again'])
        expect(await discard(owner, versionId, { operationId })).toMatchObject({
          __typename: 'Program',
          id: programId,
          versions: [],
        });
      expect(await rowsOf(versionId)).toEqual([0, 0, 0, 0, 0, 0]);
      await expect(read(owner, versionId)).rejects.toThrow('NOT_FOUND');
      await expect(discard(owner, versionId)).rejects.toThrow('NOT_FOUND');
      expect(await createVersion(owner, { programId, ...settings })).toMatchObject({
        __typename: 'ProgramVersion',
      });
    });

    it('and leave what was copied from them, published or not', async () => {
      const { owner } = await World.create(app);
      const { versionId } = await importDraft(owner, whole);
      const published = await copy(owner, versionId, '2');
      expect(await publish(owner, published.id)).toMatchObject({ status: 'PUBLISHED' });
      const { id } = await copy(owner, versionId, '3');
      const before = [await rowsOf(published.id), await rowsOf(id)];
      expect(await discard(owner, versionId)).toMatchObject({
        versions: [
          { id, copiedFromId: null },
          { id: published.id, copiedFromId: null },
        ],
      });
      expect([await rowsOf(published.id), await rowsOf(id)]).toEqual(before);
    });

    it('on the revision that was read only, and never when they are published', async () => {
      const { owner } = await World.create(app);
      const { versionId } = await importDraft(owner, whole);
      await draftOf(owner, versionId).edit('updateProgramVersion', { title: 'Care' });
      expect(await discard(owner, versionId)).toMatchObject({
        __typename: 'DraftChanged',
        currentRevision: 2,
      });
      expect(await publish(owner, versionId, { revision: 2 })).toMatchObject({ status: 'PUBLISHED' });
      for (const revision of [2, 3])
        expect(await discard(owner, versionId, { revision })).toMatchObject({
          __typename: 'VersionNotDraft',
          status: 'PUBLISHED',
        });
      expect(await read(owner, versionId)).toMatchObject({ status: 'PUBLISHED' });
    });

    it('inv 7: which the database refuses for published ones, whoever asks', async () => {
      const world = await World.create(app);
      const { versionId } = await world.program();
      await expect(app.owner.query('DELETE FROM program_version WHERE id = $1', [versionId])).rejects.toThrow(
        'a published program version does not change',
      );
    });

    it('abuse 3: by nobody outside, nor by those who may not write programs', async () => {
      const [a, b] = [await World.create(app), await World.create(app)];
      const { versionId } = await importDraft(a.owner, whole);
      for (const id of [versionId, newId()]) await expect(discard(b.owner, id)).rejects.toThrow('NOT_FOUND');
      await expect(discard(await a.member('TRAINEE'), versionId)).rejects.toThrow('FORBIDDEN');
      expect(await read(a.owner, versionId)).toMatchObject({ status: 'DRAFT', revision: 1 });
    });
  });

  it('are copied with everything, as the next draft', async () => {
    const { owner } = await World.create(app);
    const { versionId } = await importDraft(owner, program({ courses: [course('A', { requirements: [quiz('Q', { category: 'quizzes' })] }), course('B', { prerequisites: ['A'] })] }));
    await publish(owner, versionId);
    const copy = (label: string) =>
      owner.do<{ __typename: string; id: string }>('copyProgramVersion', { versionId, label }, '... on ProgramVersion { id status revision copiedFromId } ... on VersionLabelTaken { label }');
    expect(await copy('1')).toMatchObject({ __typename: 'VersionLabelTaken', label: '1' });
    const made = await copy('2');
    expect(made).toMatchObject({ status: 'DRAFT', revision: 1, copiedFromId: versionId });
    const text = async (id: string) =>
      (await owner.ask<{ exportProgramVersion: string }>('query ($id: ID!) { exportProgramVersion(versionId: $id) }', { id })).exportProgramVersion;
    expect(await text(made.id)).toBe((await text(versionId)).replace('version: "1"', 'version: "2"'));
    expect(await publish(owner, made.id)).toMatchObject({ status: 'PUBLISHED' });
  }); // prettier-ignore

  it.each<[string, object, string]>([
    ['addCourse', { code: 'no good', title: 'x' }, 'code'],
    ['addCourse', { code: 'x'.repeat(61), title: 'x' }, 'code'],
    ['addCourse', { code: 'C', title: '' }, 'title'],
    ['addCourse', { code: 'C', title: 'x'.repeat(301) }, 'title'],
    ['addCourse', { code: 'C', title: 'x', summary: 'x'.repeat(5_001) }, 'summary'],
    ['addCourse', { code: 'C', title: 'x', lectureMinutes: -1 }, 'lectureMinutes'],
    ['addCourse', { code: 'C', title: 'x', labMinutes: 600_001 }, 'labMinutes'],
    ['addCourse', { code: 'C', title: 'x', placementMinutes: -1 }, 'placementMinutes'],
    ['addCourse', { code: 'C', title: 'x', passMarkPercent: '100.01' }, 'passMarkPercent'],
    ['addCourse', { code: 'C', title: 'x', verifiedPlacementMinutes: -1 }, 'verifiedPlacementMinutes'],
    ['addGradebookCategory', { courseId: newId(), code: 'c', weightPercent: '0' }, 'weightPercent'],
    ['addGradebookCategory', { courseId: newId(), code: 'c', weightPercent: '33.333' }, 'weightPercent'],
    ['addGradebookCategory', { courseId: 'x', code: 'c', weightPercent: '1' }, 'courseId'],
    ['addModule', { courseId: newId(), title: 'x', clockMinutes: -1 }, 'clockMinutes'],
    ['addLesson', { moduleId: newId(), title: 'x', body: 'x'.repeat(200_001) }, 'body'],
    ['addLesson', { moduleId: newId(), title: 'x', minutes: 0 }, 'minutes'],
    ['addLesson', { moduleId: newId(), title: 'x', objectives: [''] }, 'objectives'],
    ['addLesson', { moduleId: newId(), title: 'x', objectives: Array<string>(51).fill('x') }, 'objectives'],
    ['addLesson', { moduleId: newId(), title: 'x', media: [{ kind: 'IMAGE', url: 'javascript:alert(1)', alt: 'x' }] }, 'media.0.url'],
    ['addLesson', { moduleId: newId(), title: 'x', media: [{ kind: 'IMAGE', url: 'https://example.org/a', alt: '' }] }, 'media.0.alt'],
    ['setCoursePrerequisites', { courseId: newId(), prerequisiteIds: ['x'] }, 'prerequisiteIds'],
    ['moveInDraft', { part: 'COURSE', id: newId(), position: -1 }, 'position'],
    ['updateProgramVersion', { normalWeeks: 0 }, 'normalWeeks'],
    ['updateProgramVersion', { maxTimeframePercent: 99 }, 'maxTimeframePercent'],
    ['updateProgramVersion', { minPacePercent: 101 }, 'minPacePercent'],
    ['updateProgramVersion', { excusedAbsenceCapPercent: -1 }, 'excusedAbsenceCapPercent'],
    ['updateProgramVersion', { label: '' }, 'label'],
    ['updateProgramVersion', { entryRequirements: ['a b'] }, 'entryRequirements'],
    ['updateProgramVersion', { practical: { technicalMinPercent: 101, maxAttempts: 1, repeatScoreCapPercent: 1 } }, 'practical.technicalMinPercent'],
    ['updateProgramVersion', { placementGate: { coursesPassed: ['a b'] } }, 'placementGate.coursesPassed'],
  ])('say which field of %s is wrong: %j', async (mutation, input, field) => {
    const { owner } = await World.create(app);
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const { errors } = await owner.send(`mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`, {
      input: { operationId: newId(), versionId: newId(), revision: 1, ...input },
    });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ field: `input.${field}` }] });
  }); // prettier-ignore

  it('know no part of another draft, or of another school', async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const outline = program({ courses: [course('A', { requirements: [quiz('Q')] }), course('B')] });
    const mine = await importDraft(a.owner, outline);
    const other = await importDraft(a.owner, { ...outline, label: '2' });
    const foreign = await importDraft(b.owner, outline);
    const { edit } = draftOf(a.owner, mine.versionId);
    const [own] = (await read(a.owner, mine.versionId)).courses;
    for (const tree of [await read(a.owner, other.versionId), await read(b.owner, foreign.versionId)]) {
      const [theirs] = tree.courses;
      for (const [mutation, input] of [
        ['updateCourse', { courseId: theirs!.id, title: 'x' }],
        ['addModule', { courseId: theirs!.id, title: 'x', clockMinutes: 1 }],
        ['addLesson', { moduleId: theirs!.modules[0]!.id, title: 'x' }],
        ['updateLesson', { lessonId: theirs!.modules[0]!.lessons[0]!.id, title: 'x' }],
        ['updateModule', { moduleId: theirs!.modules[0]!.id, title: 'x' }],
        ['updateGradebookCategory', { categoryId: theirs!.categories[0]!.id, weightPercent: '1' }],
        ['updateCourseRequirement', { requirementId: theirs!.requirements[0]!.id, title: 'x' }],
        ['setCoursePrerequisites', { courseId: own!.id, prerequisiteIds: [theirs!.id] }],
        ['addCourseRequirement', { courseId: own!.id, kind: 'QUIZ', code: 'N', title: 'x', categoryId: theirs!.categories[0]!.id }],
        ['addCourseRequirement', { courseId: own!.id, kind: 'QUIZ', code: 'N', title: 'x', moduleId: theirs!.modules[0]!.id }],
        ['moveInDraft', { part: 'LESSON', id: theirs!.modules[0]!.lessons[0]!.id, position: 0 }],
        ['removeFromDraft', { part: 'COURSE', id: theirs!.id }],
      ] as const)
        await expect(edit(mutation, input)).rejects.toThrow('NOT_FOUND');
    }
    await expect(draftOf(b.owner, mine.versionId).edit('addCourse', { code: 'X', title: 'x' })).rejects.toThrow('NOT_FOUND');
    await expect(draftOf(await a.member('TRAINEE'), mine.versionId).edit('addCourse', { code: 'X', title: 'x' })).rejects.toThrow('FORBIDDEN');
    expect((await read(a.owner, mine.versionId)).revision).toBe(1);
  }); // prettier-ignore
});
