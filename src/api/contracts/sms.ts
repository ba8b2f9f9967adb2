import { z } from 'zod';
import { contract } from './contract.js';

/*
 * What the SMS gateway tells of what became of messages: Alibaba Cloud's SmsReport over HTTP. It can't sign; the token in
 * the address is all the authority there is.
 */

const receipt = z.looseObject({
  out_id: z.string().max(256).optional().describe('our id of the message'),
  biz_id: z.string().max(256).optional().describe('the gateway’s own'),
  success: z.boolean(),
  err_code: z.string().max(100).optional(),
});
export type SmsReceipt = z.output<typeof receipt>;

export const takeSmsReceipts = contract({
  operationId: 'takeSmsReceipts',
  method: 'POST',
  path: '/v1/sms/receipts/:token',
  tag: 'Events',
  summary:
    'Takes in the gateway’s receipts of SMS (Alibaba Cloud’s SmsReport). Each becomes `sms.delivered` or `sms.bounced`, once; those of unknown messages change nothing.',
  params: z.strictObject({ token: z.string().min(1).max(200).describe('SMS_RECEIPT_TOKEN') }),
  body: z.array(receipt).min(1).max(1_000),
  response: z.object({ code: z.literal(0), msg: z.string() }).describe('what the gateway wants to hear'),
});
