/*
 * Whether the words of an automatic answer say that a person is away, or only that a mail came in. Asked only where a
 * header or subject says that a machine wrote: people write such sentences too.
 */

const AWAY_WORDS: readonly RegExp[] = [
  /\b(out of (the |my )?office|out of office|\booo\b|away from (the |my )?(office|desk|e-?mail|work|computer)|(i am|i'm|i will be|i'll be|currently|will be) (currently )?(away|out(?! of stock)|travel+ing|absent|on (a )?(leave|vacation|holiday|business trip|sabbatical|pto|maternity|parental|annual|sick|medical|break))|on (annual|maternity|paternity|parental|sick|medical|family|vacation|extended|personal) (leave|holiday)?|on (vacation|holiday|holidays|leave|pto)\b|\baway (until|till|from|through)|annual leave|not (be )?(in the office|available (from|until|on|between))|no access to (my )?e-?mail|limited access to (my )?e-?mail|(back|return(ing)?) (in|to|at) (the |my )?(office|work|desk)|(i will|i'll|will) (be back|return|be returning) (on|in|at|from)|until (i return|my return)|upon my return|\bback (on|in) |\bback (mon|tues|wednes|thurs|fri|satur|sun)day|when i (return|get back|am back)|my (annual |parental |sick )?(leave|vacation|holiday)|office (is|will be) closed|we are closed (from|until|for))/i,
  /(nicht (im|am) (büro|haus|platz|arbeitsplatz)|abwesen|außer haus|ausser haus|nicht (erreichbar|anwesend|da\b)|im urlaub|in urlaub|auf (dienstreise|geschäftsreise)|in elternzeit|im mutterschutz|wieder (im (büro|haus)|erreichbar|da|zurück|persönlich|für sie)|krankheitsbedingt|bin (ich )?(erst )?(wieder|zurück)|betriebsferien|betriebsurlaub)/i,
  /(absent|en (congés?|vacances|déplacement|arrêt maladie|rtt)|hors (du|de mon) bureau|de retour (le|au|à|dans|en)|à mon retour|actuellement indisponible|ne suis pas (au bureau|disponible|joignable)|congé (maternité|paternité|parental|maladie)|fermé)/i,
  /(fuera de (la |mi )?oficina|(estoy|estar[ée]|me encuentro) fuera|de vacaciones|de baja|ausente|estar[ée] (fuera|ausente|de vuelta)|de viaje|regres(o|ar[ée]|e)|de permiso|vuelvo|a mi (vuelta|regreso)|sin acceso)/i,
  /(fora do escritório|de férias|em férias|ausente|licença|retorn(o|arei|ando)|de volta|fora da empresa|em viagem|volto|fora do trabalho)/i,
  /(fuori (ufficio|sede)|in ferie|assente|rientr(o|erò|erà)|di ritorno|in vacanza|in malattia|in trasferta|in congedo|maternità|torner[òo]|chiusura)/i,
  /(afwezig|niet (op kantoor|aanwezig|bereikbaar|in de gelegenheid)|met (vakantie|verlof)|op vakantie|terug op|weer (op kantoor|aanwezig|bereikbaar|terug)|buiten kantoor|met zwangerschapsverlof|ziekteverlof)/i,
  /(\b(closed|geschlossen|ferm[ée]e?s?|cerrad[oa]s?|chius[oiae]|fechad[oa]s?|gesloten|stängt|zamknięt\w*)\b.{0,40}\d|закрыт)/i,
  /(休假|请假|年假|外出|出差|不在(办公室|公司|岗|座位|單位|单位)|度假|离岗|产假|病假|婚假|陪产假|暂时无法(查看|回复|处理)|(返回|回到)(办公室|公司|工作岗位)|返岗|回来后|复工|放假|假期|上班后|休息中|不能及时(回复|查看)|無法即時|休假中|請假|不在辦公室)/,
  /(不在|休暇|外出|出張|休業|お休み|夏休み|休み(を|中|に|と|の)|有給|産休|育休|席を外し|出社|戻り(ます|次第)|留守)/,
  /(부재|휴가|출장|외근|자리를 비|휴무|휴직|복귀|연차|병가|사무실을 비)/,
  /(nieobecn|na urlopie|poza biurem|urlop|wracam|wrócę|nie ma mnie|zwolnieni|w delegacji|będę (ponownie|z powrotem)|niedostępn)/i,
  /(в отпуске|отсутству|вне офиса|командировк|на больничном|не в офисе|вернусь|буду (на месте|в офисе)|выйду|отпуск)/i,
  /(på semester|inte på kontoret|inte på plats|frånvarande|tillbaka (den|på|igen|måndag|i)|åter (den|på)|föräldraledig|tjänstledig|ledig|på tjänsteresa|semesterledig)/i,
  /(på ferie|ikke på kontoret|ute av kontoret|ikke til stede|tilbake (den|på)|tilbage (den|på)|fravær|barsel|permisjon)/i,
  /(lomalla|poissa|en ole toimistolla|palaan|mimo kancelář|nepřítom|dovolen|szabadság|ofis dışı|izin(de|li)|yıllık izin)/i,
];

export const saysAway = (text: string): boolean => {
  const said = text
    .slice(0, 6_000)
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, ' ');
  return AWAY_WORDS.some((words) => words.test(said));
};

/** A ticket, an enquiry, an order was noted: the words of desks, not of people who are away. */
const DESK_WORDS =
  /(ticket|case|request|enquiry|inquiry|reference) ?(number|id|no\.?|#|\[)|(has been|was|we have|we've) (received|logged|created|opened|registered)|thank(s| you) for (contacting|reaching out|getting in touch|your (e-?mail|message|enquiry|inquiry|request))|this (mailbox|inbox|address) is not (monitored|attended)|unmonitored|do(es)? not work (here|for us)|no longer (works?|with|employed|at)|left the company|离职|已离开|工单|已收到您的(来信|邮件|咨询)|我们已收到|ticketnummer|wir haben ihre (anfrage|nachricht|e-?mail) erhalten|vorgangsnummer|avons bien reçu|hemos recibido|recebemos (o )?(seu|sua)|abbiamo ricevuto|wij hebben uw|受け付け(まし|いたし)|접수(되|하)/i;

/** The words that say "away" with more weight than "we are in receipt of". */
const CLEARLY_AWAY =
  /(out of (the |my )?office|on (annual |maternity |paternity |parental |sick |medical )?(leave|vacation|holiday)|away (from|until|on)|annual leave|abwesen|nicht im (büro|haus)|im urlaub|nicht erreichbar|außer haus|absent|congés?\b|vacances|fuera de|vacaciones|férias|fora do escritório|ausente|in ferie|fuori ufficio|assente|afwezig|vakantie|verlof|niet (op kantoor|aanwezig)|休假|请假|出差|年假|不在办公室|外出|放假|休暇|不在|出張|休業|부재|휴가|출장|urlop|nieobecn|отпуск|отсутств|semester|frånvar|back (on|in)|return(ing)? (on|to))/i;

export const isDesk = (text: string): boolean => {
  const said = text
    .slice(0, 6_000)
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, ' ');
  return DESK_WORDS.test(said) && !CLEARLY_AWAY.test(said);
};

/** Gone for good: nobody will be back. */
const GONE_WORDS =
  /(no longer (works?|working|employed|with|at)\b|(has |have )?left (the company|our company|[A-Z]\w+ (inc|ltd|gmbh))|nicht mehr (für|bei|im unternehmen)|ne (travaille|fait) plus|ya no trabaja|não trabalha mais|non lavora più|niet (meer|langer) (werkzaam|in dienst)|已(经)?(离职|离开(公司|本公司))|退職(し|いた)|퇴사|nie pracuje już|больше не работает)/i;
export const saysGone = (text: string): boolean => GONE_WORDS.test(text.slice(0, 6_000));
