/*
 * Is the address dead, or may it be good? Only what says clearly that nobody is there is hard: a customer struck off by
 * mistake is lost, one more mail into the void costs little. Providers bend the codes, so their words come first.
 */

export type BounceVerdict = 'hard' | 'soft';

/** Says something else than "nobody there", even where the code says 5.1.1. */
const SOFT_WORDS = [
  /(mailbox|quota|inbox|storage|account|user'?s? disk|邮箱|信箱|郵箱)[^.]{0,60}\b(is )?(full|over ?quota|exceed|out of (storage )?space)|over ?quota|quota ?(is )?exceeded|exceeded (the |its |his |their )?(\w+ ){0,3}(quota|storage|size)|mailfull|mail ?box ?full|out of storage|insufficient (system )?(storage|disk)|disk (is )?full|not enough (storage )?space|storage allocation|boîte (aux lettres )?(est )?pleine|postfach (ist )?voll|buzón (está )?lleno|casella (è )?piena|(邮箱|信箱|郵箱|空间|空間|容量)[^。]{0,12}(已满|已滿|不足|满了|超出|超过|爆满)|超出.{0,6}(配额|容量)|満杯|容量(を)?超|가득/i,
  /gr[ea]y-?list|try again later|try later|temporar(y|ily)|rate limit|frequency limited|too (many|fast|frequent)|throttl|deferred|频率|過於頻繁|过于频繁|稍后(再|重)试|暂时/i,
  /\bspam|blacklist|black ?list|block ?list|\bdnsbl|\brbl\b|spamhaus|spamcop|barracuda|reputation|content (was )?(rejected|filter)|rejected (for|due to|by) (policy|content)|policy|DMARC|\bSPF\b|DKIM|not authenticated|unauthenticated|authentication (is )?required|垃圾邮件|拒收|黑名单|被拒绝投递|反垃圾|内容.{0,8}(拒绝|违规)|DT:SPM|banned|virus|malware/i,
  /message (size|too (large|big))|size (limit|exceeds)|too large|exceeds? (the )?(maximum|size)|邮件(大小|太大|过大)|attachment/i,
  /relay(ing)? (is )?(access )?(denied|not (permitted|allowed))|unable to relay|relaying|not (permitted|allowed|authorized) to (send|submit|relay)|isn'?t able to|restricted|only accepts? (messages|mail|email) from|(sender|from) (address )?(is )?(rejected|denied|not|unknown|invalid|verif)|access denied.{0,20}(ip|client|sender)|发件人|白名单|hop count|mail loop|loops? back|too many (hops|received)|routing loop/i,
  /connection (timed out|refused|reset|lost|dropped)|timed? ?out|timeout|no route|not? (answer|respond)|unable to connect|could ?n[o']t connect|could not be contacted|network (is )?unreachable|server (is )?(busy|unavailable|not available|down)|service (not available|unavailable)|lost connection|retry time(out)? (not reached|exceeded)|expired|连接(超时|失败)|超时/i,
];

/** Says that nobody is there, or that there is no such place. */
const HARD_WORDS = [
  /(user|recipient|mailbox|address|account|alias|addressee|rcpt)['"`<>\s\w@.+-]{0,80}?\b(unknown|not found|n[o']t (be )?found|(does|did|could) ?n[o']?t (exist|found|be found)|not exist|doesn'?t (exist|have)|does not have|disabled|inactive|deactivated|suspended|terminated|closed|deleted|no longer|discontinued|not (a )?(valid|known|listed|active|registered|recogni[sz]ed|local)|invalid|non-?exist\w*)/i,
  /\b(unknown|no such|invalid|non-?existent|no|bad|unrouteable|unroutable|undeliverable) (local )?(user|recipient|mailbox|address(?! (list|rewriting))|account|alias|person|destination|rcpt|local[- ]?part|addressee)\b/i,
  /\b550\b[^\n]{0,80}mailbox unavailable|no mailbox here|no mailbox by that name|not listed in (the )?(domino|public|name)|not (listed )?in (the )?domino directory|user ?unknown|not our customer|account (that you tried to reach )?(does not exist|is disabled)|(couldn'?t|could not|wasn'?t|not) (be )?found (at|in|by)|address (couldn'?t|could not|wasn'?t) (be )?found|resolver\.adr\.(ex)?rec|recipnotfound|recipient ?not ?found|no longer (valid|available|works?|in use|employed|active|with)|has been (disabled|deactivated|discontinued|deleted|closed)|is disabled|unable to find (the )?recipient|can'?t find .{0,40}(recipient|user|mailbox)|isn'?t (a )?valid|is not (a )?(valid|known) (user|recipient|address|mailbox)|delivery to the following recipients? failed permanently.{0,200}(no such|unknown)|this user doesn'?t have|doesn'?t have an? .{0,20}account|no existe|n'existe pas|existiert nicht|unbekannt|desconocido|desconhecido|inconnu|non esiste|sconosciut|bestaat niet|onbekend|存在しません|見つかりません|宛先不明|존재하지 않/i,
  /(收件人|用户|使用者|帐户|帐号|账号|账户|邮箱|信箱|地址|收件地址|收信人)[^。\n]{0,24}(不存在|无效|未找到|找不到|不正确|已(被)?(注销|停用|禁用|关闭|冻结|删除)|错误|有误)|不存在[^。\n]{0,8}(用户|邮箱|帐号|账号|收件人|地址)|(没有|无)此(用户|邮箱|帐号|账号|收件人)|查无此(人|用户)|(mailbox|user|account) not found|被禁用/i,
  /(domain|host|name|dns)[^.\n]{0,60}(not found|does(n'?t| not) exist|non-?existent|nxdomain|unknown|invalid|no such|couldn'?t be found|could not be found)|(unknown|no such|non-?existent|unrouteable|unroutable|invalid) (mail )?(domain|host)|nullmx|null mx|does not accept (any )?(mail|e-?mail)|no mx|all relevant mx records point to non-existent|域名[^。\n]{0,10}(不存在|错误|无效|解析)/i,
];

/** QQ and others call a mailbox so that is only flooded for the moment. */
const NEVER_HARD =
  /sender (address )?(rejected|denied|refused)|mailbox unavailable or access denied|frequency limited|suspend\w* (for|due to) (too|spam|sending)/i;

/** `status` is `5.1.1` or '', `text` the server's words with its code. `failed`: no more attempts are made. */
export function bounceVerdict(status: string, text: string, failed = true): BounceVerdict {
  const words = text.slice(0, 4_000);
  if (!failed || NEVER_HARD.test(words)) return 'soft';
  const code = enhancedIn(words, status);
  const says = (list: readonly RegExp[]) => list.some((word) => word.test(words));
  const deadWords = says(HARD_WORDS);
  if (isDeadCode(code, words))
    return SOFT_WORDS.slice(0, 2).some((word) => word.test(words)) && !deadWords ? 'soft' : 'hard';
  if (code.startsWith('4') || isLivingCode(code))
    return deadWords && /^5\.7\.1$/.test(code) && !says(SOFT_WORDS.slice(2, 3)) ? 'hard' : 'soft';
  if (says(SOFT_WORDS) && !(deadWords && isNamed(words))) return 'soft';
  return deadWords ? 'hard' : 'soft';
}

/** `no such user`, and beside it a word like "rejected by policy" that many servers add to everything. */
const isNamed = (words: string): boolean =>
  /no such (user|recipient|mailbox)|user ?(is )?unknown|unknown user|does(n'?t| not) exist|不存在|mailbox not found|user not found/i.test(
    words,
  ) && !SOFT_WORDS.slice(0, 2).some((word) => word.test(words));

/** The most telling of the codes in the words and that of the field: servers report `5.0.0` for everything. */
function enhancedIn(words: string, status: string): string {
  const found = [...words.matchAll(/(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.])/g)].map(([code]) => code);
  const given = /^\s*([245]\.\d{1,3}\.\d{1,3})/.exec(status)?.[1] ?? '';
  const telling = (code: string) => code !== '' && !/^[45]\.0\.\d+$/.test(code);
  return telling(given) ? given : (found.find(telling) ?? (given || (found[0] ?? '')));
}

/** RFC 3463, with what Exchange Online made of 5.4.1 and 5.4.310. */
function isDeadCode(code: string, words: string): boolean {
  if (/^5\.1\.(1|2|3|4|6|10)$/.test(code) || /^5\.2\.1$/.test(code) || code === '5.4.310' || code === '5.4.4')
    return true;
  if (code === '5.1.0') return !SOFT_WORDS.some((word) => word.test(words));
  if (code === '5.4.1') return /recipient address rejected|access denied/i.test(words);
  return false;
}

const isLivingCode = (code: string): boolean =>
  /^5\.(1\.(7|8|9|90)|2\.(2|3|4|12\d)|3\.[1-9]\d*|4\.[1-9]\d*|5\.[2-9]|6\.\d+|7\.[1-9]\d*)$/.test(code);
