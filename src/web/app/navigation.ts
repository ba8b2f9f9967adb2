import type { Role } from '../../api/contracts/common.js';

/** The places of the page, in the order of the sidebar. */
export const PLACES = [
  'home',
  'board',
  'journeys',
  'campaigns',
  'tasks',
  'contacts',
  'care',
  'pools',
  'segments',
  'forms',
  'definitions',
  'templates',
  'messages',
  'inbox',
  'people',
] as const;
export type Place = (typeof PLACES)[number];

export interface PlaceEntry {
  readonly place: Place;
  readonly href: string;
}

const HREFS: Readonly<Record<Place, string>> = {
  home: '/',
  board: '/board',
  journeys: '/journeys',
  campaigns: '/campaigns',
  tasks: '/tasks',
  contacts: '/contacts',
  care: '/care',
  pools: '/pools',
  segments: '/segments',
  forms: '/forms',
  definitions: '/definitions',
  templates: '/templates',
  messages: '/messages',
  inbox: '/inbox',
  people: '/people',
};

/** What each role works with, most used first; the first four are the tabs of a phone. */
const BY_ROLE: Readonly<Record<Role, readonly Place[]>> = {
  rep: [
    'home',
    'tasks',
    'contacts',
    'care',
    'pools',
    'journeys',
    'board',
    'campaigns',
    'messages',
    'segments',
    'forms',
    'definitions',
    'templates',
    'inbox',
  ],
  manager: [
    'home',
    'board',
    'journeys',
    'tasks',
    'contacts',
    'care',
    'campaigns',
    'pools',
    'messages',
    'people',
    'segments',
    'forms',
    'definitions',
    'templates',
    'inbox',
  ],
  marketing: [
    'home',
    'campaigns',
    'board',
    'journeys',
    'messages',
    'contacts',
    'care',
    'segments',
    'forms',
    'definitions',
    'templates',
    'tasks',
    'pools',
    'inbox',
  ],
  ops: [
    'home',
    'board',
    'journeys',
    'definitions',
    'templates',
    'campaigns',
    'messages',
    'tasks',
    'contacts',
    'care',
    'segments',
    'forms',
    'pools',
    'people',
    'inbox',
  ],
  viewer: [
    'home',
    'board',
    'journeys',
    'contacts',
    'care',
    'campaigns',
    'messages',
    'tasks',
    'pools',
    'segments',
    'forms',
    'definitions',
    'templates',
    'inbox',
  ],
};

/** The navigation of a role. The inbox is there only where mail is caught. */
export const placesFor = (role: Role, hasInbox: boolean): readonly PlaceEntry[] =>
  BY_ROLE[role].filter((place) => hasInbox || place !== 'inbox').map((place) => ({ place, href: HREFS[place] }));

/** The place that an address belongs to; null for one outside of them. */
export function placeAt(path: string): Place | null {
  if (path === '/') return 'home';
  return (
    PLACES.find((place) => place !== 'home' && (path === HREFS[place] || path.startsWith(`${HREFS[place]}/`))) ?? null
  );
}
