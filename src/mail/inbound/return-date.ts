import type { CalendarDay } from './calendar-day.js';
import { type DayMention, dayMentions, type Writing } from './day-mentions.js';
import { MONTH_PATTERN, plainLetters, WEEKDAY_PATTERN } from './month-names.js';

/*
 * The first day back, out of the words of an out of office. A day that is called the return counts as it is; the last
 * day away counts one more. English "until", Dutch "tot" name the return; "bis", "jusqu'au", "hasta", まで, 까지, 至 name
 * the last day away, as their readers understand them: a mail a day late is better than one a day early.
 */

const MOST_TEXT = 6_000;
const ARTICLE =
  '(?:\\s|,|on|the|den|dem|am|le|el|il|o|dia|dag|date|:|：|\\(|um|vom|der|de|wieder|also|em|dnia|und|incl\\w*|including)*';

/** Words right before a day that is the first one back. */
const BACK_BEFORE = new RegExp(
  `(?:\\b(?:back|return(?:s|ed|ing)?|resum\\w+|rejoin\\w*|restart\\w*|reopen\\w*|re-open\\w*|open again|available again|reachable again|again|date of return|first day back|back to work)\\b[^.!?;。]{0,45}|(?<!(?:un|not |n't be |not be |nicht |limited )(?:be )?)(?:available|reachable|contactable|working|respond\\w*|reply|answer\\w*)[^.!?;。,]{0,30}\\b(?:from|on|as of|after|starting|by)|\\b(?:zuruck|ruckkehr|wieder|erst|erreichbar|beantwort\\w*|ab)\\b[^.!?;。]{0,40}|\\b(?:ab)|de retour[^.!?;。]{0,35}|\\b(?:retour|reprise?|reprends|reviens|reviendrai|rentre|rentrerai|rouvr\\w+|joignable|disponible|partir)\\b[^.!?;。]{0,35}|\\b(?:vuelvo|volvere|regres\\w+|vuelta|reincorpor\\w+|retom\\w+|partir|retorn\\w+|volto|voltarei|volta|regress\\w+|disponivel)\\b[^.!?;。]{0,35}|\\b(?:rientr\\w*|ritorn\\w*|torn(?:o|ero|era|eremo)|di nuovo|nuovamente|a partire|disponibile|riapr\\w+|riprend\\w+|dal)\\b[^.!?;。]{0,35}|\\b(?:terug|weer|vanaf|hervat\\w*)\\b[^.!?;。]{0,35}|\\b(?:tillbaka|ater|tilbake|tilbage|igen|fran och med|fra og med)\\b[^.!?;。]{0,30}|\\b(?:wracam|wroce|powrot\\w*|powroce|ponownie|od|dostepn\\w+)\\b[^.!?;。]{0,30}|(?:вернусь|возвращ\\w+|буду|выйду|выхожу|начиная|снова)[^.!?;。]{0,35}|palaan[^.!?]{0,25}|zpet[^.!?]{0,20}|(?:返回|回来|返岗|上班|复工|恢复|回到|归来|回岗|回公司|返工|开工)[^。！？；，,\\d]{0,14}|(?:復帰|出社|戻り|再開)[^。\\d]{0,12}|(?:복귀|출근)[^.\\d]{0,10})${ARTICLE}$`,
);

