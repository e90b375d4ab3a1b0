import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import {
  AbsenceNotAccepted,
  AttendanceTakenAlready,
  ClassTimeNotAccepted,
  HoursEntrySuperseded,
  MakeUpNotAccepted,
  MakeUpVoided,
  ClassSessionCancelled,
  ClassSessionNotBegun,
} from './class-session.refusals.js';
import { OwnRecord } from './record.refusals.js';

export const ClassKindEnum = { LECTURE: 'LECTURE', LAB: 'LAB' } as const;
registerEnumType(ClassKindEnum, {
  name: 'ClassKind',
  description: 'Which hours of a course a class is.',
  valuesMap: { LECTURE: { description: 'In a classroom.' }, LAB: { description: 'In a skills laboratory.' } },
});

export const AttendanceStatusEnum = { PRESENT: 'PRESENT', ABSENT: 'ABSENT', EXCUSED: 'EXCUSED' } as const;
registerEnumType(AttendanceStatusEnum, {
  name: 'AttendanceStatus',
  description: 'What a roster says of a trainee.',
  valuesMap: {
    PRESENT: { description: 'Was there, if not for all of it.' },
    ABSENT: { description: 'Was not there.' },
    EXCUSED: { description: 'Was not there, for a reason that the program accepts.' },
  },
});

export const HoursSourceEnum = {
  ATTENDED: 'ATTENDED',
  EXCUSED: 'EXCUSED',
  ABSENT: 'ABSENT',
  MADE_UP: 'MADE_UP',
} as const;
registerEnumType(HoursSourceEnum, {
  name: 'HoursSource',
  description: 'Where class minutes come from.',
  valuesMap: {
    ATTENDED: { description: 'By being there.' },
    MADE_UP: { description: 'By a supervised make-up.' },
    EXCUSED: { description: 'By an absence that the program excuses.' },
    ABSENT: { description: 'Missed: nothing counts.' },
  },
});

@ObjectType({ description: 'A class of a cohort, scheduled or held.' })
export class ClassSession {
  @Field(() => ID, { description: 'Identifies the class session.' })
  id: string;

  @Field(() => ID, { description: 'The cohort.' })
  cohortId: string;

  @Field(() => ID, { description: 'The course its hours count for.' })
  courseId: string;

  @Field(() => ClassKindEnum, { description: 'Which of the course hours it is.' })
  kind: 'LECTURE' | 'LAB';

  @Field(() => String, { description: 'What it is about.' })
  title: string;

  @Field(() => DateTime, { description: 'When it starts.' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends.' })
  endsAt: Date;

  @Field(() => Int, { description: 'Minutes within it that are no class.' })
  breakMinutes: number;

  @Field(() => DateTime, { nullable: true, description: 'When it was cancelled; null when it was not.' })
  cancelledAt: Date | null;

  @Field(() => Boolean, { description: 'Whether attendance was taken.' })
  attendanceTaken: boolean;
}

@ObjectType({ description: 'Why minutes of an entry do not count.' })
export class UncountedMinutes {
  @Field(() => String, { description: 'Stable name of the reason.' })
  code: string;

  @Field(() => Int, { description: 'How many minutes.' })
  minutes: number;

  @Field(() => String, { description: 'The reason, for a person to read.' })
  message: string;
}

@ObjectType({
  description:
    'One entry of class hours, accounted for to the minute: counted and not counted make the credit.',
})
export class HoursEntry {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The course.' })
  courseId: string;

  @Field(() => ID, { description: 'The class session attended, or missed and made up.' })
  sessionId: string;

  @Field(() => ClassKindEnum, { description: 'Which of the course hours it is.' })
  kind: 'LECTURE' | 'LAB';

  @Field(() => HoursSourceEnum, { description: 'Attended, excused, absent or made up.' })
  source: string;

  @Field(() => DateTime, { description: 'Start of the class or of the make-up.' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'Its end.' })
  endsAt: Date;

  @Field(() => Int, { description: 'Minutes late.' })
  minutesLate: number;

  @Field(() => Int, { description: 'Minutes left early.' })
  minutesLeftEarly: number;

  @Field(() => Int, { description: 'What the class time is worth in full, 60 minutes to the clock hour.' })
  creditMinutes: number;

  @Field(() => Int, { description: 'Minutes that count.' })
  countedMinutes: number;

  @Field(() => [UncountedMinutes], { description: 'Minutes that do not count, and why.' })
  notCounted: UncountedMinutes[];

  supervisedBy: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was corrected or excused, or a note.' })
  reason: string | null;

  @Field(() => ID, { nullable: true, description: 'The earlier entry it takes the place of.' })
  supersedesId: string | null;

  recordedBy: string | null;

  @Field(() => DateTime, { description: 'When it was entered.' })
  recordedAt: Date;
}

@ObjectType({ description: 'What the roster of a class says of one trainee, corrections included.' })
export class RosterLine {
  @Field(() => ID, { description: 'The entry that stands: name it to correct or excuse.' })
  entryId: string;

  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  personId: string;

  @Field(() => AttendanceStatusEnum, { description: 'Present, absent or excused.' })
  status: keyof typeof AttendanceStatusEnum;

  @Field(() => Int, { description: 'Minutes late.' })
  minutesLate: number;

  @Field(() => Int, { description: 'Minutes left early.' })
  minutesLeftEarly: number;

  @Field(() => String, { nullable: true, description: 'Why it was corrected or excused, or a note.' })
  reason: string | null;

  recordedBy: string | null;

  @Field(() => DateTime, { description: 'When it was entered.' })
  recordedAt: Date;

  sessionId: string;
}

@ObjectType({ description: 'Class minutes of one course that count, beside those it requires.' })
export class CourseHours {
  @Field(() => ID, { description: 'The course.' })
  courseId: string;

  @Field(() => String, { description: 'Its code.' })
  courseCode: string;

  @Field(() => Int, { description: 'Lecture minutes counted.' })
  lectureMinutes: number;

  @Field(() => Int, { description: 'Lecture minutes required.' })
  lectureMinutesRequired: number;

  @Field(() => Int, { description: 'Lab minutes counted.' })
  labMinutes: number;

  @Field(() => Int, { description: 'Lab minutes required.' })
  labMinutesRequired: number;
}

@ObjectType({
  description: 'The class hours of an enrollment: every entry of the attempts under way, explained.',
})
export class HoursRecord {
  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => [CourseHours], { description: 'Sums by course, in the order of the program.' })
  courses: CourseHours[];

  @Field(() => [HoursEntry], { description: 'The entries, by time.' })
  entries: HoursEntry[];
}

@ObjectType({ description: 'A line of a roster that was not taken, and why.' })
export class RejectedAttendance {
  @Field(() => ID, { description: 'The enrollment as the line named it.' })
  enrollmentId: string;

