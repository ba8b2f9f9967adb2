import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/*
 * People to try the embedded system with. Everybody may know these passwords, so they are made only where nothing but
 * loopback is listened on: who calls this has asked the mode.
 */

export interface DemoLogin {
  readonly email: string;
  readonly name: string;
  readonly role: 'ops' | 'manager' | 'marketing' | 'rep' | 'viewer';
  readonly password: string;
  /** What the page is shown in until the person chooses. */
  readonly language?: string;
  /** Where the office is: tasks appear and fall due by it. */
  readonly timezone?: string;
}

const NEW_YORK = 'America/New_York';

export const DEMO_LOGINS: readonly DemoLogin[] = [
  { email: 'ops@demo.example', name: 'Olivia Ops', role: 'ops', password: 'demo-ops' },
  { email: 'manager@demo.example', name: 'Max Manager', role: 'manager', password: 'demo-manager', timezone: NEW_YORK },
  { email: 'marketing@demo.example', name: 'Mei Marketing', role: 'marketing', password: 'demo-marketing' },
  { email: 'rep@demo.example', name: 'Robin Rep', role: 'rep', password: 'demo-rep', timezone: NEW_YORK },
  { email: 'sam@demo.example', name: 'Sam Seller', role: 'rep', password: 'demo-rep', timezone: NEW_YORK },
  {
    email: 'li.na@demo.example',
    name: '李娜',
    role: 'rep',
    password: 'demo-rep',
    timezone: 'Asia/Shanghai',
    language: 'zh-CN',
  },
  { email: 'viewer@demo.example', name: 'Vera Viewer', role: 'viewer', password: 'demo-viewer' },
];

/** The key that the command line finds by itself, in the data folder. */
export const keyFileIn = (dataDir: string): string => path.join(dataDir, 'api-key');

/** Where users and keys are kept. */
export interface LoginStore {
  /** The id of the user with this address, or null. */
  findUser(email: string): Promise<string | null>;
  addUser(user: {
    readonly email: string;
    readonly name: string;
    readonly role: string;
    readonly passwordHash: string;
    readonly managerEmail: string | null;
    readonly language: string | null;
    readonly timezone: string | null;
    readonly at: number;
  }): Promise<string>;
  /** Makes a team that isn't there yet, and these people its members. */
  joinTeam(team: { readonly id: string; readonly name: string }, userIds: readonly string[]): Promise<void>;
  /** Whether this key's text is one that works now. */
  worksNow(key: string): Promise<boolean>;
  /** A new key that acts as the user; its text. */
  addKey(userId: string, name: string, at: number): Promise<string>;
}

/**
 * Makes the demo users that aren't there yet, and an ops key for the command line in a file only this user can read.
 * Said twice, it changes nothing. `now` is real time. Answers the logins and the key's file.
 */
export async function ensureDemoLogins(
  store: LoginStore,
  options: {
    readonly now: number;
    readonly dataDir: string;
    readonly hashPassword: (password: string) => Promise<string>;
  },
): Promise<{ readonly logins: readonly DemoLogin[]; readonly keyFile: string }> {
  const ids = await findOrAdd(store, options);
  // The team to which the shipped journey gives leads that have no owner.
  const reps = DEMO_LOGINS.filter(({ role }) => role === 'rep').flatMap(({ email }) => ids.get(email) ?? []);
  await store.joinTeam({ id: 'sales', name: 'Sales' }, reps);
  const keyFile = keyFileIn(options.dataDir);
  const key = await readFile(keyFile, 'utf8').catch(() => '');
  if (key === '' || !(await store.worksNow(key.trim()))) {
    const userId = ids.get('ops@demo.example');
    if (userId === undefined) throw new Error('the demo logins have no ops user; expected one in DEMO_LOGINS');
    await writePrivately(keyFile, `${await store.addKey(userId, 'command line', options.now)}\n`);
  } else await chmod(keyFile, 0o600);
  return { logins: DEMO_LOGINS, keyFile };
}

/** The ids of the demo users by address. Hashing is slow by design, so passwords are hashed beside each other, each once. */
async function findOrAdd(
  store: LoginStore,
  options: { readonly now: number; readonly hashPassword: (password: string) => Promise<string> },
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { email } of DEMO_LOGINS) {
    const known = await store.findUser(email);
    if (known !== null) ids.set(email, known);
  }
  const missing = DEMO_LOGINS.filter(({ email }) => !ids.has(email));
  const passwords = [...new Set(missing.map(({ password }) => password))];
  const hashes = new Map(
    await Promise.all(passwords.map(async (text) => [text, await options.hashPassword(text)] as const)),
  );
  for (const { email, name, role, password, language = null, timezone = null } of missing) {
    const managerEmail = role === 'rep' ? 'manager@demo.example' : null;
    const user = { email, name, role, managerEmail, language, timezone, at: options.now };
    ids.set(email, await store.addUser({ ...user, passwordHash: hashes.get(password) ?? '' }));
  }
  return ids;
}

/** Whole or not at all, and never readable by others in between. */
async function writePrivately(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, file);
}
