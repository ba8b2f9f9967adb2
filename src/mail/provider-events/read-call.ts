import { EVENT_FORMS, type EventForm, type ProviderCalls } from '../../domain/inbound/provider-event.js';
import { assertNever } from '../../domain/result.js';
import { readMailgun } from './mailgun.js';
import { readSendgrid, sendgridKey } from './sendgrid.js';
import { readStandard } from './standard.js';

/** What calls are checked with, by form; null: such calls aren't taken. */
export type EventKeys = { readonly [form in EventForm]: string | null };

/** Checks and reads the calls of those who carry our mail. Throws for a key that is none. */
export function createProviderCalls(keys: EventKeys): ProviderCalls {
  const publicKey = keys.sendgrid === null ? null : sendgridKey(keys.sendgrid);
  const missing = (form: EventForm) => new Error(`calls of the form ${form} came, and no key is set for them`);
  return {
    forms: EVENT_FORMS.filter((form) => keys[form] !== null),
    read(form, headers, body, now) {
      switch (form) {
        case 'sendgrid':
          if (publicKey === null) throw missing(form);
          return readSendgrid(publicKey, headers, body, now);
        case 'mailgun':
          if (keys.mailgun === null) throw missing(form);
          return readMailgun(keys.mailgun, body, now);
        case 'standard':
          if (keys.standard === null) throw missing(form);
          return readStandard(keys.standard, headers, body, now);
        default:
          return assertNever(form);
      }
    },
  };
}
