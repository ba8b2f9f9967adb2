import { rewritten, valuesOf } from '../../domain/definition/rewrite.js';
import type { Result } from '../../domain/result.js';
import type { CampaignAct, CampaignFault, CampaignOrder } from '../campaign-ports.js';
import {
  approveCampaign,
  type CampaignDetail,
  type CampaignDraftView,
  createCampaign,
  discardCampaign,
  editCampaign,
  getCampaign,
  listCampaignFileLines,
  listCampaignFiles,
  listCampaignRecipients,
  listCampaigns,
  pauseCampaign,
  resumeCampaign,
  scheduleCampaign,
  sendBackCampaign,
  setCampaignRate,
  stopCampaign,
  unscheduleCampaign,
} from '../contracts/campaigns.js';
import { copiedText } from '../copied-text.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Context, Routes } from '../http/routes.js';
import { allows, POLICY } from '../policy.js';
import { writtenCampaign } from '../written-campaign.js';

/** Campaigns, from draft to done (docs/campaigns.md). */
export function campaignRoutes(routes: Routes, deps: AppDeps): void {
  const { campaigns } = deps;
  const act = async (id: string, act: CampaignAct, input: Ordered): Promise<CampaignDetail> =>
    orProblem(await campaigns.act(id, act, orderOf(input)));

  routes.on(createCampaign, async (input) => {
    const text = await firstText(deps, input.body);
    const { definition, findings } = await checked(deps, text);
    const written = writtenCampaign(text);
    if (written === null)
      throw new Problem('definition-has-errors', 'The text is no campaign with an id.', findingsOf(findings));
    const campaign = { ...written, text, definition: definition?.kind === 'campaign' ? definition : null };
    return await drafted(deps, orProblem(await campaigns.create(campaign, orderOf(input))), input);
  });

  routes.on(listCampaigns, async ({ query }) => {
    const { state } = query;
    const page = pageRequest(query, 'campaigns', ['number', 'text']);
    return toPage(await campaigns.list(state === undefined ? {} : { state }, page), 'campaigns');
  });

  routes.on(getCampaign, async (input) => {
    const { id } = input.params;
    return await drafted(deps, found(await campaigns.get(id), 'campaign', id), input);
  });

  routes.on(editCampaign, async (input) => {
    const { id } = input.params;
    const text = await editedText(deps, id, input.body);
    const { definition } = await checked(deps, text);
    const campaign = {
      text,
      name: writtenCampaign(text)?.name ?? null,
      definition: definition?.kind === 'campaign' ? definition : null,
    };
    return drafted(deps, await act(id, { type: 'edit', revision: input.body.revision, ...campaign }, input), input);
  });

  routes.on(scheduleCampaign, async (input) => {
    const { id } = input.params;
    const { findings } = await checked(deps, found(await campaigns.get(id), 'campaign', id).text);
    if (findings.some(({ severity }) => severity === 'error'))
      throw new Problem('definition-has-errors', 'Correct its findings first.', findingsOf(findings));
    return await act(id, { type: 'schedule', revision: input.body.revision }, input);
  });

  routes.on(approveCampaign, (input) =>
    act(input.params.id, { type: 'approve', revision: input.body.revision }, input),
  );
  routes.on(discardCampaign, (input) => act(input.params.id, { type: 'discard' }, input));
  routes.on(sendBackCampaign, (input) => act(input.params.id, { type: 'send-back' }, input));
  routes.on(unscheduleCampaign, (input) => act(input.params.id, { type: 'unschedule' }, input));
  routes.on(pauseCampaign, (input) => act(input.params.id, { type: 'pause', reason: 'by-hand' }, input));
  routes.on(resumeCampaign, (input) => act(input.params.id, { type: 'resume' }, input));
  routes.on(stopCampaign, (input) => act(input.params.id, { type: 'stop' }, input));
  routes.on(setCampaignRate, (input) =>
    act(input.params.id, { type: 'set-rate', perMinute: input.body.perMinute }, input),
  );

  routes.on(listCampaignRecipients, async ({ params, query }) => {
    found(await campaigns.state(params.id), 'campaign', params.id);
    const { part, reason } = query;
    const list = `recipients:${params.id}:${part ?? ''}:${reason ?? ''}`;
    const asked = { ...(part === undefined ? {} : { part }), ...(reason === undefined ? {} : { reason }) };
    return toPage(await campaigns.recipients(params.id, asked, pageRequest(query, list, ['number'])), list);
  });

  routes.on(listCampaignFiles, async ({ params }) => {
    found(await campaigns.state(params.id), 'campaign', params.id);
    return { files: [...(await campaigns.files(params.id))] };
  });

  routes.on(listCampaignFileLines, async ({ params, query }) => {
    found(await campaigns.state(params.id), 'campaign', params.id);
    const list = `campaign-file:${params.id}:${params.file}:${query.became ?? ''}`;
    const asked = { name: params.file, ...(query.became === undefined ? {} : { became: query.became }) };
    return toPage(await campaigns.fileLines(params.id, asked, pageRequest(query, list, ['number'])), list);
  });
}

