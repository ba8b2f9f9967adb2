import { applyMigrations } from '../src/db/migrate.js';

/*
 * Brings the database that DATABASE_URL names up to this checkout's migrations, before its processes are started. The same as
 * `prisma migrate deploy`, whose native engine has to be downloaded from a host of its own.
 */
const databaseUrl = process.env['DATABASE_URL'];
if (databaseUrl === undefined) {
  process.stderr.write('DATABASE_URL is not set: expected the address of the database, postgresql://…\n');
  process.exit(2);
}
const { applied } = await applyMigrations(databaseUrl);
process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied: ${applied.join(', ')}\n`);
