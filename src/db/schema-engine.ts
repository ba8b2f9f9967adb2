import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';

/*
 * Prisma's own migration engine as WebAssembly: `prisma migrate` downloads a native one, which machines that reach
 * only package registries can't. Node runs `import x from 'y.wasm'` behind a flag only, so the module is joined by
 * hand, the way its own entry file would.
 */
const PACKAGE = '@prisma/schema-engine-wasm/schema_engine_bg';

interface Bindings {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: typeof SchemaEngine;
}

let bindings: Promise<Bindings> | undefined;

async function loadBindings(): Promise<Bindings> {
  const url = import.meta.resolve(PACKAGE);
  const glue = (await import(url)) as Bindings & WebAssembly.ModuleImports;
  const wasm = readFileSync(fileURLToPath(url.replace(/\.js$/, '.wasm')));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return glue;
}

/** Opens the engine on a database. */
export async function openSchemaEngine(
  databaseUrl: string,
  schema: { path: string; text: string },
): Promise<SchemaEngine> {
  bindings ??= loadBindings();
  const { SchemaEngine } = await bindings;
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl }));
  return SchemaEngine.new({ datamodels: [[schema.path, schema.text]] }, () => {}, adapter);
}
