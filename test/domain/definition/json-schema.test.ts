import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { definitionJsonSchema } from '../../../src/domain/definition/json-schema.js';
import { readYaml } from '../../../src/domain/definition/read-yaml.js';
import { faultsOf } from './draft-7.js';
import { HEAD } from './support.js';

const root = new URL('../../../', import.meta.url);
const schema = definitionJsonSchema();
const faults = (text: string): string[] => faultsOf(readYaml(text).value, schema, schema);

const shipped = readdirSync(new URL('definitions/', root)).filter((file) => /(?<!\.scenarios)\.ya?ml$/.test(file));
const page = readFileSync(new URL('docs/cadence-format.md', root), 'utf8');
const examples = [...page.matchAll(/```yaml\n(kind:[\s\S]*?)```/g)].map((match) =>
  (match[1] ?? '').replaceAll('[ ... ]', '[]'),
);

describe('schema/definition.schema.json', () => {
  test('is current (npx tsx tools/json-schema.ts writes it)', () => {
    expect(JSON.parse(readFileSync(new URL('schema/definition.schema.json', root), 'utf8'))).toEqual(schema);
  });

  test.each(shipped)('definitions/%s fits it and names it at its head', (file) => {
    const text = readFileSync(new URL(`definitions/${file}`, root), 'utf8');
    expect(faults(text)).toEqual([]);
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\/definition\.schema\.json\n/);
  });

  test('fits the examples of the format page', () => {
    expect(examples).toHaveLength(3);
    for (const example of examples) expect(faults(example)).toEqual([]);
  });

  test.each([
    ['an unknown key', 'wndow: {}\nsteps: []'],
    ['an unknown value', 'per: contct\nsteps: []'],
    ['a duration that is none', 'steps: [ { wait: 2 dys } ]'],
    ['a step without an action', 'steps: [ { id: a } ]'],
    ['a step with two actions', 'steps: [ { end: a, goTo: b } ]'],
    ['then beside another action', 'steps: [ { end: a, then: [] } ]'],
    ['a fault in an inner step', 'steps: [ { wait: 1 days, then: [ { emial: {} } ] } ]'],
    ['a condition without a path', 'exit: [ { if: { status: x } } ]\nsteps: []'],
  ])('refuses %s', (_, text) => {
    expect(faults(`${HEAD}${text}\n`)).not.toEqual([]);
  });
});
