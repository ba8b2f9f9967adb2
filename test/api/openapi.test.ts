import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../src/api/contracts/all.js';
import { describeApi } from '../../src/api/describe.js';

const committed = readFileSync(fileURLToPath(new URL('../../docs/openapi.json', import.meta.url)), 'utf8');

describe('docs/openapi.json', () => {
  it('is what the contracts say; npm run openapi writes it', async () => {
    expect(committed).toBe(await describeApi());
  });

  it('has every operation by its id, with its roles and its problems, in OpenAPI 3.1', () => {
    const document = JSON.parse(committed) as {
      openapi: string;
      paths: Record<
        string,
        Record<string, { operationId: string; 'x-roles'?: string[]; security?: []; responses: object }>
      >;
    };
    expect(document.openapi).toMatch(/^3\.1\./);
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.map((operation) => operation.operationId).sort()).toEqual(Object.keys(CONTRACTS).sort());
    for (const operation of operations) {
      expect(operation['x-roles'] ?? operation.security, operation.operationId).toBeDefined();
      expect(Object.keys(operation.responses), operation.operationId).toEqual(expect.arrayContaining(['4XX', '5XX']));
    }
  });

  it('refers only to schemas that it has', () => {
    const { components } = JSON.parse(committed) as { components: { schemas: object } };
    for (const [, name] of committed.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(components.schemas).toHaveProperty([name ?? '']);
  });
});
