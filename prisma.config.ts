import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Only `prisma migrate deploy` reads it; the engine takes its own from src/config.
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://localhost/followthrough' },
});
