import { isOneClickUrl, MAX_ONE_CLICK_URL } from '../domain/one-click.js';
import { type Links, unsubscribeLength } from './links.js';

/**
 * Why mail programs could not unsubscribe by the links of a deployment's marketing mails, so that none of them would be built;
 * null: they can.
 */
export function oneClickFault({ base }: Pick<Links, 'base'>, topic: string | null): string | null {
  if (!isOneClickUrl(base))
    return `PUBLIC_URL is ${base}; expected an https address, since mail programs unsubscribe by no other (RFC 8058).`;
  const length = unsubscribeLength(base, topic);
  if (length < MAX_ONE_CLICK_URL) return null;
  return `The unsubscribe address would have ${length} characters; mail programs take fewer than ${MAX_ONE_CLICK_URL}. Shorten PUBLIC_URL (${base}) or the topic ${topic ?? ''}.`;
}
