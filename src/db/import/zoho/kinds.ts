import { accounts } from './accounts.js';
import { calls } from './calls.js';
import { campaignLeadStatus } from './campaign-lead-status.js';
import { campaigns } from './campaigns.js';
import { cases } from './cases.js';
import { contacts } from './contacts.js';
import { invoices } from './invoices.js';
import type { AnyKind } from './kind.js';
import { leads } from './leads.js';
import { potentials } from './potentials.js';
import { quotes } from './quotes.js';
import { tasks } from './tasks.js';
import { users } from './users.js';

/** The files of the export, each after those it refers to. */
export const KINDS: readonly AnyKind[] = [
  users,
  accounts,
  leads,
  contacts,
  campaigns,
  potentials,
  invoices,
  quotes,
  calls,
  tasks,
  cases,
  campaignLeadStatus,
];
