import type { AwardStandingCode } from '../awarding/award.js';
import type { AwardVerification } from './award-verification.js';
import { html, Markup } from '../../../platform/html/html.js';
import { STYLE } from './page-style.js';

/** Where the page stands on this installation: in front of its links. */
export type Base = string;

/** The page of a certificate. */
export function certificatePage(award: AwardVerification, base: Base, checkedAt: Date): string {
  const { status, number } = award;
  const words = WORDS[status](award);
  return page(
    `${words.short}: ${award.title}`,
    html`<article class="sheet">
        ${standing(status, words.heading, words.meaning)}
        <div class="paper${status === 'VALID' ? '' : ' notvalid'}">
          <p class="by">Awarded to</p>
          <p class="holder">${award.recipientName}</p>
          ${award.kind === 'SPECIALTY' ? html`<p class="by">Specialty</p>` : null}
          <p class="title">${award.title}</p>
        </div>
        <dl>
          ${fact('Issued by', award.issuer)} ${fact('Awarded on', day(award.awardedOn))}
          ${award.issuedOn === award.awardedOn ? null : fact('This copy issued on', day(award.issuedOn))}
          ${fact('Status', status === 'VALID' ? 'Valid' : words.heading)}
          ${fact('Certificate number', html`<span class="number">${number}</span>`)}
        </dl>
      </article>
      <p class="note">
        Checked against the records of ${award.issuer} on ${moment(checkedAt)}. Compare the name and the title
        with the certificate you were shown. Grades are never shown here.
      </p>
      <p class="note screen">
        <a href="${base}/badges/${number}">Digital badge (Open Badges 3.0)</a> ·
        <a href="${base}/verify/${number}.json">These facts as JSON</a>
      </p>
      <p class="note print">${award.pageUrl}</p>
      ${form(base, 'Check another certificate', '')}`,
  );
}

/** The page for a number that nobody was given: of the same make as that of a certificate. */
export const unknownPage = (typed: string, base: Base): string =>
  page(
    'Not found',
    html`<article class="sheet">
        ${standing(
          'UNKNOWN',
          'No certificate has this number',
          'Check it against the certificate: it has sixteen letters and digits, in groups of four. If it is right, no such certificate was issued here.',
        )}
        ${form(base, 'Certificate number', typed)}
      </article>
      ${about()}`,
  );

/** The page to type a number into. */
export const askPage = (base: Base): string =>
  page(
    'Verify a certificate',
    html`<article class="sheet">
        ${standing('ASK', 'Verify a certificate', 'The number stands on the certificate, beside its QR code.')}
        ${form(base, 'Certificate number', '')}
      </article>
      ${about()}`,
  );

interface Words {
  short: string;
  /** What is printed large. */
  heading: string;
  /** What it means to whoever was shown the certificate. */
  meaning: string;
}

const WORDS: Record<AwardStandingCode, (award: AwardVerification) => Words> = {
  VALID: ({ issuer }) => ({
    short: 'Valid',
    heading: 'This certificate is valid',
    meaning: `${issuer} issued it, and it stands today.`,
  }),
  SUSPENDED: ({ issuer, since, byBase }) => ({
    short: 'Suspended',
    heading: `Suspended since ${day(since)}`,
    meaning: byBase
      ? 'Do not rely on it at present: the certificate that it builds on is not valid.'
      : `Do not rely on it at present. ${issuer} may reinstate it: check again later.`,
  }),
  REVOKED: ({ issuer, since }) => ({
    short: 'Revoked',
    heading: `Revoked on ${day(since)}`,
    meaning: `It is not valid. ${issuer} has withdrawn it for good.`,
  }),
  SUPERSEDED: ({ since }) => ({
    short: 'Replaced',
    heading: `Replaced on ${day(since)}`,
    meaning:
      'This copy is not valid any more: a newer certificate has taken its place. Ask the holder for that one.',
  }),
};

const ICONS: Record<AwardStandingCode | 'UNKNOWN' | 'ASK', string> = {
  VALID: 'M7 12.5l3.2 3.2L17 9',
  SUSPENDED: 'M9.5 8v8M14.5 8v8',
  REVOKED: 'M8.5 8.5l7 7M15.5 8.5l-7 7',
  SUPERSEDED: 'M7 12h9M12.5 8.5L16 12l-3.500 3.500',
  UNKNOWN: 'M9.500 9.500a2.600 2.600 0 1 1 3.600 2.400c-.8.4-1.100.9-1.100 1.700M12 16.500v.1',
  ASK: 'M11 8a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM13.300 13.300L16.500 16.500',
};

const standing = (code: keyof typeof ICONS, heading: string, meaning: string): Markup =>
  html`<header class="standing ${code}">
    <svg
      width="36"
      height="36"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <circle cx="12" cy="12" r="10" />
      <path d="${ICONS[code]}" />
    </svg>
    <div>
      <h1>${heading}</h1>
      <p>${meaning}</p>
    </div>
  </header>`;

const fact = (name: string, value: string | Markup): Markup =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

const form = (base: Base, label: string, value: string): Markup =>
  html`<form action="${base}/verify" method="get">
    <label for="number">${label}</label>
    <div class="row">
      <input
        id="number"
        name="number"
        value="${value}"
        placeholder="XXXX-XXXX-XXXX-XXXX"
        required
        maxlength="40"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
      />
      <button>Verify</button>
    </div>
  </form>`;

const about = (): Markup =>
  html`<p class="note">
    A certificate is valid when this page says so today. The page shows what is printed on the certificate and
    whether it still counts, and nothing else.
  </p>`;

/** To the letter: the policy of the page allows this text and no other, not even with a space more. */
const STYLED = new Markup(`<style>${STYLE}</style>`);

const page = (title: string, content: Markup): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${STYLED}
      </head>
      <body>
        <main>
          <p class="top">Certificate verification</p>
          ${content}
        </main>
      </body>
    </html> `.text;

const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const day = (date: string): string => DAY.format(new Date(`${date}T00:00:00Z`));
const moment = (at: Date): string => `${MOMENT.format(at)} UTC`;
