/*
 * Month and weekday names by what people write in mails, without accents and in lower case; Cyrillic as it is.
 */

const MONTH_WORDS: readonly string[] = [
  'january jan januar janner janvier janv enero ene janeiro gennaio gen januari stycznia stycznen ledna января янв tammikuuta ocak',
  'february feb februar fevrier fevr fev febrero fevereiro febbraio febbr februari lutego unora февраля фев helmikuuta subat',
  'march mar marz maerz mars marzo marco maart mrt marts marca brezna марта мар maaliskuuta mart',
  'april apr avril avr abril abr aprile kwietnia dubna апреля апр huhtikuuta nisan',
  'may mai mayo maio maggio mag mei maj maja kvetna мая toukokuuta mayis',
  'june jun juni juin junio junho giugno giu czerwca cervna июня июн kesakuuta haziran',
  'july jul juli juillet juil julio julho luglio lug lipca cervence июля июл heinakuuta temmuz',
  'august aug aout agosto ago augustus augusti sierpnia srpna августа авг elokuuta agustos',
  'september sep sept septembre septiembre setiembre setembro set settembre sett wrzesnia zari сентября сен syyskuuta eylul',
  'october oct oktober okt octobre octubre outubro out ottobre ott pazdziernika rijna октября окт lokakuuta ekim',
  'november nov novembre noviembre novembro listopada listopadu ноября ноя marraskuuta kasim',
  'december dec dezember dez decembre diciembre dic dezembro dicembre desember grudnia prosince декабря дек joulukuuta aralik',
];

const WEEKDAY_WORDS: readonly string[] = [
  'monday mon montag lundi lunes segunda segunda-feira lunedi maandag poniedzialek poniedzialku mandag mandagen понедельник понедельника',
  'tuesday tue tues dienstag mardi martes terca terca-feira martedi dinsdag wtorek wtorku tisdag tirsdag вторник вторника',
  'wednesday wed mittwoch mercredi miercoles quarta quarta-feira mercoledi woensdag sroda srode srody onsdag среда среду среды',
  'thursday thu thur thurs donnerstag jeudi jueves quinta quinta-feira giovedi donderdag czwartek czwartku torsdag четверг четверга',
  'friday fri freitag vendredi viernes sexta sexta-feira venerdi vrijdag piatek piatku fredag пятница пятницу пятницы',
  'saturday sat samstag sonnabend samedi sabado sabato zaterdag sobota sobote lordag суббота субботу',
  'sunday sun sonntag dimanche domingo domenica zondag niedziela niedziele sondag воскресенье',
];

const table = (rows: readonly string[]): ReadonlyMap<string, number> =>
  new Map(rows.flatMap((row, nth) => row.split(' ').map((word) => [word, nth + 1] as const)));

export const MONTHS = table(MONTH_WORDS);
export const WEEKDAYS = table(WEEKDAY_WORDS);

/** Longest first, so that `mar` does not take half of `march`. */
const alternatives = (words: ReadonlyMap<string, number>): string =>
  [...words.keys()].sort((a, b) => b.length - a.length).join('|');

export const MONTH_PATTERN = alternatives(MONTHS);
export const WEEKDAY_PATTERN = alternatives(WEEKDAYS);

/** Letters that Unicode does not take apart into a letter and its mark. */
const PLAIN: { readonly [letter: string]: string } = { ß: 's', ł: 'l', ø: 'o', ı: 'i' };

const plainLetter = (letter: string): string => {
  const code = letter.charCodeAt(0);
  if (code >= 0xff10 && code <= 0xff19) return String.fromCharCode(code - 0xff10 + 0x30);
  return code >= 0xc0 && code <= 0x24f ? (PLAIN[letter] ?? letter.normalize('NFD')[0] ?? letter) : letter;
};

/** Lower case, Latin letters without their marks, full-width digits as digits; every character keeps its place. */
export const plainLetters = (text: string): string => [...text.toLowerCase()].map(plainLetter).join('');
