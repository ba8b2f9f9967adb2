import type { Condition } from '../domain/condition/condition.js';
import type { CampaignDefinition } from '../domain/definition/definition.js';
import { parseDefinition } from '../domain/definition/parse.js';
import type { AppDeps } from './deps.js';
import { found, Problem } from './http/problem.js';
import { readCondition } from './routes/explanations.js';

type Deps = Pick<AppDeps, 'stores' | 'checkCondition'>;

/** Whom a campaign is for: its audience without those it leaves out. Throws a Problem for an audience that is a file. */
export async function audienceOf(deps: Deps, { body }: CampaignDefinition): Promise<Condition> {
  const { audience, exclude } = body as { readonly audience: Part; readonly exclude?: Part };
  const wanted = await conditionOf(deps, audience);
  if (exclude === undefined) return wanted;
  return { type: 'all', of: [wanted, { type: 'not', of: await conditionOf(deps, exclude) }] };
}

interface Part {
  readonly segment?: string;
  readonly if?: unknown;
}

async function conditionOf(deps: Deps, { segment, if: condition }: Part): Promise<Condition> {
  if (segment === undefined && condition === undefined)
    throw new Problem(
      'invalid',
      'The campaign’s audience is a file; enrol those people one by one, or by a condition.',
    );
  if (segment === undefined) return readCondition(deps, condition);
  const { text } = found(await deps.stores.definitions.get(segment), 'segment', segment);
  const { definition } = parseDefinition({ file: segment, text });
  if (definition?.kind !== 'segment')
    throw new Problem('invalid', `${segment} is a ${definition?.kind ?? 'faulty definition'}, not a segment.`);
  return definition.if;
}
