import type { VisitPlaceView } from '../../api/contracts/return-visits.js';
import { countryName } from '../contacts/names.js';

type Place = Pick<VisitPlaceView, 'country' | 'region' | 'city'>;

/** A place as a language writes it: from the narrowest on, in Chinese from the widest. Empty: nothing is known. */
export function placeWords(language: string, { country, region, city }: Place): string {
  const land = country === null ? null : countryName(language, country);
  const parts = [city, region === city ? null : region, land].filter((part) => part !== null);
  return language.startsWith('zh') ? parts.reverse().join(' ') : parts.join(', ');
}

export interface PlaceGroup<V> {
  readonly key: string;
  readonly place: Place;
  readonly visits: readonly V[];
}

/** Visits as they come, by place; those of one place stand together. */
export function byPlace<V extends { readonly place: VisitPlaceView }>(visits: readonly V[]): readonly PlaceGroup<V>[] {
  const groups = new Map<string, { key: string; place: Place; visits: V[] }>();
  for (const visit of visits) {
    const { key, ...place } = visit.place;
    const group = groups.get(key) ?? { key, place, visits: [] };
    group.visits.push(visit);
    groups.set(key, group);
  }
  return [...groups.values()];
}
