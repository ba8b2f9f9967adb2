/**
 * How a connection to a mail server is protected: TLS from the first byte, an upgrade that must come about, one if the server
 * offers it, or none.
 */
export const TLS_MODES = ['implicit', 'required', 'offered', 'none'] as const;
export type TlsMode = (typeof TLS_MODES)[number];

/** A server that mail goes out over or is read from. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** Whom to log in as; null: nobody. */
  readonly user: string | null;
}

/** A server with what it takes to get in. */
export interface MailServerAccess extends MailServer {
  /** Null without a user. */
  readonly password: string | null;
}
