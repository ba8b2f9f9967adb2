/*
 * What somebody wrote themselves in an answer: not what it quotes, not the signature. Mail programs begin the quoted
 * part in their own ways; the list is of what they write, by language.
 */

const MOST_LINES = 2_000;

/** A line from which on everything is quoted. */
const QUOTE_BEGINS: readonly RegExp[] = [
  /^[\s>]*-{2,}\s*(original message|forwarded message|original appointment|ursprüngliche nachricht|original-nachricht|weitergeleitete nachricht|message d'origine|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|原始邮件|邮件原件|原邮件|转发邮件|原始郵件|原始信件|回复的原邮件|元のメッセージ|원본 메시지|원본 메일|исходное сообщение|oryginalna wiadomość|wiadomość oryginalna|ursprungligt meddelande).*-*/i,
  /^\s*-{3,}\s*.{0,40}(原始邮件|原始郵件|转发|转发的邮件|回复的原邮件|元のメッセージ|원본).{0,20}-{3,}/,
  /^\s*(begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié|inizio messaggio inoltrato)/i,
  /^\s*_{20,}\s*$/,
  /^\s*\*?(from|von|de|da|van|från|od|от|发件人|寄件者|寄件人|差出人|보낸 사람)\*?\s*[:：]\s*\*?.{0,200}(@|\[mailto)/i,
  /^\s*(on|am|le|el|il|em|op|den|dnia|w dniu|в)\b.{4,200}(wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał\(?a?\)?|написал\(?а?\)?)\b.{0,80}[:：]?\s*$/i,
  /^.{0,120}(写道|寫道|のメッセージ|のメール|書きました|wrote|님이 작성|작성)\s*[:：]\s*$/,
  /^.{0,40}<[^<>\s]+@[^<>\s]+>\s*(wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał|написал|写道|寫道)/i,
  /^\s*(发自我的|在 ?\d{4}[-年/]).{0,200}(写道|寫道)/,
];

const ATTRIBUTION_WRAPS = /^\s*(on|am|le|el|il|em|op|den|w dniu|в|在|于).{6,160}$/i;
const ATTRIBUTION_ENDS =
  /(wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał|написал|写道|寫道)\s*[:：]\s*$/i;

const SIGNATURE_BEGINS =
  /^(--\s?|—|sent from my .{0,40}|get outlook for .{0,20}|von meinem .{0,30} gesendet|envoyé de mon .{0,30}|enviado desde mi .{0,30}|发自我的.{0,20}|發自我的.{0,20}|来自我的.{0,20}|iphoneから送信|나의 .{0,20}에서 보냄)$/i;

/** The lines above the quoted text, without quoted lines between them. */
export function withoutQuotes(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n', MOST_LINES);
  const own: string[] = [];
  for (const [nth, line] of lines.entries()) {
    const short = line.slice(0, 400);
    if (QUOTE_BEGINS.some((begins) => begins.test(short))) break;
    const next = (lines[nth + 1] ?? '').slice(0, 200);
    if (ATTRIBUTION_WRAPS.test(short) && ATTRIBUTION_ENDS.test(next)) break;
    if (/^\s*[>＞|]/.test(line)) continue;
    own.push(line);
  }
  return own.join('\n').trim();
}

/** The same without the signature below it. */
export function ownWords(text: string): string {
  const lines = withoutQuotes(text).split('\n');
  const at = lines.findIndex((line) => SIGNATURE_BEGINS.test(line.trimEnd()));
  return (at < 0 ? lines : lines.slice(0, at)).join('\n').trim();
}
