import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import type { DocumentProblem } from '../../programs/document/source.js';
import { readTracks, type ReadTrack } from './read-tracks.js';
import type { ImportSpecialtyTracksInput } from './track.input.js';
import { SpecialtyTracksNotImported } from './track.refusals.js';
import { SpecialtyTracksImport } from './track.type.js';
import { SpecialtyTracks } from './tracks.service.js';

type Wish = Pick<ImportSpecialtyTracksInput, 'document' | 'publish' | 'dryRun'>;

/** What became of one track. */
interface BroughtIn {
  readonly code: string;
  /** Whether it says something that no version of it said before. */
  readonly isNew: boolean;
  readonly problem?: DocumentProblem;
}

/** Specialty tracks out of a document: all of it or nothing. */
@Injectable()
export class SpecialtyTrackImports {
  constructor(private readonly tracks: SpecialtyTracks) {}

  async import(
    db: TenantDb,
    input: ImportSpecialtyTracksInput,
  ): Promise<SpecialtyTracksImport | SpecialtyTracksNotImported> {
    const answer = await db.once(input, (tx) => this.importIn(tx, input));
    return isRefusal(answer) ? answer : Object.assign(new SpecialtyTracksImport(), answer);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async importIn(tx: Transaction, wish: Wish): Promise<SpecialtyTracksImport | SpecialtyTracksNotImported> {
    const { tracks, errors } = readTracks(wish.document);
    if (errors.length) return notImported(errors);
    const outcomes: BroughtIn[] = [];
    for (const track of tracks) outcomes.push(await this.bringIn(tx, track, wish));
    const wrong = outcomes.flatMap(({ problem }) => problem ?? []);
    if (wrong.length) return notImported(wrong);
    const codes = (isNew: boolean): string[] =>
      outcomes.filter((each) => each.isNew === isNew).map(({ code }) => code);
    return { applied: !wish.dryRun, newTracks: codes(true), keptTracks: codes(false) };
  }

  /** A problem rolls everything back, so whatever was written before it does not matter. */
  private async bringIn(tx: Transaction, { definition, located }: ReadTrack, { publish, dryRun }: Wish) {
    const { code, label } = definition;
    const plan = await this.tracks.planIn(tx, definition);
    const isNew = plan.kind === 'DRAFT';
    if (plan.kind === 'LABEL_TAKEN')
      return {
        code,
        isNew,
        problem: located(`version ${label} of ${code} is published and says something else`),
      };
    if (dryRun) return { code, isNew };
    const id = await this.tracks.draftIn(tx, definition, plan);
    const published = publish ? await this.tracks.publishIn(tx, id) : null;
    const isProblem = isRefusal(published) && published.code === 'TRACK_BASE_UNKNOWN';
    return isProblem ? { code, isNew, problem: located(published.message) } : { code, isNew };
  }
}

const notImported = (errors: DocumentProblem[]): SpecialtyTracksNotImported =>
  refuse(
    SpecialtyTracksNotImported,
    `Nothing was imported: line ${errors[0]!.line}: ${errors[0]!.path} ${errors[0]!.message}`,
    { errors },
  );
