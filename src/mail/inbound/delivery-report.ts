import { isServer } from './bounce-text.js';
import { bounceVerdict } from './bounce-verdict.js';
import type { IncomingMail } from './incoming-mail.js';
import { decodeWords } from './read-incoming.js';

/** One recipient of a delivery status notification (RFC 3464, 6533 for addresses outside ASCII). */
export interface ReportedRecipient {
  /** As our mail had it, if the report says so; lower case. */
  readonly address: string | null;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  readonly status: string;
  readonly verdict: 'hard' | 'soft' | 'none';
}

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
const MOST_RECIPIENTS = 200;

/** What the report part says of each recipient; empty if it has none. A part that lost its boundary is found in the text. */
export function reportedRecipients(mail: IncomingMail): readonly ReportedRecipient[] {
  const part = mail.parts.filter(({ type }) => /^message\/(global-)?delivery-status/.test(type));
  const bodies = part.length > 0 ? part.map(({ text }) => text) : looseReport(mail);
  return bodies.flatMap((body) => recipientsIn(body, mail.text)).slice(0, MOST_RECIPIENTS);
}

/** Whether a report says of nobody more than that it is late: the server is still trying. */
export function isReportOfDelay(mail: IncomingMail): boolean {
  const recipients = reportedRecipients(mail);
  return recipients.length > 0 && recipients.every(({ action }) => action === 'delayed');
}

const looseReport = (mail: IncomingMail): string[] => {
  const { text } = mail;
  // People forward such texts, too.
  if (mail.type !== 'multipart/report' && !isServer(mail)) return [];
  const at = text.search(/^(final-recipient|original-recipient)\s*:/im);
  return at < 0 || !/^action\s*:\s*(failed|delayed|delivered|relayed|expanded)/im.test(text) ? [] : [text.slice(at)];
};

function recipientsIn(body: string, explanation: string): ReportedRecipient[] {
  return body
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n+/)
    .map(fieldsOf)
    .filter(
      (fields) =>
        fields.has('final-recipient') ||
        fields.has('original-recipient') ||
        (fields.has('action') && fields.has('status')),
    )
    .map((fields) => recipientOf(fields, explanation));
}

/** Fields by name; the first of a name counts. */
function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block
    .slice(0, 20_000)
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')) {
    const [, name, value] = /^\s*([\w-]{2,60})\s*:\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !fields.has(name.toLowerCase()))
      fields.set(name.toLowerCase(), decodeWords(value));
  }
  return fields;
}

function recipientOf(fields: ReadonlyMap<string, string>, explanation: string): ReportedRecipient {
  const field = (name: string) => fields.get(name) ?? '';
  const status = /\d\.\d{1,3}\.\d{1,3}/.exec(field('status'))?.[0] ?? '';
  const said = field('action').toLowerCase();
  const action =
    ACTIONS.find((known) => said.startsWith(known)) ??
    (status.startsWith('2') ? 'delivered' : status.startsWith('4') ? 'delayed' : 'failed');
  const address =
    addressIn(field('original-recipient')) ??
    addressIn(field('final-recipient')) ??
    addressIn(field('x-actual-recipient'));
  const diagnostic = `${field('diagnostic-code')} ${field('x-display-diagnostic')} ${field('x-supplementary-info')}`;
  return { address, action, status, verdict: verdictOf(action, status, diagnostic, explanation) };
}

function verdictOf(
  action: ReportedRecipient['action'],
  status: string,
  diagnostic: string,
  explanation: string,
): ReportedRecipient['verdict'] {
  if (action === 'delayed') return 'soft';
  if (action !== 'failed') return 'none';
  // Some put their reason only into the words for people.
  const isVague = diagnostic.trim() === '' && /^$|^\d\.0\.\d$/.test(status);
  return bounceVerdict(status, isVague ? explanation.slice(0, 3_000) : diagnostic);
}

function addressIn(field: string): string | null {
  const value = field.replace(/^\s*[\w-]+\s*;/, '');
  const found =
    /<?([^\s<>;,"]+@[^\s<>;,"]+?)>?\s*$/.exec(value.trim())?.[1] ?? /([^\s<>;,"]+@[^\s<>;,"]+)/.exec(value)?.[1];
  if (found === undefined) return null;
  // RFC 3461 writes `+` and `=` of an original recipient as `+2B` and `+3D`.
  const plain = found.replace(/\+([0-9A-F]{2})(?=[\w@+=.-])/g, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code === 0x2b || code === 0x3d ? String.fromCharCode(code) : whole;
  });
  return plain.replace(/^(imceaex|smtp:)/i, '').toLowerCase();
}
