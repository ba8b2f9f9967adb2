import { domainToASCII } from 'node:url';
import { parseEmailAddress } from '../domain/mail-address.js';
import { err, ok, type Result } from '../domain/result.js';

const PLAIN_DOMAIN = /^[a-z0-9.-]+$/;

/**
 * The address as it goes over the wire: one addr-spec, all ASCII, a domain like `例子.cn` in its `xn--` form.
 * The error is a sentence without the address in it.
 */
export function wireAddress(text: string): Result<string, string> {
  const parsed = parseEmailAddress(text);
  if (!parsed.ok) return err(parsed.error.message);
  const { local, domain } = parsed.value;
  // Most are: nothing in them is written otherwise in ASCII.
  if (PLAIN_DOMAIN.test(domain) && !domain.includes('--')) return ok(parsed.value.address);
  const ascii = domainToASCII(domain);
  if (ascii === '') return err('the part after the @ is not a domain name that can be written in ASCII');
  // domainToASCII maps look-alikes (full-width dots, for one), so its result is read again as an address.
  const again = parseEmailAddress(`${local}@${ascii}`);
  return again.ok ? ok(again.value.address) : err(again.error.message);
}
