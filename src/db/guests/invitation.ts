import type { Invitation } from '../../api/guest-ports.js';
import { parseDefinition } from '../../domain/definition/parse.js';

/** What a campaign's text has room for; null: neither places nor companions are said. */
export function invitationOf(id: string, text: string): Invitation | null {
  const { definition } = parseDefinition({ file: id, text });
  return definition?.kind === 'campaign' && definition.rsvp !== undefined ? { id, rsvp: definition.rsvp } : null;
}
