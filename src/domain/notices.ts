/** What a journey tells somebody by itself. */
export const JOURNEY_NOTICES = ['task-reminder', 'task-overdue', 'sla-broken', 'nobody-available'] as const;
export type JourneyNotice = (typeof JOURNEY_NOTICES)[number];

/** What a pool tells the owner of a lead, or its own admin. */
export const LEAD_NOTICES = ['lead-given', 'lead-claimed', 'lead-unworked', 'lead-taken-back'] as const;
export type LeadNotice = (typeof LEAD_NOTICES)[number];

/** What an appointment tells whose it is. */
export const APPOINTMENT_NOTICES = ['appointment-declined'] as const;

/** Every kind of notice; a `message` says what it says in words of its own. */
export const NOTICE_KINDS = ['message', ...JOURNEY_NOTICES, ...LEAD_NOTICES, ...APPOINTMENT_NOTICES] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Unread ones are counted no further. */
export const MOST_UNREAD = 1_000;
