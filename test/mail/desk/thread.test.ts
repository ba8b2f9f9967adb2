import { afterAll, describe, expect, test } from 'vitest';
import { createTemplateThread } from '../../../src/mail/desk/thread.js';
import { type TemplateFile, templateFile } from '../../../src/mail/template-files.js';

const aFile = (file: string, source: string): TemplateFile => {
  const read = templateFile(file, source);
  if (read === null) throw new Error(`${file} is no template's name`);
  return read;
};
const aTemplate = (body: string) => aFile('lead/hello.en.hbs', `---\nsubject: Hello\n---\n${body}`);
const report = (...files: TemplateFile[]) =>
  ({ type: 'report', files, file: files[0] as TemplateFile, language: 'en' }) as const;

/** So many faults that putting them in order takes longer than anybody waits. */
const aMaze = [aTemplate('{{> nowhere}}\n'.repeat(80_000))];

const thread = createTemplateThread();
afterAll(() => thread.stop());

describe('the thread in which templates are read that nobody has published', () => {
  test('reads a file among the others', async () => {
    const answer = await thread.ask(report(aTemplate('<p>{{contact.name}}</p>')));
    expect(answer).toMatchObject({ faults: [], head: { subject: 'Hello' }, reads: [{ path: 'contact.name' }] });
  });

  test('gives one up that takes too long, and reads the next', async () => {
    const impatient = createTemplateThread({ limitMs: 500 });
    const turning: number[] = [];
    const timer = setInterval(() => turning.push(Date.now()), 20);
    const answers = await Promise.all([impatient.ask(report(...aMaze)), thread.ask(report(aTemplate('<p>fine</p>')))]);
    clearInterval(timer);
    expect(answers).toEqual(['too-slow', expect.objectContaining({ faults: [] })]);
    // Whoever asks goes on meanwhile.
    expect(turning.length).toBeGreaterThan(2);
    await impatient.stop();
  });
});
