import { describe, expect, it } from 'vitest';
import { parseClockRate, parseDuration } from '../../src/config/duration.js';
import { ConfigError, loadConfig, parseConfig, repositoryRoot } from '../../src/config/env.js';
import { maskUrl, showConfig } from '../../src/config/show.js';

const faultsOf = (env: Record<string, string>) => {
  const parsed = parseConfig(env);
  return parsed.ok ? [] : parsed.error.map((problem) => problem.variable).sort();
};

describe('the settings', () => {
  it('have a default for everything that embedded mode needs', () => {
    const config = loadConfig({ HOME: '/home/someone' });
    expect(config).toMatchObject({
      mode: 'embedded',
      database: { url: null },
      temporal: { address: null, namespace: 'default', taskQueue: 'followthrough', tls: null },
      api: { host: '127.0.0.1', port: 4600 },
      dataDir: `${repositoryRoot}/.followthrough`,
      hibernateAfterMs: 259_200_000,
      clockRate: 1,
    });
  });

  it('let builds of the worker run beside each other outside embedded mode only, unless told', () => {
    const external = {
      FOLLOWTHROUGH_MODE: 'external',
      DATABASE_URL: 'postgresql://u@h/d',
      TEMPORAL_ADDRESS: 'h:7233',
      SMTP_URL: 'smtp://h:25',
      PUBLIC_URL: 'https://followthrough.example',
      LINK_SECRET: 'x'.repeat(32),
    };
    const none = { deployment: null, buildId: null, metricsPort: null };
    expect(loadConfig({}).worker).toEqual(none);
    expect(loadConfig(external).worker).toMatchObject({ deployment: 'followthrough', buildId: null });
    expect(loadConfig({ ...external, WORKER_DEPLOYMENT: 'none' }).worker).toEqual(none);
    const told = { WORKER_DEPLOYMENT: 'sales', WORKER_BUILD_ID: '2027-01-04_a' };
    expect(loadConfig(told).worker).toMatchObject({ deployment: 'sales', buildId: '2027-01-04_a' });
    // Temporal joins the two by a dot or a colon.
    expect(faultsOf({ WORKER_DEPLOYMENT: 'sales.eu', WORKER_BUILD_ID: 'v1:2' })).toEqual([
      'WORKER_BUILD_ID',
      'WORKER_DEPLOYMENT',
    ]);
  });

  it('have an address for the links of mails by which mail programs unsubscribe', () => {
    for (const url of ['https://crm.example', 'http://127.0.0.1:4600', 'http://localhost:80/x', 'http://[::1]:4600'])
      expect(loadConfig({ PUBLIC_URL: url }).links.publicUrl).toBe(url);
    const load = (url: string) => () => loadConfig({ PUBLIC_URL: url });
    expect(load('http://crm.example')).toThrow(/PUBLIC_URL: expected https .*RFC 8058/);
    expect(load('http://192.168.1.20:4600')).toThrow(/PUBLIC_URL: expected https/);
    expect(load(`https://${'long.'.repeat(20)}example`)).toThrow(/PUBLIC_URL: expected at most 100 characters/);
    expect(load('crm.example')).toThrow(/PUBLIC_URL: expected an address that begins with http/);
  });

  it('name what an SMS gateway lacks, and show none of its secrets', () => {
    const gateway = {
      ...{ SMS_GATEWAY: 'aliyun', SMS_ACCESS_KEY_ID: 'id', SMS_ACCESS_KEY_SECRET: 'hush', SMS_SIGN_NAME: '签名' },
      ...{ SMS_TEMPLATES: '{"SMS_1":"Hello"}', SMS_RECEIPT_TOKEN: 'quiet-'.repeat(6) },
    };
    expect(loadConfig({}).sms).toEqual({ type: 'log' });
    const config = loadConfig({ ...gateway, WEBHOOK_SECRETS: '{"erp":"whisper"}' });
    expect(config.sms).toMatchObject({ approved: [{ code: 'SMS_1', text: 'Hello' }] });
    expect(JSON.stringify(showConfig(config))).not.toMatch(/hush|quiet|whisper/);
    expect(faultsOf({ SMS_GATEWAY: 'aliyun', SMS_SIGN_NAME: '签名' })).toEqual([
      ...['SMS_ACCESS_KEY_ID', 'SMS_ACCESS_KEY_SECRET', 'SMS_TEMPLATES'],
    ]);
    const wrong = { SMS_TEMPLATES: '["SMS_1"]', SMS_ENDPOINT: 'http://gateway.example', SMS_RECEIPT_TOKEN: 'short' };
    expect(faultsOf({ ...gateway, ...wrong })).toEqual(['SMS_ENDPOINT', 'SMS_RECEIPT_TOKEN', 'SMS_TEMPLATES']);
  });

  it('know an inbox of the embedded system only, and Temporal’s own page without a slash at its end', () => {
    const told = { MAIL_CATCHER_URL: 'http://127.0.0.1:4680', TEMPORAL_UI_URL: 'http://127.0.0.1:8233/' };
    expect(loadConfig(told).embedded.mailCatcherUrl).toBe('http://127.0.0.1:4680');
    expect(loadConfig(told).temporal.uiUrl).toBe('http://127.0.0.1:8233');
    const external = {
      FOLLOWTHROUGH_MODE: 'external',
      DATABASE_URL: 'postgresql://u@h/d',
      TEMPORAL_ADDRESS: 'h:7233',
      SMTP_URL: 'smtp://h:25',
      PUBLIC_URL: 'https://followthrough.example',
      LINK_SECRET: 'x'.repeat(32),
    };
    expect(loadConfig({ ...external, ...told }).embedded.mailCatcherUrl).toBeNull();
    expect(loadConfig({}).embedded.mailCatcherUrl).toBeNull();
  });

  it('list every fault at once, each with its variable', () => {
    const faults = faultsOf({
      DATABASE_URL: 'mysql://x/y',
      TEMPORAL_ADDRESS: 'https://somewhere',
      SMTP_URL: 'not an address',
      API_PORT: '99999',
      API_HOST: '0.0.0.0',
      LOG_LEVEL: 'loud',
      HIBERNATE_AFTER: 'soon',
      TEMPORAL_TLS_CERT: '/c.pem',
      LINK_SECRET: 'short',
      MAILBOX_SECRET: 'short',
    });
    expect(faults).toEqual([
      'API_HOST',
      'API_PORT',
      'DATABASE_URL',
      'HIBERNATE_AFTER',
      'LINK_SECRET',
      'LOG_LEVEL',
      'MAILBOX_SECRET',
      'SMTP_URL',
      'TEMPORAL_ADDRESS',
      'TEMPORAL_TLS_KEY',
    ]);
  });

  it('do not repeat a faulty secret in the message', () => {
    const load = () => loadConfig({ DATABASE_URL: 'mysql://u:hunter2@h/d', LINK_SECRET: 'hunter2' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/DATABASE_URL.*\n.*LINK_SECRET/);
    expect(load).not.toThrow(/hunter2/);
  });

  it('take an empty variable for an absent one', () => {
    expect(loadConfig({ DATABASE_URL: '', API_PORT: '' }).api.port).toBe(4600);
  });

  it('need every service when the mode is external, and then may listen anywhere', () => {
    expect(faultsOf({ FOLLOWTHROUGH_MODE: 'external', API_HOST: '0.0.0.0' })).toEqual([
      'DATABASE_URL',
      'LINK_SECRET',
      'PUBLIC_URL',
      'SMTP_URL',
      'TEMPORAL_ADDRESS',
    ]);
  });

  it('turn TLS on with an API key unless told otherwise', () => {
    expect(loadConfig({ TEMPORAL_API_KEY: 'k' }).temporal.tls).toEqual({ certPath: null, keyPath: null });
    expect(loadConfig({ TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' }).temporal.tls).toBeNull();
  });

  it('are frozen all the way down', () => {
    const config = loadConfig({});
    expect(Object.isFrozen(config) && Object.isFrozen(config.temporal)).toBe(true);
  });

  it('show no secret when printed', () => {
    const shown = JSON.stringify(
      showConfig(
        loadConfig({
          DATABASE_URL: 'postgres://u:hunter2@h/d',
          SMTP_URL: 'smtp://u:hunter2@h:25',
          TEMPORAL_API_KEY: 'hunter2',
          FOLLOWTHROUGH_KEY: 'hunter2',
          LINK_SECRET: 'hunter2'.repeat(8),
        }),
      ),
    );
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('postgres://u:***@h/d');
  });
});

describe('lengths of time', () => {
  it.each([
    ['250', 250],
    ['20s', 20_000],
    ['1.5h', 5_400_000],
    ['3d', 259_200_000],
    ['3 weeks', undefined],
    ['-1s', undefined],
    ['', undefined],
  ])('reads %j as %j', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each([
    ['1d=15s', 5760],
    ['1d', undefined],
    ['1d=0s', undefined],
    ['1d=1s=2s', undefined],
  ])('reads the quick clock %j as %j', (text, expected) => {
    expect(parseClockRate(text)).toBe(expected);
  });

  it('hides an address that cannot be parsed', () => {
    expect(maskUrl('user:hunter2 at host')).not.toContain('hunter2');
  });
});
