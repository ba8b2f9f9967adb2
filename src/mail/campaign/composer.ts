import type {
  CampaignComposer,
  ComposedMail,
  LinkName,
  OwnMail,
  SameMail,
} from '../../activities/campaign-mail-ports.js';
import type { Attachment } from '../../activities/ports.js';
import { wireAddress } from '../address.js';
import {
  addressIn,
  checkedAddress,
  checkedMessageId,
  displayName,
  extraHeaders,
  shortened,
  UnsafeMailError,
  unsubscribeHeaders,
} from '../compose.js';
import { nearestLocale } from '../locale.js';
import { templateFacts } from '../template-facts.js';
import { RenderFault } from '../template-run.js';
import type { TemplateLibrary } from '../template-source.js';
import { trackLinks } from '../track-links.js';
import { FINAL_DOT } from '../whole-body.js';
import { mailbox, subjectText } from './header-text.js';
import { attachmentPart, encodedHtml, joined, type Piece } from './parts.js';
import { PreparedVariant, type RenderedParts } from './prepared-variant.js';

/*
 * The mails of one campaign: composed once as far as they are the same for all, and finished bytes for each receiver. What a
 * receiver reads is the same as `Renderer` and `composeMail` would make (a property test holds that), at a tenth of the work.
 */

/** The parsed templates that the mails are made of, and the files that go with them. */
export interface Material {
  readonly library: TemplateLibrary;
  readonly defaultLocale: string;
  readonly attachments: readonly Attachment[];
}

/** What all mails of a campaign have in common, whoever sends them: kept once. */
export interface Prepared {
  /** Whether a text of it reads a link, or all there are. */
  reads(link: LinkName): boolean;
  variantFor(language: string | null): PreparedVariant | null;
  /** The attachments' parts; null: there are none. */
  readonly files: Buffer | null;
}

/** No line of quoted-printable and none of base64 has this in it, so no receiver's own text can end a part. */
const boundary = (kind: string): string => `=_followthrough-${kind}`;
const [ALTERNATIVE, MIXED] = [boundary('text'), boundary('files')];

export function prepare(
  { template, variables }: Pick<SameMail, 'template' | 'variables'>,
  { library, defaultLocale, attachments }: Material,
): Prepared {
  const facts = templateFacts(library, template);
  const fault = facts?.problems[0] ?? null;
  const read = new Set(facts?.paths.map(({ path }) => path.split('.', 2).join('.')));
  const locales = library.templates.get(template);
  const variants = new Map<string, PreparedVariant>();

  function variantFor(language: string | null): PreparedVariant | null {
    const locale = nearestLocale(language, [...(locales?.keys() ?? [])], defaultLocale);
    const variant = locale === null ? undefined : locales?.get(locale);
    if (locale === null || variant === undefined) return null;
    const known = variants.get(locale) ?? new PreparedVariant(library, variant, variables);
    variants.set(locale, known);
    return known;
  }
  return {
    reads: (link) => read.has(`links.${link}`) || read.has('links'),
    variantFor: fault === null ? memoised(variantFor) : () => null,
    files: filesOf(attachments),
  };
}

/** The mails of one sender. Throws UnsafeMailError where none of them could be sent. */
export function createCampaignComposer(
  same: Pick<SameMail, 'from' | 'headers'>,
  { variantFor, files, reads }: Prepared,
): CampaignComposer {
  const from = checkedAddress(same.from.address, 'From');
  const name = displayName(same.from.name);
  const fixed = Object.entries(extraHeaders(same)).map(([key, value]) => `${key}: ${value}\r\n`);
  const frame: Frame = { from, sender: mailbox(name, from), name, fixed: fixed.join(''), files };

  return {
    reads,
    compose(own) {
      const prepared = variantFor(own.language);
      if (prepared === null) return RENDER_FAILED;
      try {
        const rendered = prepared.render(own.data, own.timezone);
        if (rendered.missing.size > 0) return { ok: false, code: 'missing-variable' };
        if (rendered.subject === '') return RENDER_FAILED;
        return finished(frame, own, rendered, prepared);
      } catch (error) {
        // A fault of the template for this receiver, or a mail that must not be built.
        if (error instanceof RenderFault || error instanceof UnsafeMailError) return RENDER_FAILED;
        throw error;
      }
    },
  };
}

const RENDER_FAILED: ComposedMail = { ok: false, code: 'render-failed' };

interface Frame {
  readonly from: string;
  readonly sender: string;
  readonly name: string;
  readonly fixed: string;
  /** The attachments' parts; null: there are none. */
  readonly files: Buffer | null;
}

