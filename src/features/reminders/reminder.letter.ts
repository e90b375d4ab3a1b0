import { html, type Markup } from '../../platform/html/html.js';
import type { Letter } from '../../platform/mail/mailer.js';
import type { DigestRow } from './reminder.queries.js';

type Line = DigestRow['reminders'][number];

const WHAT: Readonly<Record<Line['kind'], string>> = {
  CREDENTIAL: 'card',
  CLEARANCE: 'clearance',
  TRAINING: 'mandatory training',
  SKILL: 'signed skill',
  LICENSE: 'license',
  CONTINUING_EDUCATION: 'continuing education',
};

/** One mail of everything somebody is to be told, soonest first; the same in text and in HTML. */
export function reminderLetter(
  { organization, audience, givenName, today, reminders }: DigestRow,
  to: string,
  publicUrl: string,
): Letter {
  const own = audience === 'HOLDER';
  const hello = `Hello ${givenName || 'there'},`;
  const about = own
    ? `this is what ${organization} has on record of you that lapses soon:`
    : `this is what people you manage at ${organization} have on record that lapses soon, or has lapsed:`;
  const next = own
    ? 'Sign in to see each of them, why it counts, and what renews it.'
    : 'They were told as well. Sign in to see who may work without it.';
  const lines = reminders.map((line) => ({ ...line, when: whenOf(line, today) }));
  return {
    to,
    subject: subjectOf(own, lines),
    text: `${hello}

${about}

${lines.map((line) => `- ${own ? '' : `${line.holder}: `}${line.title} (${WHAT[line.kind]}) ${line.when}`).join('\n')}

${next}
${publicUrl}

You get one mail for all that is due, not in your quiet hours, and no second one about the same warning.
`,
    html: page(
      hello,
      about,
      lines.map((line) => row(line, own)),
      next,
      publicUrl,
    ).text,
  };
}

type Told = Line & { readonly when: string };

function subjectOf(own: boolean, lines: readonly Told[]): string {
  const [first] = lines;
  if (lines.length > 1) return `${lines.length} records lapse or have lapsed`;
  return own ? `${first!.title} ${first!.when}` : `${first!.holder}: ${first!.title} ${first!.when}`;
}

const MS_PER_DAY = 86_400_000;

function whenOf({ lapsesOn }: Line, today: string): string {
  const days = Math.round((Date.parse(lapsesOn) - Date.parse(today)) / MS_PER_DAY);
  if (days < 0) return `has lapsed: it counted through ${lapsesOn}`;
  if (days === 0) return `counts through today, ${lapsesOn}`;
  return `counts through ${lapsesOn}, ${days === 1 ? 'one day' : `${days} days`} from now`;
}

const CELL = 'padding:8px 12px 8px 0;border-bottom:1px solid #d9dde3;vertical-align:top';

const row = ({ holder, title, kind, when }: Told, own: boolean): Markup =>
  html`<tr>
    <td style="${CELL}">
      <strong>${own ? title : `${holder}: ${title}`}</strong><br /><span style="color:#5a6472"
        >${WHAT[kind]}</span
      >
    </td>
    <td style="${CELL}">${when}</td>
  </tr>`;

const page = (hello: string, about: string, rows: readonly Markup[], next: string, url: string): Markup =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>Reminder</title>
      </head>
      <body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1c2430;background:#ffffff">
        <div style="max-width:600px;margin:0 auto">
          <p>${hello}</p>
          <p>${about}</p>
          <table role="presentation" style="border-collapse:collapse;width:100%">
            ${rows}
          </table>
          <p>${next}</p>
          <p><a href="${url}" style="color:#0b5cad">${url}</a></p>
          <p style="color:#5a6472;font-size:14px">
            You get one mail for all that is due, not in your quiet hours, and no second one about the same
            warning.
          </p>
        </div>
      </body>
    </html> `;
