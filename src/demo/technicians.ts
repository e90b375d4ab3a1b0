import type { DemoMember } from './people.js';
import type { TrainingFate } from './training-story.rules.js';

export interface Technician extends DemoMember {
  /** Of the clinic's sites, by its place in the list. */
  readonly site: number;
  readonly hiredDaysAgo: number;
  readonly fate: TrainingFate;
}

const technician = (name: string, site: number, hiredDaysAgo: number, fate: TrainingFate): Technician => {
  const [givenName = '', familyName = ''] = name.split(' ');
  const email = `${[...name.normalize('NFKD').replace('ł', 'l').replace('Ł', 'L')]
    .filter((letter) => /[\w ]/.test(letter))
    .join('')
    .toLowerCase()
    .replace(' ', '.')}@lakeside.example`;
  return { givenName, familyName, email, role: 'TRAINEE', shows: '', site, hiredDaysAgo, fate };
};

/** The clinic's own people: one or more for every state there is. All of them are invented. */
export const TECHNICIANS: readonly Technician[] = [
  technician('Omar Benali', 0, 210, 'CURRENT'),
  technician('Bianca Torres', 0, 380, 'EXPIRING'),
  technician('Ruben Castro', 0, 450, 'EXPIRED'),
  technician('Edith Sommer', 0, 520, 'RENEWED'),
  technician('Łukasz Nguyễn', 0, 130, 'SUSPENDED'),
  technician('Pilar Vega', 0, 110, 'REVOKED'),
  technician('Greta Olsen', 0, 50, 'HALFWAY'),
  technician('Dana Brook', 0, 45, 'PLAN'),
  technician('Tariq Aziz', 0, 12, 'BEGINNING'),
  technician('Wen Li', 0, -7, 'HIRED'),
  technician('Joy Adams', 1, 150, 'CURRENT'),
  technician('Rafael Cruz', 1, 40, 'HALFWAY'),
];
