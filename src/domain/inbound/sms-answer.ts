/** An answer to an SMS, as a gateway tells it. */
export interface SmsAnswer {
  /** The same however often it is told. */
  readonly id: string;
  /** From where it came, as the gateway writes it. */
  readonly phone: string;
  readonly text: string;
  /** When its writer sent it, real time, epoch ms; null: it isn't told. */
  readonly sentAt: number | null;
}

/*
 * The words that end SMS. Operators of the mainland have marketing name one (T, TD, N, R, 退订), those of North America and
 * Europe know STOP and its like (CTIA). Whoever writes nothing else means it; in a sentence only what can't be meant otherwise
 * counts, since a wrong guess silences the answers that somebody waits for.
 */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'T TD N R QX TT TUI TUIDING STOP STOPALL STOPP UNSUB UNSUBSCRIBE CANCEL END QUIT OPTOUT REVOKE ARRET ALTO BAJA ABMELDEN ' +
    '退订 退訂 退 退定 拒收 取消 取消订阅 取消訂閱 停 停止 停发 勿扰 请勿打扰 別發了 别发了 别再发了 不要再发了 不要再发 不要发了 拒绝 屏蔽'
  ).split(' '),
);

/** Said beside it, and no part of it. */
const COURTESIES =
  /^(请|請|麻烦|回复|我要|我想)+|(谢谢|謝謝|谢了|吧|了|哦|啊)+$|^(PLEASE|PLS)|(PLEASE|PLS|THANKS|THANKYOU)$/g;

const ASKS =
  /(请|麻烦|我要|我想|帮我|给我)[^，。！？]{0,4}(退订|取消订阅)|(不要|别|勿)再?(给我)?(发|推送)(送)?(短信|信息|广告|消息|了)|\b(stop|quit) (texting|sending|messaging)\b|\bunsubscribe me\b|\bdo(n't| not) (text|message) me\b/i;

const NOT_MEANT = /不(要|想|会|用)(退订|取消)|没有?(要|想)?退订|别退|[?？]/;

/** Whether somebody wants no more SMS. */
export function meansStop(text: string): boolean {
  const written = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{P}\p{S}]/gu, '');
  const isStop = (word: string) => STOP_WORDS.has(word) || /^(TD|T)?退订(TD|T)?$/.test(word);
  if (isStop(written) || isStop(written.replace(COURTESIES, ''))) return true;
  const said = text.normalize('NFKC').replace(/[\u2018\u2019]/g, "'");
  return said.length <= 100 && ASKS.test(said) && !NOT_MEANT.test(said);
}
