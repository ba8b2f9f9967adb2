import type { ApiClient } from '../../api/client.js';
import { createDeal, listDeals, updateDeal } from '../../api/contracts/deals.js';

/** What a rep does who has booked an order: sets the contact's newest deal to won, or opens one that is. */
export async function winDeal(api: ApiClient, contactId: string, name: string): Promise<void> {
  const { data } = await api.call(listDeals, { query: { contact: contactId, limit: 1 } as never });
  const deal = data[0] ?? (await api.call(createDeal, { body: { contactId, name } })).deal;
  await api.call(updateDeal, { params: { id: deal.id }, body: { stage: 'won' } });
}
