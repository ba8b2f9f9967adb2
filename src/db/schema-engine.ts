import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

/*
 * Prisma's own migration engine as WebAssembly: `prisma migrate` downloads a native one, which machines that reach
 * only package registries can't. Node runs `import x from 'y.wasm'` behind a flag only, so the module is joined by
 * hand, the way its own entry file would.
 */
const PACKAGE = '@prisma/schema-engine-wasm/schema_engine_bg';

interface Bindings {
  __wbg_set_wasm(exports: unknown): void;
  SchemaEngine: typeof SchemaEngine;
}

/** Of the runtime's WebAssembly what is used here; its types come with the DOM's, which don't belong in a server. */
interface WebAssemblyRuntime {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { [name: string]: unknown } } }>;
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyRuntime };

let bindings: Promise<Bindings> | undefined;

async function loadBindings(): Promise<Bindings> {
  // Not import.meta.resolve: the test runner's module loader doesn't have it.
  const file = createRequire(import.meta.url).resolve(PACKAGE);
  // The glue holds one instance for whoever imports it: a second copy of this file (the test runner loads one for every
  // project) would take the memory away from a migration under way. A name of its own gives each copy its own glue.
  const glue = (await import(`${pathToFileURL(file).href}?copy=${randomUUID()}`)) as Bindings;
  const wasm = readFileSync(file.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return glue;
}

/**
 * The adapter cuts a script at every semicolon, also at those within a function's body or a comment. Postgres itself takes
 * a whole script, and then applies all of it or nothing.
 */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  }
}

/** Opens the engine on a database for one piece of work, and closes its connections after it. */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  schema: { readonly path: string; readonly text: string },
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  bindings ??= loadBindings();
  const { SchemaEngine } = await bindings;
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const clients = new Set<pg.PoolClient>();
  pool.on('connect', (client) => clients.add(client));
  const engine = await SchemaEngine.new(
    { datamodels: [[schema.path, schema.text]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool)),
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
    // The engine never gives its connection back, and the pool would wait for it for ever.
    await Promise.all([...clients].map((client) => client.end()));
  }
}
