import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { loadConfig, repositoryRoot } from '../../src/config/env.js';
import { applyMigrations } from '../../src/db/migrate.js';
import { type Guard, startGuard } from '../../src/dev/guard.js';
import { startPostgres } from '../../src/dev/postgres.js';
import { ensureTemporalCli } from '../../src/dev/temporal-cli.js';
import { startTemporalServer } from '../../src/dev/temporal-server.js';
import { buildPrograms, type Programs, startProcess } from './processes.js';

export const NAMESPACE = 'chaos';

/** A port that stays while the server behind it comes and goes. */
class Door {
  to = 0;
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async open(): Promise<Door> {
    const server = createServer((near) => {
      const far = connect(door.to, '127.0.0.1');
      near.pipe(far).pipe(near);
      const end = () => {
        near.destroy();
        far.destroy();
      };
      for (const socket of [near, far]) socket.setNoDelay(true).on('error', end).on('close', end);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const door = new Door(server, (server.address() as AddressInfo).port);
    return door;
  }

  close(): void {
    this.server.close();
  }
}

interface Part {
  readonly pid: number;
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
}

/** The services that journeys need, each to be killed and started again on its files. */
export class World {
  private postgres: Part | null = null;
  private temporal: Part | null = null;
  databaseUrl = '';
  smtpUrl = '';
  onMail: (line: { readonly at: string; readonly to: string }) => void = () => {};
  private readonly guard: Guard = startGuard();
  private sink: ChildProcess | null = null;
  private stopped = false;
  private restarting: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly folder: string,
    private readonly cli: string,
    private readonly doors: { readonly postgres: Door; readonly temporal: Door },
    readonly programs: Programs,
  ) {}

  get mails(): string {
    return path.join(this.folder, 'mails.jsonl');
  }
  get troubles(): string {
    return path.join(this.folder, 'troubles.jsonl');
  }
  get templates(): string {
    return path.join(this.folder, 'templates');
  }
  get address(): string {
    return `127.0.0.1:${this.doors.temporal.port}`;
  }

  static async start(template: string, seed: number): Promise<World> {
    const config = loadConfig(process.env);
    const cli = await ensureTemporalCli({
      cliPath: config.temporal.cliPath,
      cacheDir: config.cacheDir,
      environment: process.env,
      buildFiles: path.join(repositoryRoot, 'tools/temporal-cli'),
      say: (line) => process.stdout.write(`${line}\n`),
    });
    const folder = await mkdtemp(path.join(tmpdir(), 'followthrough-chaos-'));
    // As root the server is another user, who must be able to enter.
    await chmod(folder, 0o755);
    const doors = { postgres: await Door.open(), temporal: await Door.open() };
    const world = new World(folder, cli, doors, await buildPrograms());
    await mkdir(path.join(world.templates, 'test'), { recursive: true });
    await writeFile(path.join(world.templates, 'test', 'hello.en.hbs'), template);
    await writeFile(world.mails, '');
    await writeFile(world.troubles, '');
    await Promise.all([world.startPostgres(), world.startTemporal(), world.startSink(seed)]);
    await applyMigrations(world.databaseUrl);
    return world;
  }

  async startPostgres(): Promise<void> {
    const part = await startPostgres({
      dataDir: path.join(this.folder, 'postgres'),
      port: 0,
      environment: process.env,
      database: 'chaos',
    });
    this.postgres = part;
    this.guard.add(part.pid);
    this.doors.postgres.to = part.port;
    const url = new URL(part.url);
    url.port = String(this.doors.postgres.port);
    this.databaseUrl = url.toString();
  }

  async startTemporal(): Promise<void> {
    const dataDir = path.join(this.folder, 'temporal');
    const part = await startTemporalServer({ cli: this.cli, dataDir, namespace: NAMESPACE, port: 0, uiPort: 0 });
    this.temporal = part;
    this.guard.add(part.pid);
    this.doors.temporal.to = Number(part.address.split(':')[1]);
  }

  /** Ends a service by a signal and starts it again on its data. */
  restart(name: 'postgres' | 'temporal', how: 'kill' | 'stop'): Promise<void> {
    const work = this.stopped ? Promise.resolve() : this.again(name, how);
    this.restarting = work.catch(() => {});
    return work;
  }

  private async again(name: 'postgres' | 'temporal', how: 'kill' | 'stop'): Promise<void> {
    const part = this[name];
    if (part === null) return;
    this.guard.remove(part.pid);
    if (how === 'stop') await part.stop();
    else {
      process.kill(part.pid, 'SIGKILL');
      await part.exited;
    }
    await (name === 'postgres' ? this.startPostgres() : this.startTemporal());
  }

  private async startSink(seed: number): Promise<void> {
    const sink = startProcess(this.programs.of.sink, [this.mails, this.troubles, String(seed)]);
    this.sink = sink;
    sink.once('exit', () => {
      if (!this.stopped) throw new Error('the mail server has ended, which was never asked of it');
    });
    if (sink.stdout === null) throw new Error('the sink has no output');
    const lines = createInterface({ input: sink.stdout });
    const [first] = (await once(lines, 'line')) as [string];
    this.smtpUrl = `smtp://127.0.0.1:${(JSON.parse(first) as { port: number }).port}?tls=off`;
    lines.on('line', (line) => this.onMail(JSON.parse(line) as { at: string; to: string }));
  }

  /** For so long the mail server refuses connections. */
  shutMail(ms: number): void {
    this.sink?.stdin?.write(`shut ${ms}\n`);
  }

  /** `keeps`: the folder stays, for who looks for a cause. */
  async stop(keeps = false): Promise<void> {
    this.stopped = true;
    await this.restarting;
    this.sink?.kill('SIGKILL');
    await this.temporal?.stop();
    await this.postgres?.stop();
    this.guard.release();
    for (const door of Object.values(this.doors)) door.close();
    await this.programs.remove();
    // A worker that was just killed may have written into it a moment ago.
    if (!keeps) await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
