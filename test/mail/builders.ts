import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { OutgoingMail, RenderRequest } from '../../src/activities/ports.js';
import type { TemplateData } from '../../src/domain/journey/template-data.js';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A templates folder with these files, in a place of its own until the test file is done. */
export function templatesFolder(files: { readonly [file: string]: string }): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'followthrough-templates-'));
  made.push(folder);
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), source);
  }
  return folder;
}

/** A template file with this body. */
export const page = (body: string, head = 'subject: A subject'): string => `---\n${head}\n---\n${body}`;

export function templateData(over: Partial<TemplateData> = {}): TemplateData {
  return {
    contact: {
      id: 'contact-1',
      name: 'Gary Denson',
      firstName: 'Gary',
      lastName: 'Denson',
      email: 'gary@example.com',
      company: 'Chargepal',
    },
    account: null,
    deal: { name: 'Pumps', amount: 22700, currency: 'USD', stage: 'proposal', expectedCloseAt: '2027-03-05T23:30:00Z' },
    owner: { name: 'David Love', firstName: 'David', email: 'david@example.com', phone: '+1 555 0100' },
    variables: { company: 'Example Ltd', companyAddress: '1 Example Street' },
    steps: {},
    links: {
      unsubscribe: 'https://mail.example.com/u/abc',
      confirm: 'https://mail.example.com/k/abc',
      preferences: 'https://mail.example.com/p/abc',
    },
    ...over,
  };
}

export function renderRequest(template: string, over: Partial<RenderRequest> = {}): RenderRequest {
  return { template, language: 'en', timezone: 'UTC', data: templateData(), ...over };
}

export function outgoingMail(over: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    messageId: '<m1.abc@example.com>',
    date: Date.UTC(2027, 0, 4, 9, 0, 0),
    from: { name: 'David Love', address: 'david@example.com' },
    to: { name: 'Gary Denson', address: 'gary@example.net' },
    subject: 'A subject',
    html: '<p>Hello</p>',
    text: 'Hello\n',
    references: [],
    ...over,
  };
}
