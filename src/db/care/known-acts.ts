import type { Programs } from '../../activities/ports.js';
import type { CareFilter } from '../../api/store-ports.js';
import { type Act, type Occasion, occasionsOf } from '../../domain/care/occasions.js';
import type { Condition } from '../../domain/condition/condition.js';
import { pathsOf } from '../../domain/condition/paths.js';
import type { Instant } from '../../domain/instant.js';
import { conditionSql } from '../condition/condition-sql.js';
import { Prisma } from '../generated/client.js';

/** What a row of the calendar names: a message or task of an occasion, in a version. */
export interface ActKey {
  readonly definitionId: string;
  readonly definitionVersion: number;
  readonly occasion: string;
  readonly step: string;
}

export interface KnownAct {
  readonly key: ActKey;
  readonly occasion: Occasion;
  readonly act: Act;
  /** Whether only the journey itself knows, and only then, if it is done. */
  readonly open: boolean;
}

const textOf = ({ definitionId, definitionVersion, occasion, step }: ActKey): string =>
  [definitionId, definitionVersion, occasion, step].join('\n');

/** What versions say of rows; of a version that can't be read any more nothing is known. */
export async function readActs(
  programs: Programs,
  keys: readonly ActKey[],
): Promise<(key: ActKey) => KnownAct | undefined> {
  const known = new Map<string, KnownAct>();
  for (const key of keys) {
    if (known.has(textOf(key))) continue;
    const program = await programs.program(key.definitionId, key.definitionVersion).catch(() => null);
    const occasion = program === null ? undefined : occasionsOf(program).get(key.occasion);
    const act = occasion?.acts.find(({ step }) => step === key.step);
    if (occasion !== undefined && act !== undefined)
      known.set(textOf(key), { key, occasion, act, open: isOpen(act.guard) });
  }
  return (key) => known.get(textOf(key));
}

const RECORDS = /^(contact|account|deal|owner)\./;

/** Only records can be asked of everybody at once; steps and events are the journey's own. */
const isOpen = (guard: Condition): boolean => pathsOf(guard).some((path) => !RECORDS.test(path));

const isPlain = ({ act, open }: KnownAct): boolean => open || (act.guard.type === 'all' && act.guard.of.length === 0);

/** Whether an act is one that a filter asks for. */
export const isWanted = ({ key, occasion }: KnownAct, { definition, kind, step }: CareFilter): boolean =>
  (definition === undefined || key.definitionId === definition) &&
  (kind === undefined || occasion.kind === kind) &&
  (step === undefined || key.step === step);

/** The rows of an act, in SQL that calls the calendar `x`. */
const isRowOf = ({ definitionId, definitionVersion, occasion, step }: ActKey): Prisma.Sql => Prisma.sql`
  (x."definitionId" = ${definitionId} AND x."definitionVersion" = ${definitionVersion}
    AND x.occasion = ${occasion} AND x.step = ${step})`;

export interface Asked {
  /** For FROM: the contact as `c`, and what the conditions look at. */
  readonly tables: Prisma.Sql;
  /** For WHERE: rows of these acts whose condition the contact fulfils. */
  readonly fits: Prisma.Sql;
  /** Whether there is a condition at all: else contacts need not be looked at. */
  readonly asksContacts: boolean;
}

/** What is done for whom: a step that a contact's record keeps from happening is not in the calendar. */
export function askFor(acts: readonly KnownAct[], now: Instant): Asked {
  if (acts.length === 0) return { tables: Prisma.sql`contacts c`, fits: Prisma.sql`FALSE`, asksContacts: false };
  const guarded = acts.filter((act) => !isPlain(act));
  const whole: Condition = { type: 'any', of: guarded.map(({ act }) => act.guard) };
  const asked = conditionSql(whole, now);
  const plain = acts.filter(isPlain).map(({ key }) => isRowOf(key));
  const parts = guarded.map((each) => {
    const one = conditionSql(each.act.guard, now);
    return Prisma.sql`(${isRowOf(each.key)} AND ${one.ok ? one.value.fits : Prisma.sql`TRUE`})`;
  });
  return {
    tables: asked.ok ? asked.value.tables : Prisma.sql`contacts c`,
    fits: Prisma.sql`(${Prisma.join([...plain, ...parts], ' OR ')})`,
    asksContacts: guarded.length > 0,
  };
}
