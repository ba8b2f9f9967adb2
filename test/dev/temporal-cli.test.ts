import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedCli, ensureTemporalCli, firstThatWorks, serverVersion } from '../../src/dev/temporal-cli.js';
import { archiveName, downloadCli, publishedSum } from '../../src/dev/temporal-cli-download.js';

let folder: string;
let lines: string[];
const say = (line: string) => void lines.push(line);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ft-cli-'));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A stand-in for the CLI: it only knows its version. */
function fakeCli(file: string, server: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "temporal version 0.0.0-DEV (Server ${server}, UI 2.50.1)"\n`, { mode: 0o755 });
  return file;
}

const search = (cliPath: string | null) =>
  ensureTemporalCli({
    cliPath,
    cacheDir: path.join(folder, 'cache'),
    environment: {},
    buildFiles: path.join(folder, 'none'),
    say,
  });

describe('looking for the Temporal CLI', () => {
  it('takes the path from the environment first', async () => {
    fakeCli(cachedCli(path.join(folder, 'cache')), '1.31.2');
    const own = fakeCli(path.join(folder, 'own', 'temporal'), '1.31.0');
    expect(await search(own)).toBe(own);
    expect(lines).toEqual([]);
  });

  it('says in one line why a path is not used, and goes on to the cache', async () => {
    const cached = fakeCli(cachedCli(path.join(folder, 'cache')), '1.31.2');
    const old = fakeCli(path.join(folder, 'old', 'temporal'), '1.29.1');
    // A new enough `temporal` on this machine's PATH comes before the cache.
    expect([cached, 'temporal']).toContain(await search(old));
    expect(lines[0]).toMatch(/FOLLOWTHROUGH_TEMPORAL_CLI: too old: server 1\.29, expected 1\.31 or newer/);
    lines.length = 0;
    await search(path.join(folder, 'absent'));
    expect(lines[0]).toMatch(/FOLLOWTHROUGH_TEMPORAL_CLI: no program at .*absent/);
  });

  it('tries all ways in order and ends with the commands that help', async () => {
    const fail = (name: string) => ({ name, find: () => Promise.reject(new Error(`${name}\nfailed`)) });
    const search = firstThatWorks([fail('one'), fail('two')], { say });
    await expect(search).rejects.toThrow(/install Go[\s\S]*FOLLOWTHROUGH_TEMPORAL_CLI=.*[\s\S]*TEMPORAL_ADDRESS=/);
    expect(lines).toEqual(['Temporal from one: one failed', 'Temporal from two: two failed']);
  });

  it('stops between two ways when called off', async () => {
    const stop = new AbortController();
    const first = {
      name: 'first',
      find: () => {
        stop.abort();
        return Promise.reject(new Error('called off'));
      },
    };
    const never = { name: 'never', find: () => Promise.resolve('/never') };
    await expect(firstThatWorks([first, never], { say, signal: stop.signal })).rejects.toThrow(/abort/i);
    expect(lines).toEqual([]);
  });

  it.each([
    ['temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)', [1, 31]],
    ['something else', undefined],
  ])('reads the server version of %j', (output, expected) => {
    expect(serverVersion(output)).toEqual(expected);
  });
});

describe('the official download', () => {
  const name = archiveName('9.9.9', process.platform, process.arch);
  let server: Server;
  let base: string;
  let sum: string;

  beforeEach(async () => {
    fakeCli(path.join(folder, 'made', 'temporal'), '1.31.2');
    execFileSync('tar', ['-czf', path.join(folder, name), '-C', path.join(folder, 'made'), 'temporal']);
    const archive = readFileSync(path.join(folder, name));
    sum = createHash('sha256').update(archive).digest('hex');
    server = createServer((request, response) => {
      if (request.url === '/v9.9.9/checksums.txt') response.end(`${'0'.repeat(64)}  other.tar.gz\n${sum}  ${name}\n`);
      else if (request.url === `/v9.9.9/${name}`) response.end(archive);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('unpacks a program whose sum is the published one', async () => {
    const target = path.join(folder, 'cache', '9.9.9', 'temporal');
    await downloadCli('9.9.9', target, { say }, base);
    expect(execFileSync(target).toString()).toContain('Server 1.31.2');
  });

  it('refuses an archive with another sum and leaves nothing behind', async () => {
    sum = 'f'.repeat(64);
    const target = path.join(folder, 'cache', 'temporal');
    await expect(downloadCli('9.9.9', target, { say }, base)).rejects.toThrow(/has sum .* expected ffffffffffff/);
    expect(existsSync(path.dirname(target))).toBe(false);
  });

  it('names the host that does not answer', async () => {
    await expect(downloadCli('1.0.0', path.join(folder, 't'), { say }, 'http://127.0.0.1:1')).rejects.toThrow(
      /127\.0\.0\.1:1 /,
    );
  });

  it('knows which machines have one', () => {
    expect(archiveName('1.8.2', 'darwin', 'arm64')).toBe('temporal_cli_1.8.2_darwin_arm64.tar.gz');
    expect(archiveName('1.8.2', 'win32', 'x64')).toBe('temporal_cli_1.8.2_windows_amd64.tar.gz');
    expect(() => archiveName('1.8.2', 'linux', 'riscv64')).toThrow(/no official download/);
    expect(() => publishedSum(`${'a'.repeat(64)}  b.tar.gz`, 'c.tar.gz')).toThrow(/does not name c.tar.gz/);
  });
});
