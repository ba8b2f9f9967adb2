/** Segments as marketing writes them, one of each kind; the goal of 300 ms is every one's. */
export interface TypicalSegment {
  readonly name: string;
  readonly if: unknown;
  /** The indexes that lead to whom it chooses, or that have all that is asked; `event_counts`: what is kept of one kind of event. */
  readonly uses: readonly string[];
}

export const TYPICAL: readonly TypicalSegment[] = [
  {
    name: 'region and status',
    uses: ['contacts_by_region'],
    if: { 'contact.region': 'region-7', 'contact.status': 'customer' },
  },
  {
    name: 'country, most of a market',
    uses: ['contacts_by_status'],
    if: { 'contact.country': 'CN', 'contact.status': 'customer' },
  },
  { name: 'channel', uses: ['contacts_by_channel'], if: { 'contact.channel': { in: ['agent', 'distribution'] } } },
  {
    name: 'source and stage',
    uses: ['contacts_by_source'],
    if: { 'contact.source': 'trade-show', 'contact.stage': 'quoted' },
  },
  { name: 'satisfaction', uses: ['contacts_counted'], if: { 'contact.satisfaction': { lte: 2 } } },
  { name: 'owner', uses: ['contacts_ownerId_idx'], if: { 'owner.email': 'rep17@bench.example' } },
  { name: 'team of the owner', uses: ['contacts_ownerId_idx'], if: { 'owner.team': 'team-3' } },
  { name: 'industry of the account', uses: ['contacts_accountId_idx'], if: { 'account.industry': 'industry-4' } },
  {
    name: 'product of the newest deal',
    uses: ['deals_by_stage', 'contacts_erased'],
    if: { 'deal.product': 'product-3', 'deal.stage': 'quote' },
  },
  {
    name: 'no deal in those stages',
    uses: ['deals_by_stage', 'contacts_erased'],
    if: { 'deal.stage': { notIn: ['needs', 'quote', 'negotiation'] } },
  },
  { name: 'tag', uses: ['contacts_tags_idx'], if: { 'contact.tags': { contains: 'vip' } } },
  {
    name: 'field of fields.yaml',
    uses: ['contacts_custom_idx'],
    if: { 'contact.industry': 'industry-4' },
  },
  {
    name: 'no contact for 90 days',
    uses: ['contacts_by_status'],
    if: { 'contact.status': 'customer', 'contact.lastContactAt': { olderThan: '90 days' } },
  },
  { name: 'ordered lately', uses: ['contacts_bought'], if: { 'contact.lastOrderAt': { within: '30 days' } } },
  {
    name: 'two orders in 90 days',
    uses: ['event_counts', 'contacts_erased'],
    if: { 'events.order.placed': { atLeast: 2, within: '90 days' } },
  },
  {
    name: 'two orders in a year',
    uses: ['event_counts', 'contacts_erased'],
    if: { 'events.order.placed': { atLeast: 2, within: '1 year' } },
  },
  {
    name: 'opened 3 in 30 days, in Germany',
    uses: ['events_type_at_contactId_idx', 'contacts_by_country'],
    if: { 'contact.country': 'DE', 'events.email.opened': { atLeast: 3, within: '30 days' } },
  },
  {
    name: 'clicked in 30 days, no order in 180',
    uses: ['events_type_at_contactId_idx', 'event_counts', 'contacts_erased'],
    if: {
      'events.email.clicked': { atLeast: 1, within: '30 days' },
      not: { 'events.order.placed': { atLeast: 1, within: '180 days' } },
    },
  },
  {
    name: 'clicked, or opened three, or answered, in 30 days',
    uses: ['events_type_at_contactId_idx', 'contacts_erased'],
    if: {
      any: [
        { 'events.email.clicked': { atLeast: 1, within: '30 days' } },
        { 'events.email.opened': { atLeast: 3, within: '30 days' } },
        { 'events.survey.answered': { atLeast: 1, within: '30 days' } },
      ],
    },
  },
  {
    name: 'best buyers that fall silent',
    uses: ['contacts_bought'],
    if: { 'rfm.value': { gte: 4 }, 'rfm.recency': { lte: 2 } },
  },
  {
    name: 'never bought',
    uses: ['contacts_by_source'],
    if: { 'rfm.frequency': { exists: false }, 'contact.source': 'search' },
  },
  {
    name: 'three orders ever',
    uses: ['event_counts', 'contacts_erased'],
    if: { 'events.order.placed': { atLeast: 3 } },
  },
  {
    name: 'opened ten in a year',
    uses: ['event_counts', 'contacts_erased'],
    if: { 'events.email.opened': { atLeast: 10, within: '1 year' } },
  },
];
