import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { journeyIn } from '../../src/domain/definition/campaign-journey.js';
import type { Definition } from '../../src/domain/definition/definition.js';
import { parseDefinition } from '../../src/domain/definition/parse.js';
import { parseInstant } from '../../src/domain/instant.js';
import { parseScenarios } from '../../src/domain/scenarios/parse-scenarios.js';
import type { Scenario } from '../../src/domain/scenarios/scenario.js';
import { DEFINITION_FILES } from '../definitions/shipped.js';

type Raw = { readonly [key: string]: unknown };

/** A shipped definition with somebody of its scenarios, and what happens to them: when after the start, in ms. */
export interface ShippedCase {
  readonly name: string;
  readonly definition: string;
  readonly records: Scenario['records'];
  readonly happenings: readonly { readonly after: number; readonly type: string; readonly fields: Raw }[];
  readonly lasts: number;
}

export interface Shipped {
  /** Every file that people go through, with what it says. */
  readonly files: readonly { readonly text: string; readonly definition: Definition }[];
  readonly cases: readonly ShippedCase[];
}

/** All shipped journeys and campaigns, with all their scenarios. */
export function readShipped(): Shipped {
  const files = DEFINITION_FILES.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const { definition } = parseDefinition({ file, text });
    return definition === null || journeyIn(definition) === null ? [] : [{ file, text, definition }];
  });
  return { files, cases: files.flatMap(({ file, text }) => casesOf(file, text)) };
}

function casesOf(file: string, definition: string): ShippedCase[] {
  const beside = file.replace(/\.yaml$/, '.scenarios.yaml');
  if (!existsSync(beside)) throw new Error(`${file} has no scenarios beside it`);
  const parsed = parseScenarios({ file: beside, text: readFileSync(beside, 'utf8') });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.file.scenarios.map(({ name, records, start, until, events }) => ({
    name: `${path.basename(file, '.yaml')}: ${name}`,
    definition,
    records,
    happenings: events.map(({ at, type, ...fields }) => ({
      after: (parseInstant(String(at)) ?? start) - start,
      type: String(type),
      fields,
    })),
    lasts: until - start,
  }));
}
