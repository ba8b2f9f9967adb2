import type { Programs } from '../activities/ports.js';
import { journeyIn } from '../domain/definition/campaign-journey.js';
import type { Definition } from '../domain/definition/definition.js';
import { parseDefinition } from '../domain/definition/parse.js';
import { compileProgram, type Program } from '../domain/journey/program.js';
import type { Db } from './client.js';

/** Published definitions, compiled once: a version never changes. */
export function createPrograms(db: Db): Programs {
  const known = new Map<string, Promise<Program>>();
  return {
    program(definitionId, version) {
      const key = `${definitionId}@${version}`;
      let program = known.get(key);
      if (program === undefined) {
        program = load(db, definitionId, version);
        known.set(key, program);
        program.catch(() => known.delete(key));
      }
      return program;
    },
  };
}

/** Whom a campaign holds out was settled when its audience was frozen: they never begin. */
const asSent = (definition: Definition): Definition =>
  definition.kind === 'campaign' ? { ...definition, holdOut: 0 } : definition;

async function load(db: Db, definitionId: string, version: number): Promise<Program> {
  const row = await db.definitionVersion.findUniqueOrThrow({
    where: { definitionId_version: { definitionId, version } },
  });
  const { definition } = parseDefinition({ file: `${definitionId}@${version}`, text: row.text });
  const journey = definition === null ? null : journeyIn(asSent(definition));
  if (journey === null)
    throw new Error(`${definitionId}@${version} is published but does not parse as a journey or a campaign`);
  return compileProgram(journey);
}
