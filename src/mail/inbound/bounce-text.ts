import { type BounceVerdict, bounceVerdict } from './bounce-verdict.js';
import { headerOf, type IncomingMail } from './incoming-mail.js';
import { carriedMails } from './references.js';

/*
 * Bounces that are not by RFC 3464: qmail, Exim, old Exchange, Domino, MailEnable, Chinese providers and others. No one
 * sign is enough, since people write about bounces too: it takes a machine as sender and a bounce's words.
 */

export interface TextBounce {
  readonly verdict: BounceVerdict;
  readonly address: string | null;
  readonly why: string;
}

const DAEMON_ADDRESS =
  /^(mailer-?daemon|mail-?daemon|postmaster|mdaemon|daemon|mail-?delivery|mailerdaemon|bounces?|system-?mail|mail-?system|smtp-?daemon|nobody|postoffice|mta|microsoftexchange[0-9a-f]+|no-?reply-?bounce|ndr)([+._-].*)?(@|$)/i;
const DAEMON_NAME =
  /(mail delivery (sub)?system|mail delivery service|mail delivery|mailer[- ]?daemon|postmaster|mail ?router|mail administrator|system administrator|systemadministrator|administrateur système|mail system|internet mail (service|delivery)|message delivery|mailenable|microsoft outlook|microsoft exchange|系统退信|系统管理员|系統管理員|邮件系统|邮局管理员|邮件管理员|退信)/i;

