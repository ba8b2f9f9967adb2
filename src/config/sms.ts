import { z } from 'zod';
import { isSecureAddress } from './secure-address.js';

/** What carries SMS away. `log`: the ledger alone. */
export type SmsConfig =
  | { readonly type: 'log' }
  | {
      readonly type: 'aliyun';
      readonly key: { readonly id: string; readonly secret: string };
      readonly signName: string;
      readonly approved: readonly { readonly code: string; readonly text: string }[];
      readonly endpoint: string;
    };

const approved = z.string().transform((text, context) => {
  const map = z.record(z.string().regex(/^\w{1,60}$/), z.string().min(1)).safeParse(jsonOrNull(text));
  if (map.success) return Object.entries(map.data).map(([code, words]) => ({ code, text: words }));
  const message = `expected JSON that maps the codes of approved texts to them: {"SMS_123":"Your code is $${'{code}'}."}`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** The key of the account goes there: in the clear only to this machine, for tests. */
const endpoint = z.string().refine(isSecureAddress, { error: 'expected an address that begins with https://' });

/** The variables of the SMS gateway, for the schema of the whole environment. */
export const smsVariables = {
  SMS_GATEWAY: z.enum(['log', 'aliyun'], { error: 'expected log or aliyun' }).default('log'),
  SMS_ACCESS_KEY_ID: z.string().optional(),
  SMS_ACCESS_KEY_SECRET: z.string().optional(),
  SMS_SIGN_NAME: z.string().optional(),
  SMS_TEMPLATES: approved.optional(),
  SMS_ENDPOINT: endpoint.default('https://dysmsapi.aliyuncs.com'),
  SMS_RECEIPT_TOKEN: z
    .string()
    .regex(/^[\w-]{32,200}$/, 'expected 32 to 200 letters, digits, - and _')
    .nullable()
    .default(null),
};

const NEEDED = ['SMS_ACCESS_KEY_ID', 'SMS_ACCESS_KEY_SECRET', 'SMS_SIGN_NAME', 'SMS_TEMPLATES'] as const;

/** What a gateway needs and the environment lacks. */
export const missingForSms = (env: { readonly [variable: string]: string | undefined }): readonly string[] =>
  env['SMS_GATEWAY'] === 'aliyun' ? NEEDED.filter((variable) => env[variable] === undefined) : [];

export function smsOf(env: z.output<z.ZodObject<typeof smsVariables>>): SmsConfig {
  if (env.SMS_GATEWAY === 'log') return { type: 'log' };
  return {
    type: 'aliyun',
    key: { id: env.SMS_ACCESS_KEY_ID ?? '', secret: env.SMS_ACCESS_KEY_SECRET ?? '' },
    signName: env.SMS_SIGN_NAME ?? '',
    approved: env.SMS_TEMPLATES ?? [],
    endpoint: env.SMS_ENDPOINT,
  };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
