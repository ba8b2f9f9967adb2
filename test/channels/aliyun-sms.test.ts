import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalQuery, signedCall } from '../../src/channels/aliyun-sign.js';
import { createAliyunSms } from '../../src/channels/aliyun-sms.js';
import { verdictOfAnswer } from '../../src/channels/aliyun-verdict.js';
import { type SmsGateway, startSmsGateway } from '../support/sms-gateway.js';

const KEY = { id: 'testId', secret: 'testSecret' };
const HOUR = 3_600_000;

describe('a signature', () => {
  test('is that of the service’s own example', () => {
    // https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature, "固定参数示例"
    const headers = signedCall(
      { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' },
      {
        host: 'ecs.cn-shanghai.aliyuncs.com',
        action: 'RunInstances',
        version: '2014-05-26',
        query: { ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd', RegionId: 'cn-shanghai' },
        at: Date.parse('2023-10-26T10:22:32Z'),
        nonce: '3156853299f313e23d1673dc12e1703d',
      },
    );
    expect(headers['authorization']).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });

  test('is of a query in which nothing stands that could be read otherwise', () => {
    expect(canonicalQuery({ b: "a b*'()!~", a: '{"name":"李"}' })).toBe(
      'a=%7B%22name%22%3A%22%E6%9D%8E%22%7D&b=a%20b%2A%27%28%29%21~',
    );
  });
});

describe('the verdict of an answer', () => {
  const now = Date.parse('2027-01-04T12:00:00Z');
  const verdict = (Code: string, Message = 'x', status = 200) =>
    verdictOfAnswer(status, JSON.stringify({ Code, Message, RequestId: 'r' }), now);

  test('of OK is accepted, with the gateway’s id', () => {
    const body = '{"Message":"OK","RequestId":"r","Code":"OK","BizId":"134523^4351232"}';
    expect(verdictOfAnswer(200, body, now)).toEqual({
      type: 'accepted',
      reply: 'OK',
      serverMessageId: '134523^4351232',
    });
  });

  test('of a number that is none is refused, and the number gets nothing more', () => {
    expect(verdict('isv.MOBILE_NUMBER_ILLEGAL', '13800138000invalid mobile number')).toEqual({
      type: 'refused',
      reply: 'isv.MOBILE_NUMBER_ILLEGAL (number)invalid mobile number',
      enhanced: 'isv.MOBILE_NUMBER_ILLEGAL',
      suppress: true,
    });
  });

  test.each([
    'isv.SMS_TEMPLATE_ILLEGAL',
    'isv.SMS_SIGNATURE_ILLEGAL',
    'isv.TEMPLATE_MISSING_PARAMETERS',
    'isv.NEW_ONE',
  ])('of %s is refused, and the number stays good', (code) =>
    expect(verdict(code)).toMatchObject({ type: 'refused', enhanced: code, suppress: false }),
  );

  test.each([
    ['isv.BUSINESS_LIMIT_CONTROL', '触发分钟级流控Permits:1', 'rate-limited', 60_000],
    ['isv.BUSINESS_LIMIT_CONTROL', '触发小时级流控Permits:5', 'rate-limited', HOUR],
    // Days are Beijing's: at 20:00 there, four hours are left.
    ['isv.BUSINESS_LIMIT_CONTROL', '触发天级流控Permits:10', 'rate-limited', 4 * HOUR],
    ['isv.AMOUNT_NOT_ENOUGH', '账户余额不足', 'no-credit', HOUR],
    ['isp.RAM_PERMISSION_DENY', 'no', 'auth', 900_000],
    ['SignatureDoesNotMatch', 'no', 'auth', 900_000],
    ['InvalidAccessKeyId.NotFound', 'no', 'auth', 900_000],
    ['Throttling.User', 'slow', 'rate-limited', 60_000],
    ['isp.SYSTEM_ERROR', 'again', 'busy', 60_000],
  ] as const)('of %s (%s) is later, for %s', (code, message, cause, retryAfterMs) => {
    expect(verdict(code, message)).toMatchObject({ type: 'later', cause, retryAfterMs });
  });

  test.each([
    [500, '{"Code":"InternalError","Message":"?"}', 'uncertain'],
    [502, '<html>bad gateway</html>', 'uncertain'],
    [200, 'no JSON', 'uncertain'],
    [503, '', 'later'],
    [404, 'not here', 'later'],
    [302, '', 'later'],
  ])('of a %i with %j is %s', (status, body, type) => expect(verdictOfAnswer(status, body, now).type).toBe(type));
});

describe('an SMS over the gateway', () => {
  let gateway: SmsGateway;
  let now = Date.now;
  let handedOver = 0;
  beforeEach(async () => {
    gateway = await startSmsGateway(KEY);
    now = Date.now;
    handedOver = 0;
  });
  afterEach(() => gateway.stop());

  const options = () => ({
    key: KEY,
    signName: '阿里云短信测试专用',
    approved: [{ code: 'SMS_71390007', text: `您好$${'{customer}'}，明天见。` }],
    endpoint: gateway.url,
    now: () => now(),
  });
  const send = (text: string, changes: Partial<ReturnType<typeof options> & { deadlineMs: number }> = {}, go = true) =>
    createAliyunSms({ ...options(), ...changes }).send(
      new TextEncoder().encode(text),
      { from: 'sms', to: '+8613800138000', id: 'msg_1' },
      async () => {
        handedOver += 1;
        return go;
      },
    );
  const TEXT = '您好李娜，明天见。';

  test('goes out as the approved text that it is, under the ledger’s id', async () => {
    expect(await send(TEXT)).toEqual({ type: 'accepted', reply: 'OK', serverMessageId: 'biz-1' });
    expect(gateway.taken).toEqual([
      {
        PhoneNumbers: '13800138000',
        SignName: '阿里云短信测试专用',
        TemplateCode: 'SMS_71390007',
        TemplateParam: '{"customer":"李娜"}',
        OutId: 'msg_1',
      },
    ]);
  });

  test('that is no approved text is refused, and nobody is asked', async () => {
    expect(await send('Something else')).toMatchObject({ type: 'refused', enhanced: 'text-not-approved' });
    expect([gateway.taken.length, handedOver]).toEqual([0, 0]);
  });

  test('whose hand-over is not granted isn’t sent', async () => {
    expect(await send(TEXT, {}, false)).toEqual({ type: 'stopped' });
    expect([gateway.taken.length, gateway.refused]).toEqual([0, 0]);
  });

  test('with a wrong secret, or a clock that is an hour off, waits for somebody to repair it', async () => {
    expect(await send(TEXT, { key: { ...KEY, secret: 'wrong' } })).toMatchObject({ type: 'later', cause: 'auth' });
    now = () => Date.now() - HOUR;
    expect(await send(TEXT)).toMatchObject({ type: 'later', cause: 'auth' });
    expect([gateway.taken.length, gateway.refused]).toEqual([0, 2]);
  });

  test('whose 200 holds an error is not sent', async () => {
    gateway.behaviour = { type: 'answer', status: 200, body: '{"Code":"isv.AMOUNT_NOT_ENOUGH","Message":"余额不足"}' };
    expect(await send(TEXT)).toMatchObject({ type: 'later', cause: 'no-credit' });
  });

  test.each(['cut', 'cut-answer'] as const)(
    'is in doubt where the gateway took it and the connection is gone (%s)',
    async (type) => {
      gateway.behaviour = { type };
      expect((await send(TEXT)).type).toBe('uncertain');
      expect([gateway.taken.length, handedOver]).toEqual([1, 1]);
    },
  );

  test('is in doubt where the gateway took it and says nothing until the time is up', async () => {
    gateway.behaviour = { type: 'stall' };
    expect((await send(TEXT, { deadlineMs: 500 })).type).toBe('uncertain');
  });

  test('is provably not sent where there is no gateway, and was never handed over', async () => {
    const endpoint = gateway.url;
    await gateway.stop();
    expect(await send(TEXT, { endpoint })).toMatchObject({ type: 'later', cause: 'unreachable' });
    expect(handedOver).toBe(0);
    gateway = await startSmsGateway(KEY);
  });
});
