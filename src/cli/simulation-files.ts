import { contentOf } from '../domain/journey/commands.js';
import type { RenderedMessage } from '../domain/simulate/rendered.js';
import type { MessageToRender } from '../domain/simulate/simulate.js';

/** The files of one rendered message: `01-hello.html`, `.txt`, `.headers.txt`. */
export function messageFiles(
  nth: number,
  { intent, facts }: MessageToRender,
  rendered: RenderedMessage,
): readonly { readonly name: string; readonly text: string }[] {
  if (rendered.outcome !== 'ok') return [];
  const base = `${String(nth).padStart(2, '0')}-${intent.stepId.replace(/[^\w.-]+/g, '_')}`;
  const plain = { name: `${base}.txt`, text: rendered.text };
  if (intent.email === undefined) return [plain];
  const { from } = intent.email;
  const { owner, contact } = facts;
  const headers = [
    ['From', from === 'owner' ? person(owner?.['name'], owner?.['email']) : from],
    ['To', person(contact['name'], contact['email'])],
    ['Subject', rendered.subject],
    ['Date', new Date(intent.at).toUTCString()],
    ['Content-Language', rendered.locale],
    ...(contentOf(intent).purpose === 'marketing' ? [['List-Unsubscribe', `<${rendered.unsubscribe}>`]] : []),
  ];
  return [
    { name: `${base}.html`, text: rendered.html },
    plain,
    { name: `${base}.headers.txt`, text: `${headers.map(([name, value]) => `${name}: ${value}`).join('\n')}\n` },
  ];
}

function person(name: unknown, address: unknown): string {
  const mail = typeof address === 'string' ? address : '';
  return typeof name === 'string' && name !== '' ? `${name} <${mail}>` : mail;
}
