import type { Place } from './navigation.js';

/** Line drawings of 20 px, one path each; their meaning is always beside them in words. */
const PATHS: Readonly<Record<Place | 'bell' | 'search' | 'more', string>> = {
  home: 'M3 9.5 10 4l7 5.5V16a1 1 0 0 1-1 1h-3.5v-4.5h-5V17H4a1 1 0 0 1-1-1z',
  board: 'M3 4h4v12H3zM8.5 4h4v8h-4zM14 4h3v5h-3z',
  journeys: 'M4 15a2 2 0 1 0 0-.1M6 15h6a3 3 0 0 0 0-6H8a3 3 0 0 1 0-6h5M13 3l3 0M16 3a1.5 1.5 0 1 0 0 .1',
  campaigns: 'M3 8.5v3h2.5L12 16V4L5.5 8.5zM14.5 7.5a3.5 3.5 0 0 1 0 5M7 12l1 4.5',
  tasks: 'M3 5.5 4.5 7 7 4M3 12.5 4.5 14 7 11M9.5 5.5H17M9.5 12.5H17',
  contacts: 'M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3.3 2.7-5 6-5s6 1.7 6 5',
  care: 'M10 16.5S3.5 12.6 3.5 8.3A3.4 3.4 0 0 1 10 6.9a3.4 3.4 0 0 1 6.5 1.4c0 4.3-6.5 8.2-6.5 8.2z',
  pools:
    'M3 7.5c1.2-1.3 2.3-1.3 3.5 0s2.3 1.3 3.5 0 2.3-1.3 3.5 0 2.3 1.3 3.5 0M3 12.5c1.2-1.3 2.3-1.3 3.5 0s2.3 1.3 3.5 0 2.3-1.3 3.5 0 2.3 1.3 3.5 0',
  segments: 'M10 3v7l5 5M10 3a7 7 0 1 0 7 7h-7',
  forms: 'M4 3h12v14H4zM7 6.5h6M7 9h6v3H7zM7 14.5h3',
  definitions: 'M5 3h7l3 3v11H5zM12 3v3h3M7.5 10h5M7.5 13h5',
  templates: 'M4 3h12v4H4zM4 9.5h5V17H4zM11.5 9.5H16M11.5 13H16M11.5 16.5H16',
  messages: 'M3 5h14v10H3zM3 5.5l7 5 7-5',
  inbox: 'M3 11 5.5 4h9L17 11v5H3zM3 11h4l1 2h4l1-2h4',
  people:
    'M7 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM2.5 16c0-2.8 2-4.5 4.5-4.5s4.5 1.7 4.5 4.5M13.5 9a2 2 0 1 0 0-4M13.5 11.5c2.2 0 4 1.5 4 4',
  bell: 'M5 8.5a5 5 0 0 1 10 0c0 4 1.5 5 1.5 5h-13S5 12.5 5 8.5M8.3 16.5a2 2 0 0 0 3.4 0',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  more: 'M4 10h.01M10 10h.01M16 10h.01',
};

export const Icon = ({ of }: { readonly of: keyof typeof PATHS }) => (
  <svg
    className="ft-icon"
    viewBox="0 0 20 20"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    strokeWidth={of === 'more' ? 3 : 1.6}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={PATHS[of]} />
  </svg>
);