const BOUNCE_SUBJECT =
  /^(\[[^\]]{1,40}\]\s*|\*+\s*)?(undeliver(ed|able)\b|(re: ?)?returned (mail|e-?mail|message|to sender)|mail delivery fail|mail (was )?returned|mail could not be delivered|mail system error|mail failure|(e-?mail|message|mail) delivery (failure|failed|error|problem|status|delayed|has failed|notification)|delivery (status )?notification|delivery (has )?(failed|failure|error|problem|report|delayed|incomplete|unsuccessful|was not)|failed (mail|delivery|to deliver)|failure (notice|delivery)|non[- ]?(delivery|delivered|remis)|notification d'échec|nondeliverable|delayed mail|delay(ed)? (mail|delivery|notice)|warning: (could not send|message|e-?mail|mail)|warning.{0,40}(delayed|not (yet )?(been )?delivered)|message (status|delayed|undeliverable|you sent blocked|not delivered|could not be delivered|delivery|bounced)|email (could not|couldn't|not) (be )?delivered|your (message|mail|email) (to .{1,80} )?(could|couldn't|was|wasn't|has|can)\b.{0,30}(deliver|return|reject|block|bounc)|(could not|couldn't|unable to|cannot) (be )?(send|deliver)|rejected:|blocked:|mail rejected|message rejected|(message|e-?mail|mail) (was )?(blocked|quarantined|bounced)|permanent(e)? (delivery|failure)|transient|returned mail|bounce|unzustellbar|nicht zustellbar|zustellung|non remis|échec|no se (puede|pudo|ha podido) entregar|no entregado|devuelto|mensagem não|não (foi possível|entregue)|mancato recapito|impossibile (recapitare|consegnare)|niet (bezorgd|bestelbaar)|onbestelbaar|недоставлен|не удалось доставить|nie(udane)? dostarcz|系统退信|系統退信|退信|退件|邮件退回|邮件被退回|來自.{0,20}的退信|来自.{0,30}的退信|未送达|无法送达|未傳遞|未传递|无法投递|投递失败|投递(状态|延迟)|发送失败|邮件(发送|投递)(失败|延迟)|傳送失敗|寄送失敗|送信できません|配信(エラー|できません|不能|失敗|遅延)|送信エラー|未配信|不達|반송|배달(되지| 실패| 못)|전송 실패|수신 실패)/i;

const BOUNCE_BODY =
  /(could ?n[o']t be delivered|could not be delivered|can ?not be delivered|cannot be delivered|was ?n[o']t delivered|was not delivered|has not (yet )?been delivered|not been delivered|wasn't able to deliver|unable to deliver|undeliverable|(failed|failure) to deliver|delivery (to the following|of your|has failed|attempt|failed|delayed)|delivery .{0,60}(failed|delayed)|could not (send|deliver)|couldn't (send|deliver|be found)|address (not found|couldn't be found)|permanent (fatal )?errors?|message (that you sent )?(could|was|has) (not|been) (be )?(delivered|rejected|blocked|returned)|had (permanent|transient)|didn'?t reach the following|did not reach the following|i'm afraid i wasn't able|sorry to have to inform you|returned to (you|sender)|message you sent to .{0,80}(not|rejected|blocked)|not listed in domino|recipient(s)? (could not|cannot|was rejected|failed)|rejected your message|remote (host|server|mail server) (said|returned|rejected)|smtp error from remote|error from remote|host [\w.-]+ said:|konnte nicht (zugestellt|ausgeliefert)|nicht zugestellt werden|n'a (pas )?pu être|pas pu être (remis|distribu|livr)|no (pudo|se pudo|ha podido) (ser )?entreg|não (pôde|foi) (ser )?(entregue|possível)|non (è stato|ha potuto).{0,30}(recapit|consegn)|niet (worden )?(bezorgd|afgeleverd)|не (может|удалось).{0,30}достав|无法(发送|投递|送达|递送|到达)|未能(发送|投递|送达)|投递失败|发送失败|被退回|退信|无法传递|無法(傳送|傳遞|投遞|送達)|配信(され|でき)ません|送信でき|届け(られ|でき)|配達でき|전송되지|배달할 수 없|전달되지|전송(에)? 실패)/i;

const DELAY_WORDS =
  /(warning message only|do not need to resend|no action is required on your part|will (continue|keep|be) (trying|retry|retried|attempt)|will be retried|still (being )?(trying|retr)|will try (again|for)|delivery (is |has been )?delayed|(message|mail) (is |has been )?(still )?delayed|delayed|not yet been delivered|temporarily (deferred|failed)|wird weiter(hin)? versucht|将(继续|再次|重新)(尝试|投递|重试)|继续尝试|延迟(投递|送达)?|稍后重试|再送|再試行)/i;

const SUCCESS_WORDS =
  /(successfully (delivered|relayed)|has been (successfully )?(delivered|relayed)|was (successfully )?delivered|delivery.{0,20}(success|succeeded)|relayed to|your message was delivered|已成功(投递|送达|发送)|投递成功)/i;

/** The bounce that it is, or null. `none` as verdict: it says that the mail did arrive. */
export function textBounce(mail: IncomingMail): TextBounce | { readonly verdict: 'none'; readonly why: string } | null {
  const said = mail.text.slice(0, 30_000);
  const failed = headerOf(mail, 'x-failed-recipients');
  const evidence = evidenceOf(mail, said);
  if (failed === '' && evidence === null) return null;
  if (failed === '' && SUCCESS_WORDS.test(`${mail.subject}\n${said.slice(0, 2_000)}`) && !BOUNCE_BODY.test(said))
    return { verdict: 'none', why: 'a note that the mail was delivered' };
  const address = addressIn(failed, mail) ?? addressInText(said, mail);
  const own =
    said.split(/^-+ ?(this is a copy|below this line|original message|.{0,20}原始邮件|.{0,20}original message)/im)[0] ??
    said;
  // A delay is told as one; a failure often says that it had been delayed before.
  const isDelay =
    (/delay|warning|延迟|遅延/i.test(mail.subject) || DELAY_WORDS.test(own)) &&
    !/(giving up|permanent|given up|final|无法(投递|送达)|has been returned)/i.test(own);
  const words = `${mail.subject}\n${own}`;
  return {
    verdict: bounceVerdict('', words.slice(0, 4_000), !isDelay),
    address,
    why: `${failed === '' ? evidence : 'an X-Failed-Recipients header'}${isDelay ? '; delivery is delayed' : ''}`,
  };
}

/** Its sender is a mail server, by name or by the empty return path that RFC 3464 asks for. */
export const isServer = (mail: IncomingMail): boolean =>
  isDaemonName(mail) || /^<\s*>/.test(headerOf(mail, 'return-path'));

const isDaemonName = (mail: IncomingMail): boolean =>
  DAEMON_ADDRESS.test(mail.from.address) || (DAEMON_NAME.test(mail.from.name) && !mail.from.name.includes('@'));

function evidenceOf(mail: IncomingMail, said: string): string | null {
  const isDaemon = isDaemonName(mail);
  const isNullPath = /^<\s*>/.test(headerOf(mail, 'return-path'));
  const bySubject = BOUNCE_SUBJECT.test(mail.subject);
  const byBody = BOUNCE_BODY.test(said);
  const carries = carriedMails(mail).length > 0;
  const isReport = mail.type === 'multipart/report' && mail.reportType === 'delivery-status';
  if (isReport && (bySubject || byBody)) return 'a delivery report without its fields';
  if (isDaemon && (bySubject || byBody)) return 'a mail server as sender, and the words of a bounce';
  if (isNullPath && bySubject && byBody) return 'an empty return path, and the words of a bounce';
  if (isNullPath && (bySubject || byBody) && carries)
    return 'an empty return path, words of a bounce, and the mail returned';
  const isAnswer = mail.headers.has('in-reply-to') && !isMachine(mail);
  return bySubject &&
    byBody &&
    (isMachine(mail) || (carries && !isAnswer) || SERVER_TALK.test(said)) &&
    !/^(re|fwd?|aw|wg|tr|回复|转发|答复)\s*[:：]/i.test(mail.subject) &&
    !isFromPerson(mail, said)
    ? 'the words of a bounce in subject and body'
    : null;
}

const isMachine = (mail: IncomingMail): boolean => /^auto-/i.test(headerOf(mail, 'auto-submitted'));
/** A server's own words, as they stand in no letter. */
const SERVER_TALK = /\b5\d\d[ -]5\.\d\.\d|\b5[05]\d \S|smtp|\b5\.\d\.\d\b|remote-mta|收件人|退信原因/i;
const isFromPerson = (mail: IncomingMail, said: string): boolean =>
  /^(hi|hello|dear|hey|您好|你好)\b[^\n]{0,40}\n/i.test(said.trim()) &&
  /\b(i|we) (got|received|tried|sent|keep)\b/i.test(said) &&
  !DAEMON_ADDRESS.test(mail.from.address);

const ADDRESS =
  /[\w!#$%&'*+/=?^`{|}~-][\w.!#$%&'*+/=?^`{|}~-]{0,63}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?/u;
const PLACES: readonly RegExp[] = [
  // qmail `<a@b>:`, Exim and Postfix on a line of its own, Exchange `a@b on 1/5/2027 9:00 AM`.
  new RegExp(`^\\s*<(${ADDRESS.source})>\\s*[:(]`, 'mu'),
  new RegExp(
    `(?:unknown|invalid|user|recipient|address|mailbox|收件人|收件地址|无法发送到|发送到|用户|邮箱|受信者|宛先)[^\\n@]{0,40}?[<"'\\s:：(（]+(${ADDRESS.source})`,
    'iu',
  ),
  new RegExp(
    `(?:delivered to|reach|deliver(?:y)? (?:your )?(?:message |mail )?to|sent to|message to|投递到|送达)\\s*[<"'“]?(${ADDRESS.source})`,
    'iu',
  ),
  new RegExp(`^\\s{1,12}<?(${ADDRESS.source})>?[\\s:]*$`, 'mu'),
  new RegExp(`^\\s*<?(?:smtp:|mailto:)?(${ADDRESS.source})>?\\s*[:;,]?`, 'imu'),
];

function addressIn(field: string, mail: IncomingMail): string | null {
  for (const [found] of field.matchAll(new RegExp(ADDRESS.source, 'gu')))
    if (!isOurs(found, mail)) return found.toLowerCase();
  return null;
}

function addressInText(text: string, mail: IncomingMail): string | null {
  const said = text.slice(0, 8_000);
  for (const place of PLACES) {
    for (const match of said.matchAll(new RegExp(place.source, `${place.flags}g`))) {
      const found = (match[1] ?? '').toLowerCase();
      if (!isOurs(found, mail) && !DAEMON_ADDRESS.test(found) && !isMessageId(said, match.index, match[0].length))
        return found;
    }
  }
  const to = carriedMails(mail)
    .map((text) => /^to\s*:(.{0,400})/im.exec(text)?.[1] ?? '')
    .find((line) => ADDRESS.test(line));
  return addressIn(to ?? /^\s*(?:to|收件人)\s*[:：](.{0,400})/im.exec(said)?.[1] ?? '', mail) ?? anyAddress(said, mail);
}

function anyAddress(said: string, mail: IncomingMail): string | null {
  for (const match of said.matchAll(new RegExp(ADDRESS.source, 'gu'))) {
    const found = match[0].toLowerCase();
    if (!isOurs(found, mail) && !DAEMON_ADDRESS.test(found) && !isMessageId(said, match.index, found.length))
      return found;
  }
  return null;
}

const isMessageId = (text: string, at: number, length: number): boolean =>
  /message-id\s*[:：]?[^\n]{0,40}$/i.test(text.slice(Math.max(0, at - 60), at + length).split('@')[0] ?? '');
const isOurs = (address: string, mail: IncomingMail): boolean =>
  mail.recipients.includes(address.toLowerCase()) || address.toLowerCase() === mail.from.address;
