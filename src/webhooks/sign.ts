import { createHmac } from 'node:crypto';

/** The headers of Standard Webhooks 1.0: the id is the same for every attempt, so that a receiver knows a repeat. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature'?: string;
}

/** Signs a body as Standard Webhooks says; without a secret it has id and time, but no signature. */
export function signed(id: string, at: number, body: string, secret: string | null): SignedHeaders {
  const timestamp = String(Math.floor(at / 1000));
  const head = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret === null) return head;
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...head, 'webhook-signature': `v1,${signature}` };
}

/** `whsec_` and base64, as the standard writes secrets; any other text is the key itself. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');
