import { simpleParser } from 'mailparser';

/** A mail as a reader shows it. `html` is what its sender wrote. */
export interface ReadMail {
  readonly subject: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** RFC 3339. */
  readonly date: string | null;
  readonly headers: { name: string; value: string }[];
  readonly html: string | null;
  readonly text: string | null;
}

/** What somebody looks at to see how a mail went out; the rest is in the raw bytes. */
const SHOWN = [
  'reply-to',
  'message-id',
  'in-reply-to',
  'references',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'auto-submitted',
  'precedence',
  'content-language',
  'x-followthrough-id',
];

/** Takes a raw mail apart. Whatever is broken in it is left out: a faulty mail must still be seen. */
export async function readMail(raw: Uint8Array): Promise<ReadMail> {
  const mail = await simpleParser(Buffer.from(raw), { skipTextToHtml: true });
  const to = mail.to === undefined ? [] : Array.isArray(mail.to) ? mail.to : [mail.to];
  return {
    subject: mail.subject ?? null,
    from: mail.from?.text ?? null,
    to: to.length === 0 ? null : to.map(({ text }) => text).join(', '),
    date: dateOf(mail.headerLines.find(({ key }) => key === 'date')?.line),
    headers: mail.headerLines
      .filter(({ key }) => SHOWN.includes(key))
      .map(({ line }) => {
        const colon = line.indexOf(':');
        return {
          name: line.slice(0, colon),
          value: line
            .slice(colon + 1)
            .replace(/\r?\n[ \t]+/g, ' ')
            .trim(),
        };
      }),
    html: typeof mail.html === 'string' ? mail.html : null,
    text: mail.text ?? null,
  };
}

/** The library takes a date that it cannot read for now. */
function dateOf(line: string | undefined): string | null {
  const at = Date.parse(line?.slice(line.indexOf(':') + 1) ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
