import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { course, program, programs, quiz } from '../../../../test/support/outlines.js';
import type { ProgramOutline } from '../outline.js';
import { examine } from './import-report.js';
import { MAX_DOCUMENT_BYTES } from './source.js';
import { writeProgram } from './write-program.js';

const SAMPLE = path.resolve('src/demo/content/program.yaml');
const CURRICULUM = path.resolve('../shared/domain/curriculum.yaml');

const read = (text: string, format: 'YAML' | 'JSON' = 'YAML'): ProgramOutline => {
  const { outline, errors } = examine(text, format);
  expect(errors).toEqual([]);
  return outline!;
};
const small = (more = ''): string => `program:
  code: P
  title: Program
  version: "1"
  measured_in: clock_hours
  total_clock_hours: 1
  normal_weeks: 1
  max_timeframe_pct: 150
  min_pace_pct: 67
  excused_absence_cap_pct: 10
  course_pass_mark_pct: {lecture: 75, lab: 80}
courses:
  - code: A
    title: Course A
    hours: {lecture: 1, lab: 0, placement: 0}
    modules:
      - {title: M, hours: 1, lessons: [One]}
    gradebook: [{category: quizzes, weight: 100}]
${more}`;
const errorsOf = (text: string, format: 'YAML' | 'JSON' = 'YAML') => examine(text, format).errors;

