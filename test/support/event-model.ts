import { movingUp, partyOf, type Reply, type Standing, standingAfter } from '../../src/domain/campaign/waiting-list.js';

/** An event as the database keeps it, told one answer after the other. */
export function eventModel(places: number) {
  const guests = new Map<string, Standing>();
  let line: string[] = [];
  const taken = () =>
    [...guests.values()].reduce((sum, guest) => sum + (guest.answer === 'yes' ? partyOf(guest.companions) : 0), 0);
  const companionsOf = (guest: string): number => guests.get(guest)?.companions ?? 0;
  return {
    guests: guests as ReadonlyMap<string, Standing>,
    line: (): readonly string[] => line,
    taken,
    companionsOf,
    /** Who moved up by it; null: it changed nothing. */
    reply(guest: string, reply: Reply): readonly string[] | null {
      const isLine = line.some((other) => other !== guest);
      const after = standingAfter(reply, guests.get(guest) ?? null, { free: places - taken(), isLine });
      if (typeof after === 'string') return null;
      guests.set(guest, after);
      if (after.answer !== 'waiting') line = line.filter((other) => other !== guest);
      else if (!line.includes(guest)) line = [...line, guest];
      const inLine = line.map((contactId) => ({ contactId, companions: companionsOf(contactId) }));
      const moved = movingUp(places - taken(), inLine).map(({ contactId }) => contactId);
      for (const each of moved) guests.set(each, { answer: 'yes', companions: companionsOf(each) });
      line = line.filter((each) => !moved.includes(each));
      return moved.filter((each) => each !== guest);
    },
  };
}