const filesOf = (attachments: readonly Attachment[]): Buffer | null =>
  attachments.length === 0
    ? null
    : joined([...attachments.flatMap((file) => [`--${MIXED}\r\n`, attachmentPart(file)]), `--${MIXED}--\r\n`]);

function finished(frame: Frame, own: OwnMail, rendered: RenderedParts, prepared: PreparedVariant): ComposedMail {
  const { locale } = prepared.variant;
  const wire = wireAddress(own.to.address);
  if (!wire.ok) throw new UnsafeMailError(`To: ${wire.error}`);
  const to = wire.value;
  const subject = shortened(own.mark(rendered.subject, locale));
  const head = headOf(frame, own, { to, subject: displayable(subject) });
  assertHead(head, { to, from: frame.from, messageId: own.messageId });
  const html = own.trackers === null ? rendered.html : [trackLinks(rendered.html.join(''), own.trackers)];
  const alternative: Piece[] = [
    `Content-Type: multipart/alternative; boundary="${ALTERNATIVE}"\r\n\r\n` +
      `--${ALTERNATIVE}\r\n${rendered.textPart}\r\n--${ALTERNATIVE}\r\n`,
    ...encodedHtml(html, prepared.encoded),
    `\r\n--${ALTERNATIVE}--\r\n`,
  ];
  const body =
    frame.files === null
      ? alternative
      : [`Content-Type: multipart/mixed; boundary="${MIXED}"\r\n\r\n--${MIXED}\r\n`, ...alternative, frame.files];
  const onWire = joined([`${head}MIME-Version: 1.0\r\n`, ...body, FINAL_DOT]);
  return { ok: true, raw: onWire.subarray(0, -FINAL_DOT.length), onWire, to, subject, locale };
}

/** A header has no control characters, whatever the mark or a record had. */
const displayable = (subject: string): string => subject.replace(/\p{Cc}+/gu, ' ');

function headOf(
  frame: Frame,
  own: OwnMail,
  { to, subject }: { readonly to: string; readonly subject: string },
): string {
  const { 'List-Unsubscribe': list, 'List-Unsubscribe-Post': post } = unsubscribeHeaders(
    own.unsubscribeUrl === null ? {} : { unsubscribeUrl: own.unsubscribeUrl },
  );
  const replyTo =
    own.replyTo === null ? '' : `Reply-To: ${mailbox(frame.name, checkedAddress(own.replyTo, 'Reply-To'))}\r\n`;
  return (
    `From: ${frame.sender}\r\nTo: ${mailbox(displayName(own.to.name), to)}\r\n${replyTo}` +
    `Subject: ${subjectText(subject)}\r\nMessage-ID: ${checkedMessageId(own.messageId)}\r\n` +
    `Date: ${new Date(own.date).toUTCString().replace('GMT', '+0000')}\r\n` +
    `${list === undefined ? '' : `List-Unsubscribe: ${list}\r\nList-Unsubscribe-Post: ${post}\r\n`}${frame.fixed}`
  );
}

const ONCE = new Set([
  ...['from', 'to', 'reply-to', 'subject', 'message-id', 'date', 'list-unsubscribe', 'list-unsubscribe-post'],
  ...['list-id', 'feedback-id', 'auto-submitted', 'precedence'],
]);

/** The head as it will be read: exactly the one recipient, sender and id that were meant, and no header beside the known ones. */
function assertHead(
  head: string,
  intent: { readonly to: string; readonly from: string; readonly messageId: string },
): void {
  const values = new Map<string, string>();
  let name = '';
  for (const line of head.slice(0, -2).split('\r\n')) {
    if (line.startsWith(' ')) {
      values.set(name, `${values.get(name)}${line}`);
      continue;
    }
    const colon = line.indexOf(':');
    name = line.slice(0, Math.max(0, colon)).toLowerCase();
    if (!ONCE.has(name) || values.has(name))
      throw new UnsafeMailError(`the composed mail has a header too many: ${name}`);
    values.set(name, line.slice(colon + 1));
  }
  if (addressIn(values.get('to')) !== intent.to)
    throw new UnsafeMailError('the composed mail names another recipient than intended');
  if (addressIn(values.get('from')) !== intent.from)
    throw new UnsafeMailError('the composed mail names another sender than intended');
  if (values.get('message-id')?.trim() !== intent.messageId)
    throw new UnsafeMailError('the composed mail has another Message-ID than intended');
}

/** Few languages, asked for very often. */
function memoised<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const value = make(key);
    if (known.size > 1000) known.clear();
    known.set(key, value);
    return value;
  };
}
