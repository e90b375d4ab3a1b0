import { Module } from '@nestjs/common';
import {
  CourseRequirementResolver,
  CourseResolver,
  LessonResolver,
  ModuleResolver,
} from './course.resolver.js';
import { DraftLessonService } from './draft-lesson.service.js';
import { DraftOrderService } from './draft-order.service.js';
import { DraftPartsService } from './draft-parts.service.js';
import { DraftResolver } from './draft.resolver.js';
import { DraftDiscardService } from './draft-discard.service.js';
import { DraftService } from './draft.service.js';
import { LessonFileService } from './lesson-file.service.js';
import { ProgramRequirements } from './program-requirements.service.js';
import { ProgramTransferResolver } from './program-transfer.resolver.js';
import { ProgramTransferService } from './program-transfer.service.js';
import { ProgramResolver, ProgramVersionResolver } from './program.resolver.js';
import { ProgramService } from './program.service.js';
import { PublicationService } from './publication.service.js';
import { VersionTree } from './version-tree.service.js';

@Module({
  providers: [
    ProgramService,
    VersionTree,
    LessonFileService,
    DraftDiscardService,
    DraftService,
    DraftPartsService,
    DraftLessonService,
    DraftOrderService,
    PublicationService,
    ProgramRequirements,
    ProgramTransferService,
    ProgramResolver,
    ProgramVersionResolver,
    CourseResolver,
    ModuleResolver,
    LessonResolver,
    CourseRequirementResolver,
    DraftResolver,
    ProgramTransferResolver,
  ],
  exports: [ProgramService, VersionTree, PublicationService, ProgramRequirements, ProgramTransferService],
})
export class ProgramsModule {}
