/** One thing that was looked at. */
export interface Checkup {
  readonly name: string;
  readonly state: 'well' | 'doubtful' | 'faulty';
  /** What was found, in one line; of a fault the cause. */
  readonly detail: string;
  /** What to do about it, in one line; null if there is nothing to do. */
  readonly fix: string | null;
}

/** The settings that the checks go by: where a service is named, that one is asked; else whether ours can start. */
export interface DoctorSettings {
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly database: { readonly url: string | null };
  readonly temporal: {
    readonly address: string | null;
    readonly namespace: string;
    readonly tls: { readonly certPath: string | null; readonly keyPath: string | null } | null;
    readonly apiKey: string | null;
    readonly cliPath: string | null;
  };
  readonly smtp: { readonly url: string | null };
  readonly api: { readonly port: number };
}
