import { outcome } from '../../platform/graphql/outcome.js';
import {
  CodeTaken,
  DraftChanged,
  ProgramCodeTaken,
  VersionIncomplete,
  VersionLabelTaken,
  VersionNotDraft,
  VersionNotPublished,
} from './program.refusals.js';
import { DraftEdit, ProgramType, ProgramVersionType } from './program.type.js';

export const CreateProgramResult = outcome('CreateProgramResult', () => [ProgramType, ProgramCodeTaken]);

export const CreateProgramVersionResult = outcome('CreateProgramVersionResult', () => [
  ProgramVersionType,
  VersionLabelTaken,
]);

export const CopyProgramVersionResult = outcome('CopyProgramVersionResult', () => [
  ProgramVersionType,
  VersionLabelTaken,
]);

export const DiscardProgramVersionResult = outcome('DiscardProgramVersionResult', () => [
  ProgramType,
  DraftChanged,
  VersionNotDraft,
]);

export const PublishProgramVersionResult = outcome('PublishProgramVersionResult', () => [
  ProgramVersionType,
  DraftChanged,
  VersionNotDraft,
  VersionIncomplete,
]);

export const RetireProgramVersionResult = outcome('RetireProgramVersionResult', () => [
  ProgramVersionType,
  VersionNotPublished,
]);

export const UpdateProgramVersionResult = outcome('UpdateProgramVersionResult', () => [
  DraftEdit,
  DraftChanged,
  VersionNotDraft,
  VersionLabelTaken,
]);

/** Edits of parts that carry a code. */
const coded = (name: string) => outcome(name, () => [DraftEdit, DraftChanged, VersionNotDraft, CodeTaken]);
const plain = (name: string) => outcome(name, () => [DraftEdit, DraftChanged, VersionNotDraft]);

export const AddCourseResult = coded('AddCourseResult');
export const UpdateCourseResult = coded('UpdateCourseResult');
export const SetCoursePrerequisitesResult = plain('SetCoursePrerequisitesResult');
export const AddGradebookCategoryResult = coded('AddGradebookCategoryResult');
export const UpdateGradebookCategoryResult = coded('UpdateGradebookCategoryResult');
export const AddModuleResult = plain('AddModuleResult');
export const UpdateModuleResult = plain('UpdateModuleResult');
export const AddLessonResult = plain('AddLessonResult');
export const UpdateLessonResult = plain('UpdateLessonResult');
export const AddCourseRequirementResult = coded('AddCourseRequirementResult');
export const UpdateCourseRequirementResult = coded('UpdateCourseRequirementResult');
export const MoveInDraftResult = plain('MoveInDraftResult');
export const RemoveFromDraftResult = plain('RemoveFromDraftResult');
