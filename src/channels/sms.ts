import type { Transport } from '../activities/ports.js';
import { type AliyunSmsOptions, createAliyunSms } from './aliyun-sms.js';
import { createSmsLog } from './sms-log.js';

/** The transport of SMS that the deployment has chosen. */
export type SmsChoice =
  | { readonly type: 'log' }
  | ({ readonly type: 'aliyun' } & Pick<AliyunSmsOptions, 'key' | 'signName' | 'approved' | 'endpoint'>);

export const createSms = (choice: SmsChoice, now: () => number): Transport =>
  choice.type === 'log' ? createSmsLog() : createAliyunSms({ ...choice, now });
