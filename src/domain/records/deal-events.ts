/** What a change of a deal says to journeys; how it stands now, and what was asked for. */
interface DealChange {
  readonly deal: { readonly id: string; readonly closedAt: string | null };
  /** Fields that get these values, the decision left out. */
  readonly set: { readonly [field: string]: unknown };
  readonly status: DealStatus | undefined;
  readonly reason: string | undefined;
}

export type DealStatus = 'open' | 'won' | 'lost';

export interface DealEvent {
  readonly type: string;
  readonly fields: { readonly [name: string]: unknown };
  /** Of a decision: the same decision told twice is one event. */
  readonly externalId?: string;
}

/** The events of a change, in order; whoever stores them writes what `set` has. */
export function dealEvents({ deal, set, status, reason }: DealChange): readonly DealEvent[] {
  const events: DealEvent[] = Object.keys(set).length === 0 ? [] : [{ type: 'deal.changed', fields: { set } }];
  if (status === undefined || status === 'open') return events;
  const externalId = `${deal.id}:${status}:${deal.closedAt ?? ''}`;
  const fields = status === 'lost' && reason !== undefined ? { reason } : {};
  return [...events, { type: `deal.${status}`, fields, externalId }];
}

/** Stages that mean a decision, as CRMs name them. */
export function statusOfStage(stage: string | null | undefined): DealStatus | undefined {
  const [, decided] = /^(?:closed[ -]?)?(won|lost)$/i.exec(stage ?? '') ?? [];
  return decided === undefined ? undefined : (decided.toLowerCase() as 'won' | 'lost');
}
