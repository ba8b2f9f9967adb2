import { type ComponentType, lazy } from 'react';

/* Each page is fetched when it is first gone to. */

const page = (load: () => Promise<{ readonly Page: ComponentType }>) =>
  lazy(async () => ({ default: (await load()).Page }));

export interface Route {
  /** A pattern of wouter; its parts come from `useParams()`. */
  readonly path: string;
  readonly Page: ComponentType;
}

export const ROUTES: readonly Route[] = [
  { path: '/', Page: page(() => import('../home/page.js')) },
  { path: '/board', Page: page(() => import('../board/page.js')) },
  { path: '/journeys', Page: page(() => import('../journeys/page.js')) },
  { path: '/journeys/stuck', Page: page(() => import('../journeys/stuck.js')) },
  { path: '/journeys/:id', Page: page(() => import('../journey/page.js')) },
  { path: '/bulks', Page: page(() => import('../bulks/page.js')) },
  { path: '/bulks/:id', Page: page(() => import('../bulks/one.js')) },
  { path: '/campaigns', Page: page(() => import('../campaigns/page.js')) },
  { path: '/campaigns/:id', Page: page(() => import('../campaigns/one.js')) },
  { path: '/tasks/visits', Page: page(() => import('../visits/page.js')) },
  { path: '/tasks/:id?', Page: page(() => import('../tasks/page.js')) },
  { path: '/contacts', Page: page(() => import('../contacts/page.js')) },
  { path: '/contacts/:id', Page: page(() => import('../contacts/one.js')) },
  { path: '/care', Page: page(() => import('../care/page.js')) },
  { path: '/pools', Page: page(() => import('../pools/page.js')) },
  { path: '/pools/:id', Page: page(() => import('../pools/one.js')) },
  { path: '/definitions', Page: page(() => import('../definitions/page.js')) },
  { path: '/definitions/:id', Page: page(() => import('../definitions/one.js')) },
  { path: '/segments', Page: page(() => import('../segments/page.js')) },
  { path: '/segments/:id', Page: page(() => import('../segments/one.js')) },
  { path: '/forms', Page: page(() => import('../forms/page.js')) },
  { path: '/forms/:id', Page: page(() => import('../forms/one.js')) },
  { path: '/templates', Page: page(() => import('../templates/page.js')) },
  // A name has its family before a slash.
  { path: '/templates/*', Page: page(() => import('../templates/one.js')) },
  { path: '/messages/:id?', Page: page(() => import('../messages/page.js')) },
  { path: '/inbox/:id?', Page: page(() => import('../inbox/page.js')) },
  { path: '/policy', Page: page(() => import('../policy/page.js')) },
  { path: '/notices', Page: page(() => import('../notices/page.js')) },
  { path: '/people', Page: page(() => import('../people/page.js')) },
  { path: '/people/mailboxes/:id', Page: page(() => import('../mailboxes/one.js')) },
  { path: '/people/:id', Page: page(() => import('../people/one.js')) },
];
