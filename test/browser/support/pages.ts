import type { Role } from '../../../src/api/contracts/common.js';
import type { Db } from '../../../src/db/client.js';
import type { Language } from './people.js';
import type { Landmarks } from './seed.js';

type Desk = Landmarks[Language];

/** A page of the product as somebody sees it in the shared world. */
export interface PageCase {
  readonly name: string;
  /** null: nobody is signed in. */
  readonly role: Role | null;
  /** What it shows is of both desks, and so in both languages. */
  readonly shared?: true;
  path(desk: Desk, db: Db): Promise<string> | string;
}

const newestMessage = async (desk: Desk, db: Db): Promise<string> => {
  const row = await db.message.findFirstOrThrow({ where: { journeyId: desk.called.journeyId } });
  return `/messages/${row.id}`;
};
const openTask = async (desk: Desk, db: Db): Promise<string> => {
  const row = await db.task.findFirstOrThrow({
    where: { contactId: desk.care.contactId, status: 'open', stepId: 'care' },
  });
  return `/tasks/${row.id}`;
};

const somebody = async (_: Desk, db: Db): Promise<string> => {
  const row = await db.user.findFirstOrThrow({ where: { role: 'rep' }, orderBy: { id: 'asc' } });
  return `/people/${row.id}`;
};

/** Every page, as the role that uses it most. */
export const PAGES: readonly PageCase[] = [
  { name: 'the sign-in', role: null, path: () => '/' },
  { name: 'the home of a manager', role: 'manager', path: () => '/' },
  { name: 'the home of a rep', role: 'rep', path: () => '/' },
  { name: 'the home of a viewer', role: 'viewer', path: () => '/' },
  { name: 'the board', role: 'manager', path: () => '/board' },
  { name: 'the list of journeys', role: 'manager', path: () => '/journeys' },
  { name: 'a list of journeys that finds none', role: 'manager', path: () => '/journeys?q=nobody-is-called-this' },
  { name: 'the stuck journeys when there are none', role: 'manager', path: () => '/journeys/stuck' },
  { name: 'the story of a running journey', role: 'manager', path: (desk) => `/journeys/${desk.called.journeyId}` },
  { name: 'the story of a held journey', role: 'manager', path: (desk) => `/journeys/${desk.held.journeyId}` },
  { name: 'the story of a paused journey', role: 'rep', path: (desk) => `/journeys/${desk.paused.journeyId}` },
  { name: 'the story of a journey that ended', role: 'viewer', path: (desk) => `/journeys/${desk.left.journeyId}` },
  { name: 'a journey that is not there', role: 'rep', path: () => '/journeys/jrn_00000000000000000000000000' },
  { name: 'the tasks of a rep', role: 'rep', path: () => '/tasks' },
  { name: 'the return visits of a rep', role: 'rep', path: () => '/tasks/visits' },
  { name: 'the return visits that a manager sees', role: 'manager', shared: true, path: () => '/tasks/visits' },
  { name: 'a task with a form', role: 'rep', path: openTask },
  { name: 'the list of contacts', role: 'manager', path: () => '/contacts' },
  { name: 'a contact', role: 'manager', path: (desk) => `/contacts/${desk.won.contactId}` },
  { name: 'the campaigns', role: 'marketing', path: () => '/campaigns' },
  { name: 'the draft of a campaign', role: 'marketing', path: () => '/campaigns/spring-offer' },
  { name: 'a campaign that sends', role: 'manager', path: () => '/campaigns/customer-day-2027' },
  {
    name: 'the guests of an event',
    role: 'marketing',
    shared: true,
    path: () => '/campaigns/customer-day-2027?tab=guests',
  },
  { name: 'the segments', role: 'marketing', path: () => '/segments' },
  { name: 'a segment, to a rep', role: 'rep', path: () => '/segments/active-customers' },
  { name: 'the pools', role: 'manager', path: () => '/pools' },
  { name: 'the free leads of a pool', role: 'rep', shared: true, path: () => '/pools/inbound' },
  { name: 'a rep’s leads of a pool', role: 'rep', shared: true, path: () => '/pools/inbound?show=mine' },
  { name: 'the taken leads of a pool', role: 'manager', path: () => '/pools/inbound-cn?show=taken' },
  { name: 'the calendar of care', role: 'manager', path: () => '/care' },
  { name: 'the forms', role: 'marketing', shared: true, path: () => '/forms' },
  { name: 'what came by a form', role: 'marketing', shared: true, path: () => '/forms/contact-us' },
  {
    name: 'what people sent by a form',
    role: 'manager',
    shared: true,
    path: () => '/forms/contact-us?tab=submissions',
  },
  { name: 'where a form is', role: 'marketing', shared: true, path: () => '/forms/contact-us?tab=share' },
  { name: 'the definitions', role: 'ops', path: () => '/definitions' },
  { name: 'a definition', role: 'ops', path: () => '/definitions/lead-to-customer' },
  { name: 'the picture of a definition', role: 'ops', path: () => '/definitions/lead-to-customer?tab=picture' },
  { name: 'a definition being written', role: 'ops', path: () => '/definitions/lead-to-customer?tab=write' },
  { name: 'the templates', role: 'ops', path: () => '/templates' },
  { name: 'a template', role: 'ops', path: () => '/templates/lead/hello' },
  { name: 'the versions of a template', role: 'manager', path: () => '/templates/lead/hello?part=versions' },
  { name: 'a layout', role: 'ops', path: () => '/templates/layouts/card' },
  { name: 'the messages', role: 'manager', path: () => '/messages' },
  { name: 'a message', role: 'manager', path: newestMessage },
  { name: 'what holds for every message', role: 'manager', path: () => '/policy' },
  { name: 'the inbox', role: 'ops', path: () => '/inbox' },
  { name: 'a caught mail', role: 'ops', path: () => '/inbox/1' },
  { name: 'the people', role: 'ops', path: () => '/people' },
  { name: 'the teams', role: 'manager', path: () => '/people?part=teams' },
  { name: 'somebody who works here', role: 'ops', path: somebody },
  { name: 'an invitation', role: null, path: () => '/invitation#a-token-of-nobody' },
  { name: 'the notices of a manager', role: 'manager', path: () => '/notices?show=all' },
  { name: 'the notices when there are none', role: 'viewer', path: () => '/notices' },
  { name: 'no such page', role: 'manager', path: () => '/no-such-page' },
];

