import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyView } from '../../src/api/contracts/policy.js';
import { LAW } from '../../src/domain/law/consent.js';
import { startTestApi, type TestApi } from './support.js';

describe('what holds for every message', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it('is read with every country of the law, its source, and whether it holds here', async () => {
    const policy = (await api.ask('manager', 'GET', '/v1/policy')).json<PolicyView>();
    expect(policy).toMatchObject({ caps: [], tracking: 'off', law: { world: false, existingCustomers: false } });
    expect(policy.receiving).toEqual({ default: null, domains: [] });
    const rowOf = (country: string) => policy.law.countries.find((row) => row.country === country);
    expect(policy.law.countries).toHaveLength(LAW.size);
    expect(policy.law.countries.every(({ law }) => law !== '')).toBe(true);
    expect(rowOf('CN')).toMatchObject({ holds: true, consent: 'express', mark: 'AD:', markInChinese: '广告：' });
    expect(rowOf('CA')).toMatchObject({ holds: true, monthsAfterOrder: 24, monthsAfterInquiry: 6 });
    expect(rowOf('US')).toMatchObject({ holds: false, consent: 'opt-out', sms: { from: '08:00', to: '21:00' } });
  });
});
