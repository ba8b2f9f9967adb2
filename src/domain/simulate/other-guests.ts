import type { Position } from '../definition/finding.js';
import type { ParsedDefinition } from '../definition/parse.js';

/** What a simulation of one guest can't know of an event with places. */
export function otherGuests({
  definition,
  locate,
}: Pick<ParsedDefinition, 'definition' | 'locate'>): readonly (Position & { readonly message: string })[] {
  if (definition?.kind !== 'campaign' || definition.rsvp?.places === undefined) return [];
  const message =
    'the other guests are not known here: who has a place and who waits is as the events say (form.submitted with the answer yes or waiting, guest.movedUp)';
  return [{ ...locate(['rsvp', 'places']), message }];
}
