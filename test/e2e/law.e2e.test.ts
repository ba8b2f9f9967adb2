import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readStory } from '../../src/db/journey-story.js';
import { readSubject } from '../../src/db/simulation-subject.js';
import { compileProgram } from '../../src/domain/journey/program.js';
import { NO_POLICY } from '../../src/domain/policy.js';
import { simulate } from '../../src/domain/simulate/simulate.js';
import { simulatedRendering } from '../../src/mail/simulated-rendering.js';
import { loadTemplates } from '../../src/mail/template-source.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';
import { aDefinition } from '../support/walk.js';

const DEFINITION = `
kind: journey
id: lawful
name: Lawful
enter: { on: nothing.such, again: always }
steps:
  - id: first
    email: { template: test/foot, from: owner, purpose: marketing }
  - id: second
    email: { template: test/foot, from: owner, purpose: marketing, thread: first }
  - id: receipt
    email: { template: test/foot, from: owner, purpose: service }
`;

const POLICY = { ...NO_POLICY, company: { name: 'Example Ltd.', address: '1 Example Street' } };

const TEMPLATE = `---
subject: News for {{contact.name}}
---
<p>Hello {{contact.name}}, from {{variables.company}}, {{variables.companyAddress}}. <a href="{{links.unsubscribe}}">Stop</a></p>
`;

describe('the law', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false }, { policy: POLICY });
    await mkdir(join(system.templates, 'test'), { recursive: true });
    await writeFile(join(system.templates, 'test', 'foot.en.hbs'), TEMPLATE);
    await system.publish(DEFINITION);
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  const ended = (journeyId: string) =>
    eventually(
      () => system.db.journey.findUniqueOrThrow({ where: { id: journeyId } }),
      ({ phase }) => phase === 'ended',
      60_000,
    );

  /** The subjects that a simulation of the same contact renders. */
  async function simulatedSubjects(contactId: string): Promise<string[]> {
    const subject = await readSubject(system.db, { id: contactId });
    if (subject === null) throw new Error('no such contact');
    const program = compileProgram(aDefinition(DEFINITION));
    const { deployment } = system;
    const render = simulatedRendering(loadTemplates(system.templates, 'en'), deployment);
    const subjects: string[] = [];
    await simulate({
      program,
      deployment,
      subject,
      events: [],
      start: Date.now(),
      until: Date.now(),
      render: async (message) => (await render(program, message)).outcome,
      onSend: async (message) => {
        const rendered = await render(program, message);
        if (rendered.outcome === 'ok') subjects.push(rendered.subject);
      },
    });
    return subjects;
  }

  test('puts the mark on marketing to China, in front of the answer in its thread too, as the simulation does', async () => {
    const contactId = await system.contact({ country: 'CN', language: 'en' });
    const agreed = { granted: true, source: 'form:trial', text: 'I agree', at: new Date() };
    await system.db.consent.create({ data: { id: 'cns_cn', contactId, topic: '*', ...agreed } });
    const { journeyId } = await system.enrol('lawful', contactId);
    await ended(journeyId);
    const mails = system.inbox.mails.filter(({ text }) => text.includes('Ada'));
    const subjects = mails.map(({ subject }) => subject);
    expect(subjects).toEqual(['AD: News for Ada Lovelace', 'AD: Re: News for Ada Lovelace', 'News for Ada Lovelace']);
    expect(await simulatedSubjects(contactId)).toEqual([subjects[0], subjects[0], subjects[2]]);
    for (const { text } of mails) expect(text).toContain('Example Ltd., 1 Example Street');
  });

  test('holds marketing to Germany back without a consent, and the story says by which law', async () => {
    const contactId = await system.contact({ country: 'DE' });
    const { journeyId } = await system.enrol('lawful', contactId);
    await ended(journeyId);
    const { rows } = await readStory(system.db, journeyId, { after: null, limit: 50 }, 'asc');
    const mails = rows.filter(({ action }) => action === 'email');
    expect(mails.map(({ step, decision, reason }) => [step, decision, reason])).toEqual([
      ['first', 'skip', 'no-consent'],
      ['second', 'skip', 'no-consent'],
      ['receipt', 'send', null],
    ]);
    expect(mails.map(({ law }) => law)).toEqual([
      'DE: UWG § 7 (2), (3); Directive 2002/58/EC, art. 13',
      'DE: UWG § 7 (2), (3); Directive 2002/58/EC, art. 13',
      null,
    ]);
  });
});
