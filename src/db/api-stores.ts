import type { Stores } from '../api/store-ports.js';
import type { Deployment } from '../domain/journey/place.js';
import { createAccessStore } from './access-store.js';
import { createAppointmentStore } from './appointments/appointment-store.js';
import { createBulkStore } from './bulk/store.js';
import { createCareStore } from './care/store.js';
import type { Db } from './client.js';
import { createContactStore } from './contact-store.js';
import { createDealStore } from './deal-store.js';
import { createDefinitionStore } from './definition-store.js';
import { Prisma } from './generated/client.js';
import { createIncomingReads } from './inbound/incoming-reads.js';
import { createJourneyReads } from './journey-reads.js';
import { readFigures } from './journey-stats.js';
import { createMailboxStore } from './mailboxes/store.js';
import { createMessageReads } from './message-reads.js';
import { createNoticeStore } from './notice-store.js';
import { createOutlines } from './outlines.js';
import { createOverviewReads } from './overview-reads.js';
import { createLeavingStore } from './people/leaving-store.js';
import { createTeamStore } from './people/team-store.js';
import { createPeopleStore } from './people/user-store.js';
import { createPoolStore } from './pools/pool-store.js';
import { createPreferencesStore } from './preferences-store.js';
import { createReturnVisitStore } from './return-visits/store.js';
import { createRobotStore } from './robots/store.js';
import type { Seal } from './seal.js';
import { createSegmentStore } from './segments/store.js';
import { createSuppressionStore } from './suppression-store.js';
import { createTaskReads } from './task-reads.js';
import { createTemplateStore } from './templates/store.js';
import { isUnreachable } from './unreachable.js';
import { createVisitStore } from './visits.js';
import { createWishesStore } from './wishes-store.js';

/** All that the API reads and writes by itself, in one Postgres. `seal`: null where no secrets of mailboxes can be kept. */
export function createStores(
  db: Db,
  deployment: Pick<Deployment, 'zone' | 'calendars' | 'calendarByCountry'>,
  seal: Seal | null = null,
): Stores {
  const outlines = createOutlines(db);
  return {
    access: createAccessStore(db),
    appointments: createAppointmentStore(db, deployment),
    bulks: createBulkStore(db, outlines),
    care: createCareStore(db, outlines, deployment.zone),
    contacts: createContactStore(db),
    deals: createDealStore(db),
    definitions: createDefinitionStore(db, outlines),
    journeys: createJourneyReads(db, outlines),
    leaving: createLeavingStore(db),
    mailboxes: createMailboxStore(db, seal),
    incoming: createIncomingReads(db),
    messages: createMessageReads(db),
    notices: createNoticeStore(db, outlines),
    overviews: createOverviewReads(db, outlines),
    people: createPeopleStore(db),
    pools: createPoolStore(db, deployment),
    preferences: createPreferencesStore(db),
    returnVisits: createReturnVisitStore(db, outlines),
    robots: createRobotStore(db, seal),
    segments: createSegmentStore(db, outlines),
    tasks: createTaskReads(db, outlines),
    teams: createTeamStore(db),
    templates: createTemplateStore(db),
    visits: createVisitStore(db),
    wishes: createWishesStore(db),
    suppressions: createSuppressionStore(db),
    figures: (now, stuck) => readFigures(db, now, stuck),
    isUnreachable,
    isDuplicate: (error) => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002',
  };
}
