import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** What the calls of those who carry our mail are checked with, by form; null: such calls aren't taken. */
export interface MailEventsConfig {
  readonly sendgrid: string | null;
  readonly mailgun: string | null;
  readonly standard: string | null;
}

const publicKey = z.string().refine(
  (text) => {
    try {
      const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
      return key.asymmetricKeyType === 'ec';
    } catch {
      return false;
    }
  },
  { error: 'expected the verification key that SendGrid shows, a line of base64' },
);

/** The variables of the providers' events, for the schema of the whole environment. */
export const mailEventsVariables = {
  MAIL_EVENTS_SENDGRID_KEY: publicKey.optional(),
  MAIL_EVENTS_MAILGUN_KEY: z.string().min(16, 'expected at least 16 characters').optional(),
  MAIL_EVENTS_SECRET: z.string().min(32, 'expected at least 32 characters, as whsec_ and base64').optional(),
};

export const mailEventsOf = (env: z.output<z.ZodObject<typeof mailEventsVariables>>): MailEventsConfig => ({
  sendgrid: env.MAIL_EVENTS_SENDGRID_KEY ?? null,
  mailgun: env.MAIL_EVENTS_MAILGUN_KEY ?? null,
  standard: env.MAIL_EVENTS_SECRET ?? null,
});
