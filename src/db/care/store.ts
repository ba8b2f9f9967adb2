import type { CareStore } from '../../api/store-ports.js';
import { occasionsOf } from '../../domain/care/occasions.js';
import { ok } from '../../domain/result.js';
import type { Db } from '../client.js';
import { journeyScope } from '../journey-scope.js';
import type { Outlines } from '../outlines.js';
import { cutPage, textAt } from '../paging.js';
import { createPrograms } from '../programs.js';
import { listCampaignPeople } from './campaign-people.js';
import { plannedCampaigns } from './campaigns.js';
import { actsOf, type CareDeps, countCare, countTakenOut } from './counts.js';
import { listDay } from './day-list.js';
import { viewsOf } from './exclusion-views.js';
import { takeOut, undo } from './exclusions.js';

/** The calendar of care, in Postgres. `zone`: the deployment's. */
export function createCareStore(db: Db, outlines: Outlines, zone: string): CareStore {
  const deps: CareDeps = { db, outlines, programs: createPrograms(db) };
  const view = async (row: Parameters<typeof viewsOf>[1][number]) => {
    const found = (await viewsOf(deps, [row])).get(row.id);
    if (found === undefined) throw new Error(`no view of exclusion ${row.id}`);
    return found;
  };
  return {
    counts: (scope, span, filter, now) => countCare(deps, scope, span, filter, now),
    takenOut: async (scope, span, filter, now) =>
      await countTakenOut(deps, scope, span, await actsOf(deps, filter), now),
    list: (scope, day, filter, page, now) => listDay(deps, scope, day, filter, page, now),
    campaigns: (scope, span, filter) => plannedCampaigns(db, scope, span, filter, zone),
    campaignPeople: (scope, id, page, now) => listCampaignPeople(deps, scope, id, page, { now, zone }),
    async templateOf(scope, journeyId, step) {
      const row = await db.journey.findFirst({
        where: { AND: [{ id: journeyId }, journeyScope(scope)] },
        select: { definitionId: true, definitionVersion: true },
      });
      if (row === null) return null;
      const program = await deps.programs.program(row.definitionId, row.definitionVersion);
      for (const { acts } of occasionsOf(program).values())
        for (const act of acts) if (act.step === step) return act.template;
      return null;
    },
    async takeOut(scope, what, by) {
      const taken = await takeOut(deps, scope, what, by);
      return taken.ok ? ok(await view(taken.value)) : taken;
    },
    async undo(scope, id, reason, by) {
      const row = await undo(deps, scope, id, reason, by);
      return row === null ? null : await view(row);
    },
    async exclusions(scope, { contact, definition, standing }, { after, limit }) {
      const before = textAt(after);
      const own = scope.type === 'all' ? {} : { contactId: { in: await contactsOf(db, scope.userIds, contact) } };
      const rows = await db.careExclusion.findMany({
        where: {
          ...(contact === undefined ? {} : { contactId: contact }),
          ...(definition === undefined ? {} : { definitionId: definition }),
          ...(standing ? { undoneAt: null } : {}),
          ...(before === null ? {} : { id: { lt: before } }),
          AND: own,
        },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      const views = await viewsOf(deps, rows);
      return cutPage(
        rows,
        limit,
        (row) => [row.id],
        (row) => {
          const found = views.get(row.id);
          if (found === undefined) throw new Error(`no view of exclusion ${row.id}`);
          return found;
        },
      );
    },
  };
}

async function contactsOf(db: Db, owners: readonly string[], contact: string | undefined): Promise<string[]> {
  const rows = await db.contact.findMany({
    where: { ownerId: { in: [...owners] }, ...(contact === undefined ? {} : { id: contact }) },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
