import type { Letter } from '../../platform/mail/mailer.js';

/** How long a mailed link opens the door. */
export const RESET_MINUTES = 30;

/**
 * The link is built from the configured address alone, never from what a request says of its host; the
 * token stands in the fragment, which browsers send to nobody.
 */
export const passwordResetLetter = (to: string, publicUrl: string, token: string): Letter => ({
  to,
  subject: 'Choose a new password',
  text: `Somebody, probably you, asked for a new password for this address.

Choose it here within ${RESET_MINUTES} minutes:
${publicUrl}/reset-password#token=${token}

If it was not you, do nothing: the password stays as it is.
`,
});

/** So that whoever did not change it learns that somebody did. */
export const passwordChangedLetter = (to: string): Letter => ({
  to,
  subject: 'Your password was changed',
  text: `The password for this address has just been changed, and other sessions have ended.

If it was not you, ask for a new password at once and tell your organization.
`,
});
