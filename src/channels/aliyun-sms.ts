import { randomUUID } from 'node:crypto';
import type { SendVerdict, Transport } from '../activities/ports.js';
import { type AliyunKey, canonicalQuery, signedCall } from './aliyun-sign.js';
import { verdictOfAnswer } from './aliyun-verdict.js';
import { type ApprovedText, fillApproved } from './approved-texts.js';
import { post } from './post.js';

export interface AliyunSmsOptions {
  readonly key: AliyunKey;
  /** The signature that stands before the text, 【…】, as it was approved. */
  readonly signName: string;
  readonly approved: readonly ApprovedText[];
  readonly endpoint: string;
  /** Milliseconds for the whole call; 10 seconds by default. */
  readonly deadlineMs?: number;
  /** Real time, epoch ms. */
  readonly now: () => number;
}

/**
 * Alibaba Cloud's SMS service (SendSms). It has no idempotency: a call whose answer was lost is never made again by itself.
 * `OutId` is the ledger's id of the message, by which receipts find it.
 */
export function createAliyunSms(options: AliyunSmsOptions): Transport {
  const { key, signName, approved, endpoint, deadlineMs = 10_000, now } = options;
  return {
    send: async (raw, { to, id }, beforeFinalDot) => {
      const filled = fillApproved(approved, new TextDecoder().decode(raw));
      if (filled === null) return UNFIT;
      const query = {
        PhoneNumbers: numberFor(to),
        SignName: signName,
        TemplateCode: filled.code,
        ...(Object.keys(filled.values).length === 0 ? {} : { TemplateParam: JSON.stringify(filled.values) }),
        ...(id === undefined ? {} : { OutId: id }),
      };
      const url = new URL(`/?${canonicalQuery(query)}`, endpoint);
      const call = { host: url.host, action: 'SendSms', version: '2017-05-25', query, at: now(), nonce: randomUUID() };
      const headers = { ...signedCall(key, call), accept: 'application/json' };
      const posted = await post({ url, headers, body: '', deadlineMs, beforeWrite: beforeFinalDot });
      switch (posted.type) {
        case 'answered':
          return verdictOfAnswer(posted.status, posted.body, now());
        case 'unsent':
          return { type: 'later', cause: posted.cause, reply: '', retryAfterMs: 60_000 };
        case 'unanswered':
          return { type: 'uncertain', reply: 'the gateway did not answer' };
        case 'stopped':
          return { type: 'stopped' };
      }
    },
  };
}

const UNFIT: SendVerdict = {
  type: 'refused',
  reply: 'it is none of the approved texts in SMS_TEMPLATES',
  enhanced: 'text-not-approved',
  suppress: false,
};

/** Numbers of the mainland without their country, others with it and without the `+`. */
const numberFor = (phone: string): string => phone.replace(/^\+86(?=1\d{10}$)/, '').replace(/^\+/, '');
