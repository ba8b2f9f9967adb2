import type { Instant } from '../domain/instant.js';
import type { MailServerAccess } from '../domain/mail-server.js';
import type { MailboxFinding } from '../domain/mailbox.js';
import type { NewAbsence, PeopleRefusal } from '../domain/people/rules.js';
import type { Result } from '../domain/result.js';
import type { Role } from './contracts/common.js';
import type { HandoverTarget, LeavingPreview, LeavingView } from './contracts/leaving.js';
import type {
  MailboxChanges,
  MailboxSendingView,
  MailboxSettingsView,
  MailboxView,
  NewMailbox,
} from './contracts/mailboxes.js';
import type { NewRobot, RobotView } from './contracts/robots.js';
import type { TeamMembers, TeamView } from './contracts/teams.js';
import type { NewUser, UserChanges, UserDetailView, UserView } from './contracts/users.js';
import type { PageRequest, Rows, Writer } from './store-ports.js';

/* What the API needs of those who work here. `now` is business time. A write that finds nothing to change answers null. */

export interface UserFilter {
  readonly role?: Role | undefined;
  readonly active?: boolean | undefined;
  readonly q?: string | undefined;
}

/** The hash of an invitation's token, and until when it works: real time. */
export interface Invitation {
  readonly hash: string;
  readonly until: Instant;
}

type Written<T> = Promise<Result<T, PeopleRefusal>>;

export interface PeopleStore {
  list(filter: UserFilter, page: PageRequest, now: Instant): Promise<Rows<UserView>>;
  get(id: string, now: Instant): Promise<UserDetailView | null>;
  create(user: NewUser, invitation: Invitation, by: Writer): Written<UserView>;
  update(id: string, changes: UserChanges, by: Writer): Promise<Result<UserView, PeopleRefusal> | null>;
  invite(id: string, invitation: Invitation, by: Writer): Promise<Result<null, PeopleRefusal> | null>;
  setAbsence(id: string, absence: NewAbsence, by: Writer): Promise<Result<UserView, PeopleRefusal> | null>;
  endAbsence(id: string, by: Writer): Promise<Result<UserView, PeopleRefusal> | null>;
  /** Whether a user is in somebody's charge, over however many managers between them. */
  isBelow(id: string, managerId: string): Promise<boolean>;
  /** Those whose work is on somebody's desk now. */
  stoodInFor(userId: string, now: Instant): Promise<readonly string[]>;
}

export type LeavingRefusal =
  | 'own-account'
  | 'last-ops'
  | 'already-leaving'
  | 'unknown-successor'
  | 'unknown-team'
  | 'no-successor'
  | 'idempotency-mismatch';

export interface NewLeaving {
  readonly target: HandoverTarget;
  readonly reason: string;
  readonly requestId: string;
  /** Who says so, as of an event. */
  readonly source: string;
}

/** Somebody leaves, and what is theirs goes to others. */
export interface LeavingStore {
  preview(id: string, target: HandoverTarget, now: Instant): Promise<Result<LeavingPreview, LeavingRefusal> | null>;
  /** Once by its request id: the second time answers how far it is. */
  begin(id: string, leaving: NewLeaving, by: Writer): Promise<Result<LeavingView, LeavingRefusal> | null>;
  /** The last one; null: the user has not left. */
  get(id: string): Promise<LeavingView | null>;
}

export type TeamRefusal = 'team-taken' | 'unknown-member';

export interface TeamStore {
  list(now: Instant): Promise<readonly TeamView[]>;
  create(
    team: { readonly id: string; readonly name: string; readonly members: TeamMembers },
    by: Writer,
  ): Promise<Result<TeamView, TeamRefusal>>;
  update(
    id: string,
    changes: { readonly name?: string | undefined; readonly members?: TeamMembers | undefined },
    by: Writer,
  ): Promise<Result<TeamView, TeamRefusal> | null>;
}

export type MailboxRefusal =
  | 'mailbox-taken'
  | 'unknown-owner'
  | 'unknown-team'
  | 'mailbox-needs-owner'
  | 'has-mailbox'
  | 'mailbox-password-needed'
  | 'no-mailbox-secret'
  | 'bad-dkim-key'
  | 'dkim-not-aligned';

/** What it takes to get into a mailbox's servers. `locked`: it can't be opened with the secret of this deployment. */
export interface MailboxAccess {
  readonly smtp: MailServerAccess | 'locked' | null;
  readonly imap: MailServerAccess | 'locked' | null;
  /** With the value of the record that must be published. */
  readonly dkim: { readonly name: string; readonly value: string | null } | null;
}

export interface MailboxStore {
  list(): Promise<readonly MailboxView[]>;
  sendings(now: Instant): Promise<readonly MailboxSendingView[]>;
  get(id: string, now: Instant): Promise<MailboxSettingsView | null>;
  create(mailbox: NewMailbox, by: Writer): Promise<Result<MailboxSettingsView, MailboxRefusal>>;
  update(id: string, changes: MailboxChanges, by: Writer): Promise<Result<MailboxSettingsView, MailboxRefusal> | null>;
  access(id: string): Promise<MailboxAccess | null>;
}

/** Looks at what a mailbox needs of the world. Never throws, sends nothing. */
export interface MailboxProbe {
  smtp(server: MailServerAccess): Promise<MailboxFinding>;
  imap(server: MailServerAccess): Promise<MailboxFinding>;
  dkim(record: { readonly name: string; readonly value: string }): Promise<MailboxFinding>;
}

export type RobotRefusal = 'no-mailbox-secret' | 'unknown-owner' | 'unknown-team';

export interface RobotStore {
  list(): Promise<readonly RobotView[]>;
  create(robot: NewRobot, by: Writer): Promise<Result<RobotView, RobotRefusal>>;
  /** False: there is none. */
  remove(id: string, by: Writer): Promise<boolean>;
}

/** Says something through a robot now. Answers why it wasn't said, null: it was; undefined: there is no such robot. */
export type RobotTest = (
  id: string,
  message: { readonly title: string; readonly text: string; readonly link: string },
) => Promise<string | null | undefined>;