  @Field(() => String, { description: 'Stable name of what is wrong.' })
  code: string;

  @Field(() => String, { description: 'What is wrong, for a person to read.' })
  message: string;
}

@ObjectType({ description: 'What taking attendance did: good lines are kept, bad ones reported.' })
export class AttendanceTaken {
  @Field(() => ID, { description: 'The class session.' })
  sessionId: string;

  @Field(() => Int, { description: 'Lines entered.' })
  entered: number;

  @Field(() => Int, { description: 'Lines that were there already, the same.' })
  unchanged: number;

  @Field(() => [RejectedAttendance], { description: 'Lines that were not taken.' })
  rejected: RejectedAttendance[];
}

export const ClassSessionConnection = connectionOf('ClassSession', () => ClassSession);

export const ScheduleClassSessionResult = outcome('ScheduleClassSessionResult', () => [
  ClassSession,
  ClassTimeNotAccepted,
]);
export const UpdateClassSessionResult = outcome('UpdateClassSessionResult', () => [
  ClassSession,
  ClassTimeNotAccepted,
  AttendanceTakenAlready,
  ClassSessionCancelled,
]);
export const CancelClassSessionResult = outcome('CancelClassSessionResult', () => [
  ClassSession,
  AttendanceTakenAlready,
  ClassSessionCancelled,
]);
export const TakeAttendanceResult = outcome('TakeAttendanceResult', () => [
  AttendanceTaken,
  ClassSessionCancelled,
  ClassSessionNotBegun,
]);
export const CorrectAttendanceResult = outcome('CorrectAttendanceResult', () => [
  HoursEntry,
  OwnRecord,
  AbsenceNotAccepted,
  HoursEntrySuperseded,
]);
export const ExcuseAbsenceResult = outcome('ExcuseAbsenceResult', () => [
  HoursEntry,
  OwnRecord,
  AbsenceNotAccepted,
  HoursEntrySuperseded,
]);
export const RecordMakeUpResult = outcome('RecordMakeUpResult', () => [
  HoursEntry,
  OwnRecord,
  ClassTimeNotAccepted,
  MakeUpNotAccepted,
]);
export const CorrectMakeUpResult = outcome('CorrectMakeUpResult', () => [
  HoursEntry,
  OwnRecord,
  ClassTimeNotAccepted,
  MakeUpNotAccepted,
  HoursEntrySuperseded,
  MakeUpVoided,
]);
export const VoidMakeUpResult = outcome('VoidMakeUpResult', () => [
  HoursEntry,
  OwnRecord,
  HoursEntrySuperseded,
  MakeUpVoided,
]);
