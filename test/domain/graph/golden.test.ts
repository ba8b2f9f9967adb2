import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { graphOf } from '../../../src/domain/graph/graph-of.js';
import { toMermaid } from '../../../src/domain/graph/mermaid.js';
import { toSvg } from '../../../src/domain/graph/svg.js';
import type { GraphLanguage } from '../../../src/domain/graph/words.js';

/*
 * Pictures that were looked at, kept to the byte: whoever changes how pictures look sees it in the difference, and looks at
 * the files again before keeping them (`npx vitest run --project pure test/domain/graph/golden.test.ts --update`).
 */

const EVERYTHING = new URL('golden/every-kind.yaml', import.meta.url);
const CROWDED = new URL('golden/crowded.yaml', import.meta.url);
const SINGLE = new URL('golden/single.yaml', import.meta.url);
const CAMPAIGN = new URL('golden/campaign.yaml', import.meta.url);
const SHIPPED = new URL('../../../definitions/onboarding-and-return-visits.yaml', import.meta.url);

function graphIn(file: URL, language: GraphLanguage) {
  const { definition, findings } = parseDefinition({ file: file.pathname, text: readFileSync(file, 'utf8') });
  const graph = definition === null ? null : graphOf(definition, language);
  if (graph === null) throw new Error(JSON.stringify(findings));
  return graph;
}

it.each([
  ['every kind of step, wait and way', 'every-kind', EVERYTHING, 'en'],
  ['the same with Chinese words', 'every-kind.zh-CN', EVERYTHING, 'zh-CN'],
  ['a shipped journey', 'onboarding', SHIPPED, 'en'],
  ['more stages, tracks and jumps than fit beside each other', 'crowded', CROWDED, 'en'],
  ['one stage without a name', 'single', SINGLE, 'en'],
  ['a campaign of several steps', 'campaign', CAMPAIGN, 'zh-CN'],
] as const)('the picture of %s is as it was looked at', async (_, name, file, language) => {
  const graph = graphIn(file, language);
  await expect(toSvg(graph)).toMatchFileSnapshot(`golden/${name}.svg`);
  await expect(toMermaid(graph)).toMatchFileSnapshot(`golden/${name}.mmd`);
});