/** Words right behind a day that is the first one back, where the verb comes last. */
const BACK_AFTER =
  /^[\s,)）]*(?:（[^（）]{1,6}）|\([^()]{1,8}\))?\s*(?:[^.!?;。！？；，,\d]{0,24}?(?:zuruck|wieder (?:im|da|erreichbar|fur|am|per|personlich|zur|vollstandig|zu|in|telefonisch|voll)|wieder$|wieder[.!\s]|ruckkehr|beantworte)|(?:起)?[^。！？；，,、\d]{0,8}?(?:返回|回来|返岗|上班|复工|恢复|回到|归来|回岗|回公司|返工|开工|回复您|再回复|之后回复|后回复|處理|回覆|返回)|(?:より|から|に)?[^。\d]{0,16}?(?:復帰|出社|戻り|戻る|再開|通常|営業|対応|返信|ご連絡|勤務)|(?:에|부터|자로)?[^.\d]{0,14}?(?:복귀|출근|돌아|업무|회신|정상|연락|답변|확인)|[^.!?;]{0,20}?\b(?:i (?:will be|am|'ll be) back|i return|weer (?:aanwezig|op kantoor|bereikbaar|terug)|terug|ben ik (?:weer|terug)|tillbaka|tilbake|tilbage|ater|de retour|de vuelta|de volta|wracam|jestem|bede|вернусь|возвращаюсь|tarihinde))/;

/** The last day away, in languages whose words leave no doubt or mean it so. */
const LAST_BEFORE = new RegExp(
  `(?:\\b(?:through|thru|throughout|up to and including|until and including|till and including|until the end of|end of day|inclusive of|last day(?: away| off| of \\w+)?(?: is| will be)?|ends?|ending|endet|ultimo dia|dernier jour|bis(?: einschliesslich| einschlieslich| inkl\\w*\\.?| zum| inklusive| incl\\.?)?|jusqu'?(?:au|a)?|jusqu’(?:au|a)|hasta|ate|fino|sino|t/m|t\\.e\\.m\\.?|tot en met|till och med|t\\.?o\\.?m\\.?|til og med|do|wlacznie do|по|до|asti)(?: (?:al|ao|a|el|le|dia|zum|inkl\\w*|the|e com|och med|einschl\\w*))*|至|到|截止|截至|直到)\\s*${ARTICLE}$`,
);
const LAST_AFTER =
  /^[\s,]*(?:（[^（）]{1,6}）|\([^()]{1,8}\))?\s*(?:\(?\s*(?:inclusive|included|incl\b|inclus\b|incluse|einschlies\w*|inklusive|inkl\b|inclusi\w*|compreso|compresa|incluido|wlacznie|включительно|kaarten)|まで|迄|까지|止|期间|結束|结束)/;
const FIRST_BEFORE = new RegExp(`(?:\\b(?:until|till?|til|tot|unti|hasta que|off until)|~|〜)\\s*${ARTICLE}$`);
const INCLUSIVE_FIRST = /(?:and including|end of)/;
const CONNECTS =
  /^[\s,]*(?:（[^（）]{1,6}）|\([^()]{1,8}\)|[日号])?\s*(?:-|–|—|~|〜|～|to|and|until|till|through|thru|bis(?: zum| einschlieslich| inkl\.?)?|und|au|al|et le|y(?: el)?|a|ao|e(?: il)?|tot(?: en met)?|t\/m|en|till?(?: och med)?|til(?: og med)?|do|по|и|至|到|から|より|부터|jusqu'au|hasta(?: el)?|fino al|ate|sino al)[\s,]*(?:and including|the|den|dem|le|el|il|dia|dnia)?\s*$/;
const AFTER_BEFORE = /\b(?:after|nach dem|apres le|despues del?|dopo il|depois d[eo]|po dniu|после)\s*$/;
const STARTS_BEFORE =
  /(?:\b(?:from|between|since|starting|beginning|vom|ab|von|zwischen|du|des|depuis|entre|del|desde|de|do|dal|dall'|tra|van|vanaf|tussen|fran|fra|od|с)|从|從|自)\s*[^.\d]{0,14}$/;
const AWAY_ON = new RegExp(
  `(?:\\b(?:out|away|off|absent|abwesend|nicht im (?:buro|haus)|urlaub|unavailable|leave|holiday|ausente|assente|afwezig|closed|vacation|geschlossen|office)\\b[^.!?;]{0,30})${ARTICLE}$|请假|休假|外出|出差`,
);
const AWAY_AFTER = /^[^。！？.\d]{0,14}(?:请假|休假|外出|出差|不在|休み|休暇|お休み|휴가|부재|연차|休業)/;

/** Its full stop ends no sentence. */
const ABBREVIATION =
  /(?<![a-z])(mon|tues?|wed|thur?s?|fri|sat|sun|mo|di|mi|do|fr|lun|mar|mer|jeu|ven|sam|dim|incl|inkl|einschl|einschliessl|ca|approx)\.(?=[\s,]*\d)/g;

/** `Monday` of `Monday, 7 December`: the date says it all. */
const EXPLAINED_WEEKDAY = new RegExp(
  `(?<![a-zа-я-])(?:${WEEKDAY_PATTERN})[.,]?(?=[\\s,(]*(?:the |den |dem |le |el |il |dia |d\\. |dnia )?(?:\\d|(?:${MONTH_PATTERN})(?![a-zа-я])))`,
  'g',
);

/** The first day back, or null if the text names none. `text` is what the machine wrote, without quotes. */
export function returnDate(text: string, writing: Writing): CalendarDay | null {
  const said = plainLetters(
    text
      .slice(0, MOST_TEXT)
      .replace(/[\u2018\u2019]/g, "'")
      .replace(/\r/g, ''),
  )
    .replace(/\n[ \t]*\n+/g, ' ; ')
    .replace(/\s+/g, ' ')
    .replace(ABBREVIATION, '$1 ')
    .replace(EXPLAINED_WEEKDAY, ' ');
  const mentions = dayMentions(said, writing);
  const judged = mentions.map((mention, nth) =>
    judge(said, mention, mentions[nth - 1], mentions[nth + 1], mentions[nth - 2]),
  );
  const days = (role: Role) => judged.flatMap((one) => (one?.role === role ? [one.day] : []));
  for (const role of ['back', 'span', 'last', 'first', 'single'] as const) {
    const found = days(role).filter((day) => writing.sentOn === null || day >= writing.sentOn - 60);
    // An answer may name the last absence, too: the first return that is still to come.
    const coming = found.find((day) => writing.sentOn === null || day > writing.sentOn) ?? found[0];
    if (coming !== undefined) return coming;
  }
  return null;
}

type Role = 'back' | 'span' | 'last' | 'first' | 'single';

interface Judged {
  readonly role: Role;
  readonly day: CalendarDay;
}

function judge(
  said: string,
  mention: DayMention,
  last: DayMention | undefined,
  next: DayMention | undefined,
  beforeLast: DayMention | undefined,
): Judged | null {
  const between = said.slice(last?.end ?? 0, mention.start);
  const before = sentenceEnd(between.slice(-90));
  const after = sentenceBegin(said.slice(mention.end, Math.min(next?.start ?? said.length, mention.end + 50)));
  const closesSpan = last !== undefined && mention.day >= last.day && isLink(between);
  const opensSpan =
    next !== undefined && next.day >= mention.day && CONNECTS.test(said.slice(mention.end, next.start)) && !closesSpan;
  if (opensSpan) return null;
  if (LAST_AFTER.test(after) && !BACK_AFTER.test(after.replace(LAST_AFTER, '')))
    return { role: 'last', day: mention.day + 1 };
  if (mention.closesSpan) return { role: 'span', day: mention.day + 1 };
  if (!closesSpan) return byReturnWords(mention.day, before, after) ?? byAbsenceWords(mention.day, before, after);
  // "From 1 until 5 May" is a span; "out on 1 May until 5 May" names the return.
  const isReturn =
    /\b(?:until|till)\b/.test(between) && !STARTS_BEFORE.test(said.slice(beforeLast?.end ?? 0, last.start));
  return isReturn ? { role: 'first', day: mention.day } : { role: 'span', day: mention.day + 1 };
}

/** Whether what stands between two days makes a span of them. */
const isLink = (between: string): boolean =>
  CONNECTS.test(between) ||
  (between.length < 30 &&
    /^[^.!?;。]*(?:bis|to|through|hasta|jusqu'au|au|al|fino al|tot|t\/m|ate|ao|至|到)\s*(?:and including|zum|den|le|el|dem|vrijdag)?\s*$/.test(
      between,
    ));

function byReturnWords(day: CalendarDay, before: string, after: string): Judged | null {
  if (INCLUSIVE_FIRST.test(before.slice(-20)) || /\bthrough (?:the )?$/.test(before))
    return { role: 'last', day: day + 1 };
  if (AFTER_BEFORE.test(before)) return { role: 'back', day: day + 1 };
  const isBack = (BACK_BEFORE.test(before) && !isAbsence(before)) || BACK_AFTER.test(after);
  return isBack ? { role: 'back', day } : null;
}

function byAbsenceWords(day: CalendarDay, before: string, after: string): Judged | null {
  if (FIRST_BEFORE.test(before)) return { role: 'first', day };
  if (LAST_BEFORE.test(before)) return { role: 'last', day: day + 1 };
  if (STARTS_BEFORE.test(before)) return null;
  return AWAY_ON.test(before) || AWAY_AFTER.test(after) ? { role: 'single', day: day + 1 } : null;
}

/** "not available from", "away from": its first day away. */
const isAbsence = (before: string): boolean =>
  /(?:\bnot?\b|n't|nicht|\bun|niet|\bno\b|non|\bpas\b|nao|\bout\b|away|abwesend|absent|urlaub|ausente|afwezig|в отпуске|na urlopie|nieobecn|poza biurem|assente|in ferie|bin ich vom)[^.!?;,]{0,45}\b(?:from|on|ab|vom|du|a partir|dal|del|desde|de|vanaf|van|od|с|fran|fra)\b[^.!?;]{0,14}$/.test(
    before,
  ) &&
  !/(back|return|wieder|zuruck|erst|retour|regres|vuel|volt|retorn|rientr|ritorn|torno|terug|weer|wracam|wroce|powrot|vern|верн|tillbaka|ater)/.test(
    before,
  );

const sentenceEnd = (text: string): string => text.split(/[!?;。！？；]|\.(?=\s+[a-z]{3,})/).at(-1) ?? text;
const sentenceBegin = (text: string): string => text.split(/[!?;。！？；]|\.(?=\s|$)/)[0] ?? text;
