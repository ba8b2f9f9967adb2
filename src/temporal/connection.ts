import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';

/** How to reach a Temporal cluster: the embedded server, one's own, or Temporal Cloud. */
export interface TemporalTarget {
  readonly address: string;
  readonly namespace: string;
  readonly tls: { readonly certPath: string | null; readonly keyPath: string | null } | null;
  readonly apiKey: string | null;
}

/** The options that client and worker connections share. */
export function connectionOptions({ address, tls, apiKey }: TemporalTarget) {
  const pair =
    tls?.certPath != null && tls.keyPath != null
      ? { clientCertPair: { crt: readFileSync(tls.certPath), key: readFileSync(tls.keyPath) } }
      : {};
  return { address, ...(tls === null ? {} : { tls: pair }), ...(apiKey === null ? {} : { apiKey }) };
}

/** Opens a client; throws when the server can't be reached. */
export async function openTemporal(target: TemporalTarget): Promise<Client> {
  const connection = await Connection.connect({ ...connectionOptions(target), connectTimeout: '10 seconds' });
  return new Client({ connection, namespace: target.namespace });
}
