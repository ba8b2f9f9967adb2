import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { repositoryRoot } from '../../src/config/env.js';
import { isAlive } from '../../src/dev/processes.js';

const runtime = z.object({
  pid: z.number(),
  apiUrl: z.string(),
  databaseUrl: z.string(),
  smtpUrl: z.string(),
  mailUrl: z.string(),
  temporalAddress: z.string(),
});
const pids = z.array(z.object({ name: z.string(), pid: z.number() }));

let folder: string;
const inData = (name: string) => JSON.parse(readFileSync(path.join(folder, 'data', name), 'utf8')) as unknown;

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

function start(...more: string[]): Started {
  const args = ['--import', 'tsx', 'src/dev/main.ts', '--data', path.join(folder, 'data'), '--no-sample', ...more];
  const child = spawn(process.execPath, args, {
    cwd: repositoryRoot,
    env: { ...process.env, API_PORT: '0', WORKER_METRICS_PORT: '0', FOLLOWTHROUGH_TEMPORAL_CLI: inject('temporalCli') },
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  return { child, output: () => text, exited: new Promise((resolve) => child.once('exit', resolve)) };
}

async function running(started: Started): Promise<z.output<typeof runtime>> {
  while (!started.output().includes('Followthrough runs')) {
    if (started.child.exitCode !== null) throw new Error(`the start ended:\n${started.output()}`);
    await sleep(100);
  }
  return runtime.parse(inData('runtime.json'));
}

async function gone(ids: readonly number[], withinMs: number): Promise<readonly number[]> {
  const until = Date.now() + withinMs;
  while (ids.some(isAlive) && Date.now() < until) await sleep(50);
  return ids.filter(isAlive);
}

const listens = (address: string) =>
  new Promise<boolean>((resolve) => {
    const url = new URL(address.includes('//') ? address : `tcp://${address}`);
    const socket = connect(Number(url.port), url.hostname);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'followthrough-test-start-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the start command', () => {
  it('starts everything, and Ctrl-C ends it within five seconds without a listener left', async () => {
    const started = start();
    const info = await running(started);
    expect((await fetch(`${info.apiUrl}/healthz`)).status).toBe(200);
    await nodemailer.createTransport(info.smtpUrl).sendMail({ from: 'a@b.test', to: 'c@d.test', subject: 'Kept' });
    const children = pids.parse(inData('pids.json')).map((entry) => entry.pid);
    expect(children).toHaveLength(4);

    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`runs already on ${path.join(folder, 'data')}`);

    const began = Date.now();
    started.child.kill('SIGINT');
    expect(await started.exited).toBe(0);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(await gone(children, 0)).toEqual([]);
    const addresses = [info.apiUrl, info.databaseUrl, info.smtpUrl, info.mailUrl, info.temporalAddress];
    expect(await Promise.all(addresses.map(listens))).toEqual([false, false, false, false, false]);
  });

  it('leaves nothing behind when it is killed, and the next start has the data', async () => {
    const started = start();
    const info = await running(started);
    const children = pids.parse(inData('pids.json')).map((entry) => entry.pid);
    process.kill(info.pid, 'SIGKILL');
    await started.exited;
    expect(await gone(children, 8_000)).toEqual([]);

    const again = start();
    const { mailUrl } = await running(again);
    const kept = (await (await fetch(`${mailUrl}/api/messages`)).json()) as { messages: unknown };
    expect(kept.messages).toMatchObject([{ subject: 'Kept' }]);
    again.child.kill('SIGTERM');
    expect(await again.exited).toBe(0);
  });

  it('says which part ended by itself, and ends the others', async () => {
    const started = start();
    await running(started);
    const parts = pids.parse(inData('pids.json'));
    const worker = parts.find((part) => part.name === 'Worker');
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    expect(await started.exited).toBe(1);
    expect(started.output()).toMatch(/Worker ended by itself, by SIGKILL\. Its last lines \(.*worker\.log\)/);
    expect(
      await gone(
        parts.map((part) => part.pid),
        0,
      ),
    ).toEqual([]);
  });

  it('refuses arguments that make no sense', async () => {
    const quick = start('--clock', 'fast');
    expect(await quick.exited).toBe(2);
    expect(quick.output()).toContain('--clock fast: expected virtual=real time');
    const unknown = start('--fast');
    expect(await unknown.exited).toBe(2);
  });
});
