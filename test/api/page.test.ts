import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { refuseRoutesWithoutPolicy } from '../../src/api/app.js';
import type { AppDeps } from '../../src/api/deps.js';
import { handleErrors } from '../../src/api/http/error-handler.js';
import { pageAnswer, pageFiles } from '../../src/api/page/serve-page.js';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const folder = mkdtempSync(path.join(tmpdir(), 'ft-page-'));
const built = path.join(folder, 'built');
const apps: FastifyInstance[] = [];

beforeAll(() => {
  mkdirSync(path.join(built, 'assets'), { recursive: true });
  writeFileSync(path.join(built, 'index.html'), '<!doctype html><title>The page</title>');
  writeFileSync(path.join(built, '.stamp'), 'secret of the build');
  writeFileSync(path.join(built, 'assets', 'index-abc.js'), 'console.log(1)');
  writeFileSync(path.join(built, 'assets', 'index-abc.js.br'), brotliCompressSync('console.log(1)'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => void (await Promise.all(apps.splice(0).map((app) => app.close()))));

/** What the API does with addresses of the page, without its operations. */
async function serving(page: string | null): Promise<FastifyInstance> {
  const app = fastify();
  apps.push(app);
  // Only faults reach the stores, and there are none.
  handleErrors(
    app,
    {} as AppDeps,
    () => [],
    (request, reply) => pageAnswer(page, request, reply),
  );
  refuseRoutesWithoutPolicy(app);
  await pageFiles(app, page);
  return app;
}

describe('the page', () => {
  test.each(['/', '/journeys', '/journeys/jrn_123?tab=mail', '/no/such/page'])('is served at %s', async (url) => {
    const answer = await (await serving(built)).inject({ url, headers: HTML });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.body).toContain('The page');
  });

  test('takes nothing from elsewhere and runs no script in its text', async () => {
    const answer = await (await serving(built)).inject({ url: '/', headers: HTML });
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).toMatch(/connect-src 'self';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  test.each(['/v1/nothing', '/v1', '/docs/nothing', '/u', '/metrics/x', '/assets/none.js', '/openapi.json/x'])(
    'is not what %s answers, even to a browser',
    async (url) => {
      const answer = await (await serving(built)).inject({ url, headers: HTML });
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    },
  );

  test.each([
    ['GET', { accept: '*/*' }],
    ['GET', { accept: 'application/json' }],
    ['POST', HTML],
  ] as const)('is not for %s with %j', async (method, headers) => {
    const answer = await (await serving(built)).inject({ method, url: '/journeys', headers });
    expect(answer.json()).toMatchObject({ code: 'not-found', status: 404 });
  });

  test('says how to build it when nobody has', async () => {
    const answer = await (await serving(path.join(folder, 'none'))).inject({ url: '/', headers: HTML });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.body).toContain('npm run build');
  });

  test('is not served where there is none to serve', async () => {
    const answer = await (await serving(null)).inject({ url: '/', headers: HTML });
    expect(answer.json()).toMatchObject({ code: 'not-found' });
  });
});

describe('its files', () => {
  test('are kept for good, and come compressed to those who take that', async () => {
    const app = await serving(built);
    const plain = await app.inject({ url: '/assets/index-abc.js' });
    expect(plain.body).toBe('console.log(1)');
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.headers['content-type']).toContain('/javascript');
    const small = await app.inject({ url: '/assets/index-abc.js', headers: { 'accept-encoding': 'gzip, br' } });
    expect(small.headers['content-encoding']).toBe('br');
    expect(small.headers['content-type']).toContain('/javascript');
  });

  test.each([
    '/assets/..%2findex.html',
    '/assets/..%2f.stamp',
    '/assets/%2e%2e%2f.stamp',
    '/assets/..%5c.stamp',
    '/assets/%00',
    '/.stamp',
    '/assets/',
  ])('are all that %s can reach', async (url) => {
    const answer = await (await serving(built)).inject({ url });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).not.toContain('secret of the build');
    expect(answer.body).not.toContain('The page');
  });
});

describe('the frame of a mail', () => {
  test('runs one script, by its hash, fetches nothing, and has an origin of its own', async () => {
    const answer = await (await serving(built)).inject({ url: '/mail-frame', headers: HTML });
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'sha256-[^']+';/);
    expect(policy).toContain('sandbox allow-scripts');
    expect(policy).not.toContain('allow-same-origin');
    expect(policy).toMatch(/img-src data:;/);
    expect(answer.body.match(/<script/g)).toHaveLength(1);
  });
});
