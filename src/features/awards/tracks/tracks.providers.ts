import type { Provider } from '@nestjs/common';
import { SpecialtyTrackResolver } from './track.resolver.js';
import { SpecialtyTrackImports } from './track-import.service.js';
import { SpecialtyTracks } from './tracks.service.js';

export const TRACKS_PROVIDERS: Provider[] = [SpecialtyTrackImports, SpecialtyTrackResolver, SpecialtyTracks];
