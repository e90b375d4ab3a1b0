/** Trainings that everybody of the clinic has on their first day, and again in time. */
export const TRAININGS = ['BBP', 'PRIVACY', 'FIRE'] as const;

/** A card as it was brought along on the first day, in days ago; `finding` null: nobody has looked it up. */
interface Brought {
  readonly typeCode: 'BLS' | 'PTT_CERT_EXT';
  readonly issued: number;
  readonly expires?: number;
  readonly finding: 'CONFIRMED' | 'NOT_CONFIRMED' | null;
}

const bls = (issued: number, more: Partial<Brought> = {}): Brought => ({
  typeCode: 'BLS',
  issued,
  finding: 'CONFIRMED',
  ...more,
});
const certified = (issued: number): Brought => ({ typeCode: 'PTT_CERT_EXT', issued, finding: 'CONFIRMED' });

/** By whose they are: cards in every state there is; `renewed`: how many days ago trainings and the TB screen were. */
export const BROUGHT: Readonly<
  Record<string, { readonly cards: readonly Brought[]; readonly renewed?: number }>
> = {
  'omar.benali@lakeside.example': { cards: [bls(400), certified(390)] },
  // Lapses in 20 days.
  'bianca.torres@lakeside.example': { cards: [bls(700, { expires: -20 }), certified(400)], renewed: 20 },
  // Lapsed five days ago; trainings lapse in three weeks.
  'ruben.castro@lakeside.example': { cards: [bls(720, { expires: 5 })], renewed: 345 },
  'edith.sommer@lakeside.example': { cards: [bls(540), certified(530)], renewed: 160 },
  'lukasz.nguyen@lakeside.example': { cards: [bls(160, { finding: 'NOT_CONFIRMED' })] },
  // Pilar Vega brought none.
  'greta.olsen@lakeside.example': { cards: [bls(90)] },
  'dana.brook@lakeside.example': { cards: [bls(300)] },
  'tariq.aziz@lakeside.example': { cards: [bls(200)] },
  'joy.adams@lakeside.example': { cards: [bls(640), certified(700)] },
  'rafael.cruz@lakeside.example': { cards: [bls(60, { finding: null })] },
};

/** Whose card has lapsed: they sent in the next one, which nobody has looked up yet. */
export const LAPSED = { email: 'ruben.castro@lakeside.example', renewed: 3 } as const;

/** Who did not have a training on their first day, and why. */
export const LATE = {
  email: 'tariq.aziz@lakeside.example',
  code: 'BBP',
  plannedInDays: 5,
  reason: 'The trainer was ill; until then no work with patients.',
} as const;
