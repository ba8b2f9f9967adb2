import { z } from 'zod';
import { contract } from './contract.js';

/*
 * What the SMS gateway tells of what became of messages and what was answered: Alibaba Cloud's SmsReport and SmsUp over HTTP.
 * It can't sign; the token in the address is all the authority there is.
 */

const token = z.string().min(1).max(200).describe('SMS_RECEIPT_TOKEN');
const heard = z.object({ code: z.literal(0), msg: z.string() }).describe('what the gateway wants to hear');

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
  params: z.strictObject({ token }),
  body: z.array(receipt).min(1).max(1_000),
  response: heard,
});

const answer = z.looseObject({
  phone_number: z.string().min(1).max(40),
  content: z
    .string()
    .max(10_000)
    .nullish()
    .transform((text) => text ?? ''),
  send_time: z.string().max(40).optional().describe('`2027-01-04 09:00:00`, in Beijing'),
  sequence_id: z.union([z.number(), z.string().min(1).max(100)]).describe('the same however often it is told'),
});
export type SmsAnswerBody = z.output<typeof answer>;

export const takeSmsAnswers = contract({
  operationId: 'takeSmsAnswers',
  method: 'POST',
  path: '/v1/sms/answers/:token',
  tag: 'Events',
  summary:
    'Takes in answers to SMS (Alibaba Cloud’s SmsUp), each once. A word such as 退订, T or STOP ends all SMS to its number before this is answered; any other answer becomes `sms.replied`.',
  params: z.strictObject({ token }),
  body: z.array(answer).min(1).max(1_000),
  response: heard,
});