/** What a rep opens on a phone. */
export const PHONE_PAGES: readonly PageCase[] = PAGES.filter(({ name }) =>
  [
    'the sign-in',
    'the home of a rep',
    'the tasks of a rep',
    'the return visits of a rep',
    'a task with a form',
    'the story of a paused journey',
  ].includes(name),
).concat([
  { name: 'the journeys of a rep', role: 'rep', path: () => '/journeys' },
  { name: 'the contacts of a rep', role: 'rep', path: () => '/contacts' },
  { name: 'a contact of a rep', role: 'rep', path: (desk) => `/contacts/${desk.called.contactId}` },
  { name: 'the board of a rep', role: 'rep', path: () => '/board' },
  { name: 'the people of a manager', role: 'manager', path: () => '/people' },
  { name: 'the teams of a manager', role: 'manager', path: () => '/people?part=teams' },
  { name: 'somebody, to their manager', role: 'manager', path: somebody },
  { name: 'the notices of a rep', role: 'rep', path: () => '/notices?show=all' },
  { name: 'the templates on a phone', role: 'ops', path: () => '/templates' },
  { name: 'a template on a phone', role: 'ops', path: () => '/templates/event/invitation' },
  { name: 'the pool of a rep', role: 'rep', shared: true, path: () => '/pools/inbound' },
  { name: 'the campaigns on a phone', role: 'marketing', path: () => '/campaigns' },
  { name: 'a campaign on a phone', role: 'marketing', path: () => '/campaigns/customer-day-2027' },
  {
    name: 'the guests on a phone',
    role: 'marketing',
    shared: true,
    path: () => '/campaigns/customer-day-2027?tab=guests',
  },
  { name: 'the segments on a phone', role: 'rep', path: () => '/segments' },
  { name: 'the forms on a phone', role: 'marketing', shared: true, path: () => '/forms' },
  { name: 'a form on a phone', role: 'marketing', shared: true, path: () => '/forms/contact-us' },
  {
    name: 'what people sent, on a phone',
    role: 'manager',
    shared: true,
    path: () => '/forms/contact-us?tab=submissions',
  },
  {
    name: 'the links of a form on a phone',
    role: 'marketing',
    shared: true,
    path: () => '/forms/contact-us?tab=share',
  },
]);