describe('program documents', () => {
  it('come back as they went out, as YAML and as JSON, whatever is in them', () => {
    fc.assert(
      fc.property(programs, fc.constantFrom('YAML' as const, 'JSON' as const), (outline, format) => {
        expect(read(writeProgram(outline, format), format)).toEqual(outline);
      }),
      { numRuns: 100 },
    );
  });

  const roundTrip = (file: string) => () => {
    const text = readFileSync(file, 'utf8');
    const outline = read(text);
    const modules = outline.courses.flatMap((c) => c.modules);
    expect([outline.courses.length, modules.length, modules.flatMap((m) => m.lessons).length]).toEqual([
      6, 24, 91,
    ]);
    const { program: header, courses, final_award } = parse(text) as Record<string, unknown>;
    for (const format of ['YAML', 'JSON'] as const)
      expect(parse(writeProgram(outline, format))).toEqual({ program: header, courses, final_award });
    expect(examine(text, 'YAML').beforePublishing).toEqual([]);
  };
  const inAndOut = '6 courses, 24 modules and 91 lessons go in and come out the same';
  it(`of the demo: ${inAndOut}`, roundTrip(SAMPLE));
  (existsSync(CURRICULUM) ? it : it.skip)(`of the domain: ${inAndOut}`, roundTrip(CURRICULUM));

  it('tell what is not read yet, and what nothing stands behind, with their lines', () => {
    const text = readFileSync(SAMPLE, 'utf8');
    const lineOf = (start: string) => text.split('\n').findIndex((line) => line.startsWith(start)) + 1;
    const { notImported, unresolved } = examine(text, 'YAML');
    expect(notImported.map(({ path: where, line }) => [where, line])).toEqual(
      ['checklist', 'trainings', 'external_credentials', 'clearances', 'ce_policies', 'tuition_policy'].map(
        (section) => [section, lineOf(`${section}:`)],
      ),
    );
    expect(unresolved.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'checklist OJT-CORE does not exist yet',
        'quiz PTT-101-M1 does not exist yet',
        'checklist OJT-CORE is looked for when somebody is to be awarded the program',
        'credential BLS keeps placements from starting until the organization has defined it and it is current',
      ]),
    );
    expect(unresolved.find(({ what }) => what.includes('checklist'))?.line).toBe(
      text.split('\n').findIndex((line) => line.includes('checklist: OJT-CORE')) + 1,
    );
  });

  it('read hours in minutes, and refuse what gives no whole minutes', () => {
    const hours = (written: string) => small().replace('hours: 1, lessons', `hours: ${written}, lessons`);
    expect(read(hours('7.5')).courses[0]!.modules[0]!.clockMinutes).toBe(450);
    expect(read(hours('"1:40"')).courses[0]!.modules[0]!.clockMinutes).toBe(100);
    for (const wrong of ['-1', '0.333', '"1:60"', 'ten', '10000', '.inf', '.nan', '[1]'])
      expect(errorsOf(hours(wrong))).toMatchObject([{ path: 'courses[0].modules[0].hours', line: 17 }]);
  });

  it.each<[string, (text: string) => string, { path: string; line: number; message: string }]>([
    ['a missing member', (t) => t.replace('  title: Program\n', ''), { path: 'program.title', line: 1, message: 'is missing: must be text of 1 to 300 characters' }],
    ['a number for text', (t) => t.replace('"1"', '2026.1'), { path: 'program.version', line: 4, message: 'must be text of 1 to 60 characters: put it in quotes' }],
    ['an unknown member', (t) => t.replace('  title: Program', '  titel: x\n  title: Program'), { path: 'program.titel', line: 3, message: expect.stringContaining('is not known here') }],
    ['an unknown section', (t) => `${t}extras: 1\n`, { path: 'extras', line: 19, message: expect.stringContaining('is not known here') }],
    ['a member told twice', (t) => t.replace('    title: Course A', '    title: Course A\n    title: B'), { path: 'courses[0].title', line: 15, message: 'is there twice' }],
    ['a list for an object', (t) => t.replace('{lecture: 1, lab: 0, placement: 0}', '[1, 0, 0]'), { path: 'courses[0].hours', line: 15, message: 'must be an object of named members' }],
    ['an object for a list', (t) => t.replace('[One]', '{One: 1}'), { path: 'courses[0].modules[0].lessons', line: 17, message: 'must be a list' }],
    ['an unknown grading', (t) => `${t}    grading: letters\n`, { path: 'courses[0].grading', line: 19, message: 'must be graded or pass_fail' }],
    ['a weight of nothing', (t) => t.replace('weight: 100', 'weight: 0'), { path: 'courses[0].gradebook[0].weight', line: 18, message: 'must be more than 0: leave a category out instead' }],
    ['a percent beyond', (t) => t.replace('lecture: 75', 'lecture: 175'), { path: 'program.course_pass_mark_pct.lecture', line: 11, message: 'must be a percent from 0 to 100 with at most two decimals' }],
    ['a prerequisite of nothing', (t) => `${t}    prerequisites: [B]\n`, { path: 'courses[0].prerequisites[0]', line: 19, message: 'A builds on B, and there is no such course' }],
    ['a circle', (t) => `${t}    prerequisites: [A]\n`, { path: 'courses[0].prerequisites', line: 19, message: expect.stringContaining('circle') }],
    ['an empty title', (t) => t.replace('[One]', '[" "]'), { path: 'courses[0].modules[0].lessons[0]', line: 17, message: 'must be text of 1 to 300 characters' }],
    ['a NUL', (t) => t.replace('[One]', '["a\\0b"]'), { path: 'courses[0].modules[0].lessons[0]', line: 17, message: 'must not hold NUL characters or broken Unicode' }],
    ['half a character', (t) => t.replace('[One]', '["a\\ud800b"]'), { path: 'courses[0].modules[0].lessons[0]', line: 17, message: 'must not hold NUL characters or broken Unicode' }],
    ['media that would run', (t) => t.replace('[One]', '[{title: One, media: [{kind: image, url: "javascript:alert(1)", alt: x}]}]'), { path: 'courses[0].modules[0].lessons[0].media[0].url', line: 17, message: expect.stringContaining('/files/<id>') }],
    ['media without words', (t) => t.replace('[One]', '[{title: One, media: [{kind: image, url: "https://example.org/a"}]}]'), { path: 'courses[0].modules[0].lessons[0].media[0].alt', line: 17, message: 'is missing: must be text of 1 to 500 characters' }],
  ])('say where it is: %s', (_, wrong, expected) => {
    const { errors, outline } = examine(wrong(small()), 'YAML');
    expect(errors).toEqual([{ column: expect.any(Number), ...expected }]);
    expect(outline).toBeNull();
  }); // prettier-ignore

  it('say everything at once, and where a draft does not add up yet', () => {
    const wrong = small().replace('code: P', 'code: "a b"').replace('normal_weeks: 1', 'normal_weeks: 1.5');
    expect(errorsOf(wrong).map(({ path: where }) => where)).toEqual(['program.code', 'program.normal_weeks']);
    const { errors, beforePublishing } = examine(small().replace('weight: 100', 'weight: 90'), 'YAML');
    expect(errors).toEqual([]);
    expect(beforePublishing).toEqual([
      { path: 'courses[0].gradebook', line: 18, column: 5, message: 'A: the weights add up to 90, not 100' },
    ]);
  });

  it('are no way to make much of little', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\n${small()}`;
    expect(errorsOf(bomb)[0]).toMatchObject({
      line: 2,
      message: expect.stringContaining('aliases (*a) are not read'),
    });
    expect(errorsOf(small().replace('title: Course A', 'title: &t Course A\n    summary: *t'))).toMatchObject(
      [{ line: 15, message: expect.stringContaining('aliases') }],
    );
    expect(errorsOf(`"${'x'.repeat(MAX_DOCUMENT_BYTES)}"`)).toMatchObject([
      { message: expect.stringContaining('5 MB') },
    ]);
    const keys = Array.from({ length: 10_000 }, (_, i) => `k${i}: 1\n`).join('');
    expect(errorsOf(keys)).toHaveLength(200);
    const started = Date.now();
    for (const part of ['[', '{a: ', '- ', '? ', '! ', '&a 1,', '#\n', 'a: ', '"', "'"])
      expect(errorsOf(part.repeat(400_000)).length).toBeGreaterThan(0);
    for (const part of ['- ', '? ']) expect(errorsOf(part.repeat(20_000)).length).toBeGreaterThan(0);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it.each([
    '',
    'null',
    '[]',
    '42',
    '--- a\n--- b',
    'a: [',
    'a: !!js/function "x"',
    '\t- a',
    '{"a": 1',
    '%YAML 9\n---\na',
  ])('that are none get an answer: %j', (text) => {
    for (const format of ['YAML', 'JSON'] as const) {
      const { errors, outline } = examine(text, format);
      expect(outline).toBeNull();
      expect(errors.length).toBeGreaterThan(0);
      for (const { line, column } of errors) expect([line >= 1, column >= 1]).toEqual([true, true]);
    }
  });

  it('say where JSON breaks off', () => {
    expect(errorsOf('{\n  "program": {,}\n}', 'JSON')).toMatchObject([{ line: 2, column: 15 }]);
    const tabbed = JSON.stringify(JSON.parse(writeProgram(program(), 'JSON')), null, '\t');
    expect(read(tabbed, 'JSON')).toEqual(program());
  });

  it('read any text without failing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.constantFrom('YAML' as const, 'JSON' as const),
        (text, format) => {
          expect(examine(text, format).errors.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('leave out what is the default', () => {
    const outline = program({
      courses: [course('A', { requirements: [quiz('A-FINAL', { title: 'Final' })] })],
    });
    expect((parse(writeProgram(outline, 'YAML')) as { courses: object[] }).courses).toEqual([
      {
        code: 'A',
        title: 'Course A',
        hours: { lecture: 1, lab: 0, placement: 0 },
        modules: [{ title: 'Clean hands', hours: 1, lessons: ['Hand hygiene'] }],
        quizzes: [{ code: 'A-FINAL', title: 'Final' }],
        gradebook: [{ category: 'quizzes', weight: 100 }],
      },
    ]);
  });
});
