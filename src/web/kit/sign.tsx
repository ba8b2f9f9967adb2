/*
 * Signs are drawn, not written: characters such as arrows and crosses are missing in many fonts. Their meaning is beside
 * them in words, or in the name of the control.
 */
const PATHS = {
  cross: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5 6.5 12 13 4.5',
  down: 'M4 6.5 8 10.5 12 6.5',
  up: 'M4 9.5 8 5.5 12 9.5',
  left: 'M9.5 4 5.5 8 9.5 12',
  right: 'M6.5 4 10.5 8 6.5 12',
  sort: 'M5 6.5 8 3.5 11 6.5M5 9.5 8 12.5 11 9.5',
  ring: 'M8 13A5 5 0 1 0 8 3a5 5 0 0 0 0 10z',
  dot: 'M8 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  warn: 'M8 2.5 14.5 13.5h-13zM8 6.5v3M8 11.7v.1',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5v3.5M8 5v.1',
  stop: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12 12 4',
  none: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM3.5 13.5l9-11',
  calendar: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3M10.5 2v3',
  plus: 'M8 3v10M3 8h10',
  mail: 'M2 4h12v8.5H2zM2 4.5 8 9l6-4.5',
  task: 'M3 3h10v10H3zM5.5 8l2 2L11 6',
  out: 'M6.5 4H3.5v8.5H12V9.5M9 3.5h3.5V7M12.5 3.5 7.5 8.5',
} as const;

export type SignName = keyof typeof PATHS;

/** A small drawn sign, as high as the text beside it. Assistive technology does not see it. */
export const Sign = ({ of }: { readonly of: SignName }) => (
  <svg
    className="ft-sign"
    viewBox="0 0 16 16"
    fill={of === 'dot' ? 'currentColor' : 'none'}
    stroke="currentColor"
    strokeWidth={1.8}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={PATHS[of]} />
  </svg>
);
