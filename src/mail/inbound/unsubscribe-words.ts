/*
 * A wish for no more mails, in a person's own new words. "Please don't stop" and "how can our customers unsubscribe?"
 * are none. Either the whole of what they wrote is the wish, or one sentence asks for it clearly.
 */

const POLITE =
  /^(hi|hello|dear \w+|hey|please|pls|kindly|thanks?( you)?|thank you( very much)?|sorry|no thanks?|regards|best regards|hallo|guten tag|bonjour|hola|olá|bitte|danke|merci|gracias|obrigad[oa]|grazie|bedankt|svp|s'il vous plaît|por favor|per favore|alsjeblieft|graag|您好|你好|请|麻烦|谢谢|谢谢您|ありがとうございます|お願いします|お願いいたします|안녕하세요|감사합니다|부탁드립니다|부탁합니다|пожалуйста|спасибо|proszę|dziękuję|tack|vänligen|me|now|immediately|asap|again|from (this|your|the) (mailing )?list|from all( e?-?mails)?|立即|马上|谢谢!)$/i;

const WHOLE =
  /^(unsubscribe|unsub|un-subscribe|stop|stop ?all|stop it|end|cancel|quit|opt[- ]?out|remove|remove me|delete me|take me off|no more|no more (e-?mails?|mails?|messages?)|cancel (my )?subscription|unsubscribe me|stop (e-?mails?|mailing|emailing|contacting|writing|spamming)( me)?|leave me alone|td|t|n|qx|tui ?ding|退订|退訂|退定|取消|取消订阅|取消訂閱|取消订閱|拒收|拒绝|不要再发了?|别再?发了?|别发了|勿扰|请勿打扰|回复td退订|td退订|停止|停止发送(邮件)?|停止推送|(请问)?(怎么|如何|怎样)(才能)?(退订|取消订阅)|不要再(给我)?发(邮件|广告)?了?|别再?(给我)?发(邮件|广告)?了?|abmelden|abbestellen|austragen|keine (weiteren )?e-?mails( mehr)?|stopp|désabonner|désinscription|désabonnement|désinscrire|stop mails?|baja|cancelar|cancelar suscripción|darse de baja|dar de baja|descadastrar|remover|sair|cancelar inscrição|cancellami|cancellazione|disiscrizione|disiscrivimi|uitschrijven|afmelden|配信停止|配信解除|解除|購読解除|購読停止|登録解除|メール不要|수신거부|수신 거부|구독 ?취소|구독 ?해지|отписаться|отписка|отпишите меня|стоп|wypisz|wypisz mnie|wypisać|rezygnuję|avprenumerera|avregistrera|avsluta|avmeld|afmeld|lopeta)$/i;

const ASKS: readonly RegExp[] = [
  /\b(please|pls|kindly|can you|could you|would you|i (want|wish|would like|need|'d like|d like)( to)?( be)?|i'd like to( be)?|asking (you )?to|request(ing)? to( be)?|want to( be)?|just)\b[^.!?\n]{0,25}\b(unsubscribed?|opt(ed)?[- ]?out)\b(?! (link|rate|page|button|feature|option|flow|header|form|people|users|customers|them|him|her))/i,
  /\bunsubscribe (me|us|this (address|e-?mail)|my (address|e-?mail)|from (this|your|the|all|these|future))/i,
  /\b(remove|delete|take|drop|strike|scrub) (me|us|my (e-?mail|address|name|contact|details|information|data)( address)?|this (e-?mail|address)( address)?)\b[^.!?\n]{0,12}\b(from|off|out of|in)\b[^.!?\n]{0,30}\b(list|lists|database|distribution|mailing|records|system|contacts|emails?|mailings|newsletter|campaign)\b/i,
  /\b(please |kindly )?(remove|take) me( off| from (it|this))?( please| thanks| now| immediately)?\s*[.!]*$/im,
  /\b(stop|quit|cease) (sending|e-?mailing|mailing|contacting|spamming|messaging|writing|bothering|pestering)( to)?( me| us)?( (any|these|this|your|more|further|such|all|the|those|unsolicited|promotional|marketing|sales))*( e-?mails?| mails?| messages?| newsletters?| spam| stuff| ads| promotions| offers| communications?| anymore| any more| again| please)*\s*([.!,;]|$|and\b|or\b|immediately|now)/im,
  /\b(do ?n[o']t|do not|never|don't ever) (e-?mail|contact|mail|write( to)?|message|send|bother|solicit)( me| us| to me)?( (any|this|these|more|further|such|your|unsolicited|marketing|promotional))*( e-?mails?| mails?| messages?| newsletters?)?( (again|any ?more|further|ever again|in (the )?future))\b/i,
  /\b(do ?n[o']t|do not) (send|e-?mail|mail) me (any )?(more|further|these|this kind of|such|your) ?(e-?mails?|mails?|messages?|newsletters?|spam|offers)/i,
  /\b(no longer|do(n't| not) (want|wish)( to)?( (be )?(receiv\w*|get(ting)?|hear(ing)?))?|not interested in receiving|would rather not receive|no longer (want|wish|interested)( to)?|rather not (get|receive))\b[^.!?\n]{0,40}\b(e-?mails?|mails?|messages?|newsletters?|marketing|communications?|hear from you|contacted|mailings|updates from you)\b/i,
  /\bopt(ing)? (me |us )?out( of| from)?\b(?!-)[^.!?\n]{0,30}(mail|list|communication|marketing|newsletter|$)/im,
  /\bno more (e-?mails?|mails?|messages|newsletters?|spam|marketing)\b[^.!?\n]{0,20}(please|thanks|from you|$)/im,
  /(bitte|möchte|will|wollen|wünsche)[^.!?\n]{0,50}(abmelden|austragen|abbestellen|aus (ihrem|dem|eurem) (verteiler|newsletter)|keine (weiteren |mehr )?(e-?mails?|mails?|nachrichten|werbung|newsletter)|nicht (mehr|länger) (angeschrieben|kontaktiert|erhalten))|(nehmen|streichen|löschen|entfernen|tragen) sie (mich|meine (e-?mail-?)?(adresse|daten))[^.!?\n]{0,40}(verteiler|liste|aus\b|newsletter)|(schicken|senden) sie mir (bitte )?keine|keine (weiteren )?(e-?mails?|mails?|newsletter)( mehr)?( bitte)?\s*[.!]*$/im,
  /(veuillez|merci de|souhaite|voudrais|désire|pouvez-vous|je (veux|souhaite))[^.!?\n]{0,40}(désabonner|désinscrire|désinscription|retirer (mon|de)|supprimer (mon|de)|ne plus (recevoir|m'envoyer|me contacter|m'écrire))|désabonnez-moi|désinscrivez-moi|retirez-moi|ne (souhaite|veux|désire) plus (recevoir|être)|arrêtez de m'(envoyer|écrire)|ne plus (recevoir|m'envoyer) /i,
  /(dar(me|nos)?|d[ée]me|den(me)?|denos|d[ée]nme) de baja|darme de baja|(quiero|deseo|quisiera|por favor)[^.!?\n]{0,30}(cancelar (mi|la) suscripci|no recibir)|no (quiero|deseo) (seguir )?recib|(eliminen?|borren?|quiten?|elimíne(n)?me|quíten?me)[^.!?\n]{0,30}(lista|correo|base|dirección)|dejen? de (enviar|mandar|escribir)|no me (envíen?|manden?|escriban?) más/i,
  /(não (quero|desejo|gostaria de) (mais )?(receber|mais)|(quero|gostaria|favor|por favor)[^.!?\n]{0,40}(descadastr|cancelar (a |minha )?(inscri|assinatura)|remov(er|am)|retirar)|remov(a|am|er)(-me)? [^.!?\n]{0,30}(lista|e-?mail|base|cadastro)|descadastr(e|em|ar)|par(e|em) de (me )?(enviar|mandar))/i,
  /(cancella(temi|rmi|mi|te)|disiscriv(ermi|etemi|imi)|rimuov(etemi|ermi|ete)|toglie(temi|rmi))[^.!?\n]{0,40}|non (desidero|voglio|vorrei) più ricevere|non inviatemi più/i,
  /((wil|graag|gelieve|verzoek|wilt|kunt|willen)[^.!?\n]{0,40}(uitschrijven|afmelden|uitgeschreven|verwijder)|schrijf mij uit|meld mij af|verwijder (mij|mijn)[^.!?\n]{0,30}(lijst|adres|bestand)|geen (e-?)?mails? meer|stuur mij geen)/i,
  /((请|請|麻烦|帮我|幫我|我要|我想|想要|申请|要求|需要|希望|给我|帮忙)[^。！？\n]{0,8}(退订|退訂|取消(订阅|訂閱|订閱)|取消邮件订阅))|((不要|别|勿|请勿|不想|不愿|停止|禁止|不希望|请不要|請勿|請不要)(再|继续)?(向我|给我|給我|对我)?(再)?(发送?|發送?|寄|推送|接收|收到|打扰|骚扰|联系)(给我)?[^。！？\n]{0,8}(邮件|郵件|广告|廣告|推广|信息|消息|营销|垃圾|我|了))|((把|将|從|从)[^。！？\n]{0,16}(名单|列表|邮件组|数据库|通讯录|名單)[^。！？\n]{0,8}(移除|删除|删掉|去掉|剔除|刪除))|(移除|移出|删除|退出)[^。！？\n]{0,6}(邮件列表|邮件组|名单|列表)|(移除|删除|删掉)我(的)?(邮箱|邮件地址|地址)/,
  /\b(be|get) (removed|taken off|deleted|unsubscribed|dropped)\b[^.!?\n]{0,30}\b(list|lists|mailings?|database|e-?mails?|newsletter)\b/i,
  /\b(do ?n[o']t|do not) (send|e-?mail) me (any )?(e-?mails?|mails?|messages?|newsletters?|spam)\s*([.!]|$)/im,
  /^\s*how (do|can|could|would|should) (i|we) (unsubscribe|opt out|get off (this|your)|stop (these|this|your|getting|receiving))/im,
  /(配信(を|の)?(停止|解除|中止)|購読(を|の)?(停止|解除|中止)|登録(を|の)?(解除|削除)|メール(は|の送信は|の配信は|を|の)?(不要|いりません|送らないで|停止|お断り|やめて)|今後[^。\n]{0,20}(送ら|送信し|配信し)ない|リストから(削除|外して))/,
  /(수신 ?거부|구독(을)? ?(취소|해지)|(메일|이메일|광고)[^.\n]{0,12}(보내지|그만|받고 싶지|원하지|중단)|목록에서 (삭제|제외)|더 이상 (메일|이메일|연락))/,
  /(отпис(аться|ать|ите)|исключите (меня|мой)|не (присылайте|пишите|отправляйте|хочу (больше )?получать)|удалите (меня|мой)[^.!?\n]{0,30}(рассылк|списк|баз)|прекратите (рассылк|писать|присылать))/i,
  /(proszę[^.!?\n]{0,30}(wypis|usun|nie (wysyłać|przysyłać))|wypisz(cie)? mnie|nie chcę (już )?(otrzymywać|dostawać)|usuńcie? (mnie|mój)[^.!?\n]{0,30}(list|baz)|rezygnuję z (subskrypcji|newslettera|otrzymywania))/i,
  /(vill (inte|ej) (längre )?(ha|få|ta emot)|avprenumerera|avregistrera mig|ta bort mig (från|ur)|sluta (skicka|maila|mejla)|inga fler (mejl|mail|utskick)|ønsker ikke (flere|længere|lenger)|frameld(e|t)? mig|meld meg av)/i,
];

/** The wish is denied, doubted, reported, or somebody else's. */
const NOT_MEANT =
  /(\b(unsubscribe|remove) (my )?(colleagues?|boss|him|her|them|co-?workers?)\b|退订(后|之后|功能)|\b(do ?n[o']t|do not|never|please don't|no need to|not going to|did ?n[o']t|wo ?n't|not asking (you )?to|rather than|instead of)\s+(want (you )?to |mean to |wish to |have to |need to |ever |please )?(stop\b(?!.{0,60}\b(unless)\b)|unsubscribe|remove|take me off|opt out|cancel)|not (want )?to (unsubscribe|be removed|opt out|stop)|不(要|想|用|会|必|需要)(退订|取消订阅|停|停止发)|别(退订|停|取消)|没有?(想|要)?退订|nicht abmelden|pas me désabonner|no (quiero|deseo) (darme de baja|cancelar)|how (do|can|would|should|does|could) (our|my|the|their|your|a|customers?|users?|people|recipients?|clients?|contacts?|subscribers?|you (handle|manage|process))|(customers?|users?|clients?|subscribers?|contacts?|recipients?|people|leads?) (who |that |can |could |to |will |may )?(easily )?(be )?(unsubscrib|opt)|unsubscribe[d]? (rate|link|page|button|feature|option|flow|header|form|function|requests?|list|people|users|customers|contacts)|(如何|怎么|怎样)(处理|设置|让|管理|统计|实现)[^。\n]{0,12}(退订|取消订阅)|客户[^。\n]{0,6}(退订|取消订阅)|用户[^。\n]{0,6}(退订|取消订阅)|退订(率|链接|功能|页面|按钮|用户|客户|流程|管理|的(客户|用户))|(does|do|is|are|has|have|will) (it|your|the|there)[^.?!\n]{0,60}(unsubscrib|opt[- ]?out))/i;

const MOST_WORDS = 3_000;

/** `own` is what they wrote themselves, without quotes and signature. */
export function asksToStop(own: string): boolean {
  const text = own
    .slice(0, MOST_WORDS)
    .replace(/[\u2018\u2019\u00b4`]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .trim();
  if (text === '' || text.length >= MOST_WORDS) return false;
  if (isWhole(text) || isWholeAboveName(text)) return true;
  const joined = text.replace(/([^\n])\n(?=[^\n])/g, '$1 ');
  return sentencesOf(joined).some((sentence) => !NOT_MEANT.test(sentence) && ASKS.some((asks) => asks.test(sentence)));
}

/** Nothing but the wish and courtesies: `Unsubscribe please`, `TD`, `您好，退订，谢谢`. */
function isWhole(text: string): boolean {
  if (text.length > 160) return false;
  const pieces = text
    .split(/[\n,，.。!！;；、:：~…"“”'()（）[\]【】<>*_-]+|\s{2,}/)
    .map((piece) => piece.trim())
    .filter((piece) => (piece !== '' && !/^[\p{Emoji}\s]+$/u.test(piece)) || /^\d+$/.test(piece));
  const joined = text.replace(/[!！.。,，\s]+$/, '').trim();
  if (WHOLE.test(joined)) return true;
  const isCommand = (piece: string) => WHOLE.test(piece) || WHOLE.test(stripped(piece));
  const [first] = pieces;
  const commands = pieces.filter(isCommand);
  if (first === undefined || commands.length === 0) return false;
  if (/\?|？/.test(text)) return false;
  // Beside the wish only courtesies, and at the end perhaps a name.
  const rest = pieces.filter((piece) => !isCommand(piece) && !POLITE.test(piece));
  const strong = commands.some(
    (piece) =>
      !/^(end|cancel|n|t|quit|remove|取消|拒绝|解除|cancelar|remover|sair|avsluta|no more)$/i.test(stripped(piece)),
  );
  return (
    strong && (rest.length === 0 || (rest.length === 1 && pieces.at(-1) === rest[0] && (rest[0]?.length ?? 99) <= 20))
  );
}

/** The wish as the first paragraph, and below it a name and a title on short lines. */
function isWholeAboveName(text: string): boolean {
  const [first = '', ...rest] = text.split(/\n[^\S\n]*\n/);
  const lines = rest.join('\n').split('\n');
  return (
    rest.length > 0 &&
    lines.length <= 8 &&
    lines.every((line) => line.length <= 60 && !/[?？]/.test(line)) &&
    isWhole(first)
  );
}

const stripped = (piece: string): string =>
  piece
    .replace(
      /^(please|pls|kindly|just|bitte|merci de|svp|por favor|per favore|graag|请|請|麻烦|我要|我想|请帮我|帮我|プリーズ|пожалуйста|proszę|vänligen)\s*/i,
      '',
    )
    .replace(
      /\s*(me|please|pls|thanks|thank you|now|immediately|asap|bitte|danke|svp|merci|por favor|gracias|obrigado|grazie|alstublieft|aub|谢谢|吧|してください|をお願いします|お願いします|して下さい|해주세요|해 주세요|부탁드립니다|합니다|요청|пожалуйста|mig|!+)$/i,
      '',
    )
    .trim();

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?。！？])\s+|(?<=[。！？])|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
