import { parseDefinition } from '../../domain/definition/parse.js';
import { inParallel } from '../../domain/in-parallel.js';
import { enrol } from '../contracts/enrolments.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { readCondition } from './explanations.js';

const LIST = 'enrolment';
/** Starts under way at a time; each is a transaction of its own. */
const AT_ONCE = 12;

export function enrolmentRoutes(routes: Routes, deps: AppDeps): void {
  const { contacts, definitions } = deps.stores;

  routes.on(enrol, async ({ body, actor }) => {
    const { definition, stage, dryRun } = body;
    const { text } = found(await definitions.get(definition), 'definition', definition);
    const { definition: published } = parseDefinition({ file: definition, text });
    // Else nobody approves it, no rate holds, and who is held out gets it.
    if (published?.kind === 'campaign')
      throw new Problem(
        'of-campaign',
        `${definition} is a campaign, which is sent as one: begin a draft of it, and schedule that.`,
        [
          {
            pointer: '/definition',
            code: 'of-campaign',
            message: 'expected a journey; a campaign is drafted and scheduled',
          },
        ],
      );
    const condition = body.if === undefined ? null : readCondition(deps, body.if);
    const { ids, seen, next } = await contacts.matching(condition, await deps.engine.now(), pageRequest(body, LIST));
    const refused: Record<string, number> = {};
    let started = 0;
    const startOne = async (contactId: string): Promise<void> => {
      const request = { definitionId: definition, contactId, actorId: actor.user.userId };
      const result = await deps.engine.start(stage === undefined ? request : { ...request, stage });
      if (result.ok) started += 1;
      else refused[result.error.code] = (refused[result.error.code] ?? 0) + 1;
    };
    if (!dryRun) {
      // The first alone: it loads the definition, for which transactions that hold every connection would wait in vain.
      const [first, ...rest] = ids;
      if (first !== undefined) await startOne(first);
      await inParallel(rest, AT_ONCE, startOne);
    }
    const { nextCursor, hasMore } = toPage({ rows: ids, next }, LIST);
    return { seen, matched: ids.length, started, refused, nextCursor, hasMore };
  });
}
