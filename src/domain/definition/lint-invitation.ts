import type { LintRule } from './lint-context.js';

/** Invitations with places: whoever listens to answers hears of those who move up, too. */
export const lintInvitation: LintRule = ({ definition, parsed }) => {
  if (definition.kind !== 'campaign' || definition.rsvp?.places === undefined) return [];
  const listened = parsed.listened.map(({ type }) => type);
  if (!listened.includes('form.submitted') || listened.includes('guest.movedUp')) return [];
  return [
    {
      code: 'waiting-not-heard',
      path: ['rsvp', 'places'],
      message: 'the answer may be "waiting" when all places are taken, and nothing listens to guest.movedUp',
    },
  ];
};