type Ordered = Pick<Context, 'actor' | 'onceId'> & {
  readonly body: { readonly requestId?: string | undefined; readonly reason?: string | undefined };
};

/** Who gives a command, and why, once by its id. */
const orderOf = ({ actor, onceId, body: { requestId = onceId, reason } }: Ordered): CampaignOrder => ({
  requestId,
  actorId: actor.user.userId,
  reason: reason ?? null,
});

export function orProblem<T>(result: Result<T, CampaignFault>): T {
  if (result.ok) return result.value;
  throw new Problem(result.error.code, result.error.detail);
}

const checked = (deps: AppDeps, text: string) => deps.checkDefinition({ file: 'campaign.yaml', text });

type Findings = readonly CampaignDraftView['findings'][number][];

const findingsOf = (findings: Findings) =>
  findings.map(({ pointer, code, message, line, column }) => ({ pointer, code, message, line, column }));

/** A campaign as somebody reads it, with what is wrong with its text and whether it is theirs to approve. */
async function drafted(
  deps: AppDeps,
  detail: CampaignDetail,
  { actor: { user } }: Pick<Ordered, 'actor'>,
): Promise<CampaignDraftView> {
  const { findings } = await checked(deps, detail.text);
  const { approvalAbove } = deps.simulation.deployment.policy.campaigns;
  const isAsked = detail.state === 'awaiting-approval' && allows(POLICY.approveCampaign, user.role);
  const mayApprove = isAsked && !(await deps.campaigns.authors(detail.id)).includes(user.userId);
  return { ...detail, findings: [...findings], values: valuesOf(detail.text), approvalAbove, mayApprove };
}

/** The new text of a draft: as given, or its own with other values in it. */
async function editedText(
  { campaigns }: AppDeps,
  id: string,
  { text, set = {} }: { readonly text?: string | undefined; readonly set?: Record<string, unknown> | undefined },
): Promise<string> {
  if (text !== undefined) return text;
  const next = rewritten(found(await campaigns.get(id), 'campaign', id).text, set);
  if (next === undefined)
    throw new Problem('definition-has-errors', 'The text can’t be read: correct it as text, not value by value.');
  return next;
}

/** What a draft begins with. */
async function firstText(
  { stores, campaigns }: AppDeps,
  body: {
    readonly text?: string | undefined;
    readonly definition?: string | undefined;
    readonly copyOf?: string | undefined;
    readonly id?: string | undefined;
  },
): Promise<string> {
  if (body.text !== undefined) return body.text;
  if (body.definition !== undefined)
    return found(await stores.definitions.get(body.definition), 'definition', body.definition).text;
  const { copyOf = '', id = '' } = body;
  return copiedText(found(await campaigns.get(copyOf), 'campaign', copyOf).text, id);
}
