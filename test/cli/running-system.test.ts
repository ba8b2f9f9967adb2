import { describe, expect, it } from 'vitest';
import { CommandFailure } from '../../src/cli/failure.js';
import { addressOf } from '../../src/cli/running-system.js';

const HERE = { apiUrl: 'http://127.0.0.1:4600', databaseUrl: 'postgres://x', temporalAddress: '127.0.0.1:7233' };
const nobody = { url: null, key: null };

describe('where the API is', () => {
  it('is where the system that runs here says, with its key', () => {
    expect(addressOf(nobody, HERE, 'local')).toEqual({ url: 'http://127.0.0.1:4600', key: 'local' });
  });

  it('is where the environment says, if it does', () => {
    const client = { url: 'https://crm.example.com', key: 'theirs' };
    expect(addressOf(client, HERE, 'local')).toEqual({ url: 'https://crm.example.com', key: 'theirs' });
  });

  it('never learns the key of the system here when it is another', () => {
    expect(addressOf({ url: 'https://crm.example.com', key: null }, HERE, 'local').key).toBeNull();
    expect(addressOf({ url: 'https://crm.example.com', key: null }, null, 'local').key).toBeNull();
    expect(addressOf({ url: 'http://127.0.0.1:4600/', key: null }, HERE, 'local').key).toBe('local');
  });

  it('is asked for, with how to start, when nothing says it', () => {
    expect(() => addressOf(nobody, null, 'local')).toThrow(CommandFailure);
    expect(() => addressOf(nobody, null, null)).toThrow(/No system runs here/);
  });
});
