import { createHmac } from 'node:crypto';
import { cutText } from '../domain/cut-text.js';
import { ROBOTS, type RobotKind } from '../domain/robot.js';

export interface RobotMessage {
  readonly title: string;
  readonly text: string;
  /** Where to read on; it stays whole whatever is cut. */
  readonly link: string;
}

export interface RobotAccess {
  readonly kind: RobotKind;
  readonly url: URL;
  readonly secret: string | null;
}

/** What is posted, and where. `now`: real time, epoch ms. */
export function robotRequest(
  { kind, url, secret }: RobotAccess,
  message: RobotMessage,
  now: number,
): { readonly url: URL; readonly body: string } {
  switch (kind) {
    case 'wecom':
      return { url, body: JSON.stringify({ msgtype: 'text', text: { content: textFor(kind, message) } }) };
    case 'dingtalk': {
      const signed = new URL(url);
      if (secret !== null) {
        signed.searchParams.set('timestamp', String(now));
        signed.searchParams.set('sign', dingtalkSign(secret, now));
      }
      return { url: signed, body: JSON.stringify({ msgtype: 'text', text: { content: textFor(kind, message) } }) };
    }
    case 'feishu':
    case 'lark': {
      const seconds = Math.floor(now / 1000);
      const sign = secret === null ? {} : { timestamp: String(seconds), sign: feishuSign(secret, seconds) };
      return { url, body: JSON.stringify({ ...sign, msg_type: 'text', content: { text: textFor(kind, message) } }) };
    }
    case 'slack':
      return { url, body: JSON.stringify({ text: textFor(kind, message), unfurl_links: false }) };
  }
}

/** The secret is the key, time and secret are what is signed; in milliseconds. */
export const dingtalkSign = (secret: string, at: number): string =>
  createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64');

/** Time and secret are the key, and nothing is signed; in seconds. */
export const feishuSign = (secret: string, seconds: number): string =>
  createHmac('sha256', `${seconds}\n${secret}`).update('').digest('base64');

/** A plain text, so that nothing in it is read as markup: a contact's name must not call everybody in the room. */
function textFor(kind: RobotKind, { title, text, link }: RobotMessage): string {
  const plain = text === '' ? title : `${title}\n${text}`;
  return cutText(withoutMarkup(kind, plain), `\n${link}`, ROBOTS[kind].mostBytes);
}

function withoutMarkup(kind: RobotKind, text: string): string {
  switch (kind) {
    // Read by Slack as mentions and links.
    case 'slack':
      return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    // `<at user_id="all">` is read even in a plain text.
    case 'feishu':
    case 'lark':
      return text.replace(/<(?=\/?at\b)/gi, '＜');
    case 'wecom':
    case 'dingtalk':
      return text;
  }
}
