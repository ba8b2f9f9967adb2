import { expect, test } from 'vitest';
import { wayOf } from '../../../src/domain/campaign/way.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';

const EMAIL = 'email: { template: care/season, from: marketing, purpose: marketing }';

const wayIn = (lines: string) => {
  const text = `kind: campaign\nid: spring\nname: Spring\naudience: { segment: active-customers }\n${lines}\n`;
  const { definition, findings } = parseDefinition({ file: 'spring.yaml', text });
  if (definition?.kind !== 'campaign') throw new Error(JSON.stringify(findings));
  return wayOf(definition);
};

test('a campaign whose message is a mail needs no journeys; one with an SMS or with steps does', () => {
  expect(wayIn(`send: { ${EMAIL} }`)).toBe('mail');
  expect(wayIn('send: { sms: { template: care/season, purpose: service } }')).toBe('journeys');
  expect(wayIn(`steps: [{ id: hello, ${EMAIL} }]`)).toBe('journeys');
});
