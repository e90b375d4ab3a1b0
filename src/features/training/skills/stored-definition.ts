import type { ChecklistDefinition, DeclaredEffect, SkillDefinition } from './skill-definition.js';
import type { DefinitionStatus } from './skill.entity.js';

/** A version of a skill with everything that belongs to it. */
export interface StoredSkill extends SkillDefinition, DeclaredEffect {
  readonly skillId: string;
  readonly versionId: string;
  readonly number: number;
  readonly status: DefinitionStatus;
}

/** A skill of a checklist in the version it stands there with. */
export interface ListedSkill {
  readonly code: string;
  readonly number: number;
  readonly status: DefinitionStatus;
  readonly required: boolean;
  /** Codes. */
  readonly prerequisites: readonly string[];
}

/** A version of a checklist with its skills in their order. */
export interface StoredChecklist extends Omit<ChecklistDefinition, 'skills'> {
  readonly checklistId: string;
  readonly versionId: string;
  readonly number: number;
  readonly status: DefinitionStatus;
  readonly skills: readonly (ListedSkill & { readonly versionId: string })[];
}

/** A skill as the document says it. */
export interface ReadSkill extends SkillDefinition, DeclaredEffect {
  /** Whether the checklist is not complete without it. */
  readonly required: boolean;
}

export interface ReadChecklist extends Omit<ChecklistDefinition, 'skills'> {
  /** The number of the version; null: the next one. */
  readonly number: number | null;
  readonly skills: readonly ReadSkill[];
}
