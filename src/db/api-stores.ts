import type { Stores } from '../api/store-ports.js';
import { createAccessStore } from './access-store.js';
import type { Db } from './client.js';
import { createContactStore } from './contact-store.js';
import { createDealStore } from './deal-store.js';
import { createDefinitionStore } from './definition-store.js';
import { Prisma } from './generated/client.js';
import { createJourneyReads } from './journey-reads.js';
import { readFigures } from './journey-stats.js';
import { createMessageReads } from './message-reads.js';
import { createPreferencesStore } from './preferences-store.js';
import { createTaskReads } from './task-reads.js';
import { isUnreachable } from './unreachable.js';

/** All that the API reads and writes by itself, in one Postgres. */
export function createStores(db: Db): Stores {
  return {
    access: createAccessStore(db),
    contacts: createContactStore(db),
    deals: createDealStore(db),
    definitions: createDefinitionStore(db),
    journeys: createJourneyReads(db),
    messages: createMessageReads(db),
    preferences: createPreferencesStore(db),
    tasks: createTaskReads(db),
    figures: () => readFigures(db),
    isUnreachable,
    isDuplicate: (error) => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002',
  };
}
