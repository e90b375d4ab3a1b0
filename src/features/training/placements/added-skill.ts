/** A skill that a site asks for in an assignment, besides the checklist. */
export class AddedSkill {
  readonly assignmentId: string;
  readonly skillOrgId: string;
  readonly skillId: string;
  readonly skillVersionId: string;
  readonly addedAt: Date;
  readonly removedAt: Date | null;
}
