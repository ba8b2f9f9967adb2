import { campaignMessages } from '../../domain/campaign/messages.js';
import { CAMPAIGN_STEP } from '../../domain/campaign/response.js';
import { journeyOfCampaign } from '../../domain/definition/campaign-journey.js';
import type { CampaignDefinition, Step } from '../../domain/definition/definition.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { stepsOf } from '../../domain/definition/step-walk.js';
import { checkCampaign, previewCampaign, testCampaign } from '../contracts/campaign-looks.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { Scope } from '../store-ports.js';
import { mailFor, readerOfDraft } from '../template-preview.js';
import { orProblem } from './campaigns.js';

/** Looks at a campaign before anything goes out (docs/campaigns.md). */
export function campaignLookRoutes(routes: Routes, deps: AppDeps): void {
  const { campaigns } = deps;

  routes.on(checkCampaign, async ({ params, query }) => {
    const list = `campaign-check:${params.id}:${query.step ?? ''}`;
    const { next, ...page } = orProblem(await campaigns.check(params.id, query.step, pageRequest(query, list)));
    const { nextCursor, hasMore } = toPage({ rows: [], next }, list);
    return { ...page, nextCursor, hasMore };
  });

  routes.on(previewCampaign, async ({ params, query, scope }) => {
    const { contactId, locale = null } = query;
    const campaign = await definitionOf(deps, params.id);
    const journey = journeyOfCampaign(campaign);
    const messages = campaignMessages(campaign);
    const shown = query.step === undefined ? messages[0] : messages.find(({ id }) => id === query.step);
    const { id, template } = found(shown ?? null, 'message in this campaign', query.step ?? params.id);
    const isMessage = ({ action }: Step) => action === 'email' || action === 'sms';
    const step = stepsOf(journey).find((each) => isMessage(each) && (each.id ?? CAMPAIGN_STEP) === id) ?? null;
    const reader = await readerOfDraft(deps, scope, journey, { contactId, locale });
    const { size: _, ...mail } = await mailFor(deps, reader, { template, step, locale, changed: null });
    return {
      ...{ template, step: id, ...mail, contact: reader.contact },
      steps: [...messages],
      fate: contactId === undefined ? null : await campaigns.fate(params.id, contactId),
    };
  });

  routes.on(testCampaign, async ({ params, body, scope, actor }) => {
    const { id } = params;
    await definitionOf(deps, id);
    const receivers = await Promise.all((body.to ?? [actor.user.email]).map((address) => colleague(deps, address)));
    const as = await contactFor(deps, scope, id, body.contactId);
    let last = { subject: '', locale: '' };
    for (const to of receivers) {
      const sent = await deps.sendTestMail(id, { contactId: as.id, to });
      if (!sent.ok) throw new Problem(sent.error.code, REFUSALS[sent.error.code](sent.error.detail));
      last = sent.value;
    }
    const { subject, locale } = last;
    return { contact: as, subject, locale, sentTo: receivers.map(({ address }) => address) };
  });
}

const REFUSALS = {
  'campaign-has-no-mail': () => 'It has no mail of which a test could be sent.',
  'unknown-contact': () => 'There is no such contact.',
  'no-sender': () => 'There is nobody to send as: the mailbox, or the contact’s owner, is gone or rests.',
  'missing-variable': () => 'The template lacks a value for this contact; the preview says which.',
  'render-failed': () => 'The template can’t be rendered for this contact; the preview says why.',
  'test-not-taken': (detail: string) => `The mail server did not take it: ${detail}`,
} as const;

async function definitionOf({ campaigns }: AppDeps, id: string): Promise<CampaignDefinition> {
  const { text } = found(await campaigns.get(id), 'campaign', id);
  const { definition } = parseDefinition({ file: id, text });
  if (definition?.kind === 'campaign') return definition;
  throw new Problem('definition-has-errors', 'The draft has faults; correct its findings first.');
}

/** Nobody else gets a mail that nothing counts. */
async function colleague({ stores }: AppDeps, address: string): Promise<{ name: string; address: string }> {
  const user = await stores.access.userByEmail(address);
  if (user !== null) return { name: user.name, address: user.email };
  throw new Problem('not-a-colleague', 'One of the addresses is nobody’s who works here.', [
    { pointer: '/to', code: 'not-a-colleague', message: 'expected addresses of people who work here' },
  ]);
}

/** As whom the mail is made. */
async function contactFor(
  { stores, campaigns }: AppDeps,
  scope: Scope,
  id: string,
  contactId: string | undefined,
): Promise<{ id: string; name: string }> {
  const wanted = contactId ?? (await campaigns.anybody(id));
  if (wanted === null) throw new Problem('empty-audience', 'Nobody fits its audience now. Name a contact.');
  const contact = await stores.contacts.get(scope, wanted);
  if (contact !== null) return { id: contact.id, name: contact.name };
  throw new Problem('unknown-contact', 'There is no such contact, or it is not yours.', [
    { pointer: '/contactId', code: 'unknown-contact', message: 'expected the id of a contact that exists' },
  ]);
}
