import { describe, expect, it } from 'vitest';
import { DEMO_RATE } from '../../src/dev/demo-clock.js';
import { DEMO_LOGINS } from '../../src/dev/demo-logins.js';
import { type Summary, summaryLines } from '../../src/dev/summary.js';

const summary = (more: Partial<Summary> = {}): Summary => ({
  kind: 'demo',
  clockRate: DEMO_RATE,
  apiUrl: 'http://127.0.0.1:4600',
  mailUrl: 'http://127.0.0.1:4680',
  temporalUiUrl: null,
  logins: DEMO_LOGINS,
  dataDir: '/data',
  seconds: 21.34,
  ...more,
});
const text = (more?: Partial<Summary>) => summaryLines(summary(more)).join('\n');

describe('the end of the start', () => {
  it('names the page first, then who to sign in as', () => {
    const shown = text();
    const page = shown.indexOf('Page         http://127.0.0.1:4600');
    const login = shown.indexOf('manager@demo.example, password demo-manager');
    expect(page).toBeGreaterThan(0);
    expect(login).toBeGreaterThan(page);
    expect(shown).toContain('a day of business time takes 30 s');
  });

  it('shows every login, and no address of a part that is not ours', () => {
    const shown = text();
    for (const { email, password } of DEMO_LOGINS) expect(shown).toMatch(new RegExp(`${password}.*${email}`));
    expect(shown).not.toContain('Temporal UI');
  });

  it('promises no sample people where there are none', () => {
    expect(text({ kind: 'real', clockRate: 1 })).toContain('Nobody is here yet (real time)');
    expect(text({ kind: 'real', clockRate: 1 })).not.toContain('made-up people');
  });

  it('fits a terminal', () => {
    for (const line of summaryLines(summary())) expect(line.length, line).toBeLessThanOrEqual(120);
  });
});
