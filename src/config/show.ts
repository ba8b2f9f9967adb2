import type { Config } from './env.js';

const HIDDEN = '***';

/** Hides the password (and any query value) of an address; text that is no address is hidden whole. */
export function maskUrl(text: string): string {
  try {
    const url = new URL(text);
    // 'user:secret at host' parses too, as a scheme with an opaque rest.
    if (url.host === '') return HIDDEN;
    if (url.password !== '') url.password = HIDDEN;
    for (const name of url.searchParams.keys()) {
      if (/pass|secret|key|token/i.test(name)) url.searchParams.set(name, HIDDEN);
    }
    return url.toString();
  } catch {
    return HIDDEN;
  }
}

/** The settings as they may be printed and logged: every secret is replaced by ***. */
export function showConfig(config: Config): Config {
  const hide = (secret: string | null) => (secret === null ? null : HIDDEN);
  const hideUrl = (url: string | null) => (url === null ? null : maskUrl(url));
  return {
    ...config,
    database: { url: hideUrl(config.database.url) },
    temporal: { ...config.temporal, apiKey: hide(config.temporal.apiKey) },
    smtp: { url: hideUrl(config.smtp.url) },
    client: { ...config.client, key: hide(config.client.key) },
    sms: config.sms.type === 'log' ? config.sms : { ...config.sms, key: { ...config.sms.key, secret: HIDDEN } },
    smsReceiptToken: hide(config.smsReceiptToken),
    mailEvents: {
      // A public key is no secret.
      sendgrid: config.mailEvents.sendgrid,
      mailgun: hide(config.mailEvents.mailgun),
      standard: hide(config.mailEvents.standard),
    },
    webhooks: {
      ...config.webhooks,
      secrets: Object.fromEntries(Object.keys(config.webhooks.secrets).map((name) => [name, HIDDEN])),
    },
    mailboxes: { secret: hide(config.mailboxes.secret) },
    links: { ...config.links, secret: hide(config.links.secret) },
  };
}
