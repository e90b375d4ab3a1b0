import type { Provider } from '@nestjs/common';
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

export const SKILLS_PROVIDERS: Provider[] = [
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
];
