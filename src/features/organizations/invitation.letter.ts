import type { Letter } from '../../platform/mail/mailer.js';

/** How long an invitation may be accepted. */
export const INVITATION_DAYS = 14;

/** The link is built from the configured address alone; the token stands in the fragment, which browsers send to nobody. */
export const invitationLetter = (
  to: string,
  of: { organization: string; publicUrl: string; token: string },
): Letter => ({
  to,
  subject: `Invitation to ${of.organization}`,
  text: `${of.organization} invites you to join.

Accept within ${INVITATION_DAYS} days:
${of.publicUrl}/accept-invitation#token=${of.token}

If you did not expect this, do nothing: nobody is told.
`,
});
