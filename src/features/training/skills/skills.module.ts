import { Module } from '@nestjs/common';
import { ProgramsModule } from '../../programs/programs.module.js';
import { ChecklistCatalog } from './checklist-catalog.service.js';
import { ChecklistDrafts } from './checklist-draft.service.js';
import { ChecklistPublication } from './checklist-publication.service.js';
import {
  ChecklistResolver,
  ChecklistSkillResolver,
  ChecklistVersionResolver,
  RequirementChecklistResolver,
} from './checklist.resolver.js';
import { ChecklistTransferResolver } from './document/checklist-transfer.resolver.js';
import { ChecklistTransfer } from './document/checklist-transfer.service.js';
import { SkillCatalog } from './skill-catalog.service.js';
import { SkillDrafts } from './skill-draft.service.js';
import { SkillPublication } from './skill-publication.service.js';
import { SkillResolver, SkillVersionResolver } from './skill.resolver.js';

/** What is to be learned on the job: skills and checklists of them, in versions that stay. */
@Module({
  imports: [ProgramsModule],
  providers: [
    ChecklistCatalog,
    ChecklistDrafts,
    ChecklistPublication,
    ChecklistResolver,
    ChecklistSkillResolver,
    ChecklistVersionResolver,
    RequirementChecklistResolver,
    ChecklistTransfer,
    ChecklistTransferResolver,
    SkillCatalog,
    SkillDrafts,
    SkillPublication,
    SkillResolver,
    SkillVersionResolver,
  ],
  exports: [ChecklistCatalog, ChecklistTransfer, SkillCatalog],
})
export class SkillsModule {}
