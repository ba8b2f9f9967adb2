import { TRACKING_TOPIC } from './may-track.js';

interface EventSaid {
  readonly type: string;
  readonly fields: { readonly [name: string]: unknown };
}

/**
 * An event as it is kept. Who objects to being tracked still wants their mails, in whatever words it was told: whatever listens
 * for an unsubscribe doesn't hear it, and nothing counts it as one.
 */
export function asMeant({ type, fields }: EventSaid): EventSaid {
  const isObjection = type === 'contact.unsubscribed' && fields['topic'] === TRACKING_TOPIC;
  return isObjection ? { type: 'contact.trackingRefused', fields: {} } : { type, fields };
}
