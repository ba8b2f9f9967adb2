/** Longer addresses fold in a header, which some one-click clients don't undo. */
export const MAX_ONE_CLICK_URL = 200;

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether mail programs can unsubscribe by an address. RFC 8058 wants HTTPS; the embedded system has no certificate and is reached
 * on this machine only.
 */
export function isOneClickUrl(text: string): boolean {
  if (text.length >= MAX_ONE_CLICK_URL || !/^[\x21-\x7e]+$/.test(text) || /[<>,"]/.test(text) || !URL.canParse(text))
    return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}
