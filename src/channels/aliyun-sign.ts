import { createHash, createHmac } from 'node:crypto';

/*
 * Alibaba Cloud's signature V3 (ACS3-HMAC-SHA256) of a request of the RPC kind.
 * https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
 */

export interface AliyunKey {
  readonly id: string;
  readonly secret: string;
}

export interface AliyunCall {
  readonly host: string;
  readonly action: string;
  readonly version: string;
  readonly query: { readonly [name: string]: string };
  /** Real time, epoch ms: the service refuses what is more than 15 minutes off. */
  readonly at: number;
  /** Another one for every request. */
  readonly nonce: string;
}

/** The query in its canonical form, which is also how it is sent: what is signed is what is read. */
export const canonicalQuery = (query: AliyunCall['query']): string =>
  Object.keys(query)
    .sort()
    .map((name) => `${encode(name)}=${encode(query[name] ?? '')}`)
    .join('&');

/** All headers of a signed call that has no body. */
export function signedCall(key: AliyunKey, call: AliyunCall): { readonly [name: string]: string } {
  const bodyHash = sha256('');
  const headers: { readonly [name: string]: string } = {
    host: call.host,
    'x-acs-action': call.action,
    'x-acs-content-sha256': bodyHash,
    'x-acs-date': new Date(call.at).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    'x-acs-signature-nonce': call.nonce,
    'x-acs-version': call.version,
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const signedNames = names.join(';');
  const canonical = ['POST', '/', canonicalQuery(call.query), lines, signedNames, bodyHash].join('\n');
  const signature = createHmac('sha256', key.secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  return {
    ...headers,
    authorization: `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${signedNames},Signature=${signature}`,
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** RFC 3986: encodeURIComponent leaves five more characters than the service does. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
