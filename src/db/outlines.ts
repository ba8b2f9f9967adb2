import type { Localised } from '../api/contracts/common.js';
import { journeyIn } from '../domain/definition/campaign-journey.js';
import { parseDefinition } from '../domain/definition/parse.js';
import type { Db } from './client.js';

/** Of a definition's version: what lists and boards show of it. */
export interface Outline {
  readonly name: Localised | null;
  /** `contact`: that of each contact. Null: a kind without one, or a text that this version can't read. */
  readonly timezone: string | null;
  /** In the order of the file. */
  /** Whether it has a goal that ends it. */
  readonly hasGoal: boolean;
  readonly stages: readonly { readonly id: string; readonly name: Localised | null; readonly final: boolean }[];
}

export interface VersionKey {
  readonly definitionId: string;
  readonly definitionVersion: number;
}

export interface Outlines {
  /** Of each of these versions; one that doesn't exist has an empty outline. */
  of(versions: readonly VersionKey[]): Promise<(version: VersionKey) => Outline>;
}

const EMPTY: Outline = { name: null, timezone: null, hasGoal: false, stages: [] };
const keyOf = ({ definitionId, definitionVersion }: VersionKey): string => `${definitionId}@${definitionVersion}`;

/** Outlines, read once: a version never changes. What is not there now is asked for again. */
export function createOutlines(db: Db): Outlines {
  const known = new Map<string, Outline>();
  return {
    async of(versions) {
      const missing = new Map(versions.filter((each) => !known.has(keyOf(each))).map((each) => [keyOf(each), each]));
      if (missing.size > 0) {
        const rows = await db.definitionVersion.findMany({
          where: {
            OR: [...missing.values()].map(({ definitionId, definitionVersion: version }) => ({
              definitionId,
              version,
            })),
          },
          select: { definitionId: true, version: true, text: true },
        });
        for (const { definitionId, version, text } of rows)
          known.set(keyOf({ definitionId, definitionVersion: version }), outlineOf(definitionId, text));
      }
      return (version) => known.get(keyOf(version)) ?? EMPTY;
    },
  };
}

function outlineOf(file: string, text: string): Outline {
  const { definition } = parseDefinition({ file, text });
  if (definition === null) return EMPTY;
  const name = definition.name ?? null;
  const journey = journeyIn(definition);
  if (journey === null) return { ...EMPTY, name };
  const stages = journey.stages.map((stage) => ({ id: stage.id, name: stage.name ?? null, final: stage.final }));
  return { name, timezone: journey.timezone ?? null, hasGoal: journey.goal.some(({ stay }) => !stay), stages };
}

/** What a version calls a stage. */
export const stageName = (outline: Outline, stage: string | null): Localised | null =>
  outline.stages.find(({ id }) => id === stage)?.name ?? null;
