import { valuesOf } from '../domain/definition/rewrite.js';
import { name as idShape, type Localised, localised } from './contracts/common.js';

/** What a campaign’s text says that it is, whatever else is wrong with it. */
export interface WrittenCampaign {
  readonly id: string;
  /** Null: it has none, or no such. */
  readonly name: Localised | null;
}

/** Null: it is no campaign with an id. */
export function writtenCampaign(text: string): WrittenCampaign | null {
  const { kind, id, name } = valuesOf(text) ?? {};
  const read = idShape.safeParse(id);
  if (kind !== 'campaign' || !read.success) return null;
  const named = localised.safeParse(name);
  return { id: read.data, name: named.success && hasWords(named.data) ? named.data : null };
}

const MOST_NAME = 200;
const hasWords = (name: Localised): boolean => {
  const all = typeof name === 'string' ? [name] : Object.values(name);
  return all.length > 0 && all.every((text) => text.trim() !== '' && text.length <= MOST_NAME);
};
