import { type CampaignCheck, checkCampaign } from '../../api/contracts/campaign-looks.js';
import { explainCode } from '../../domain/errors.js';
import { examples, type Register } from '../command.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';

/** All pages together. */
type Checked = Pick<CampaignCheck, 'revision' | 'step' | 'steps' | 'seen' | 'send' | 'heldOut' | 'reasons'>;
type Reason = CampaignCheck['reasons'][number];

const MOST_NAMED = 3;

async function runCheck(id: string, step: string | undefined, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  let sum: Checked | null = null;
  let cursor: string | undefined;
  do {
    const page: CampaignCheck = await api.call(checkCampaign, { params: { id }, query: { cursor, step } });
    sum = sum === null ? page : together(sum, page);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const { revision, step: message, steps, seen, send, heldOut, reasons } = sum;
  return documented({ revision, step: message, steps, seen, send, heldOut, reasons }, textOf(id, sum));
}

function together(one: Checked, other: Checked): Checked {
  const reasons = new Map<string, Reason>();
  for (const each of [...one.reasons, ...other.reasons]) {
    const key = `${each.answer}/${each.code}`;
    const known = reasons.get(key);
    const samples = [...(known?.samples ?? []), ...each.samples].slice(0, MOST_NAMED);
    reasons.set(key, { ...each, count: (known?.count ?? 0) + each.count, samples });
  }
  return {
    revision: other.revision,
    step: other.step,
    steps: other.steps,
    seen: one.seen + other.seen,
    send: one.send + other.send,
    heldOut: one.heldOut + other.heldOut,
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count),
  };
}

const ANSWERS = { skip: 'left out', defer: 'put off' } as const;

function textOf(id: string, { step, steps, seen, send, heldOut, reasons }: Checked): string {
  const others = steps.filter((each) => each.id !== step.id).map((each) => each.id);
  return [
    `If ${id} went out now, of ${counted(seen, 'recipient')} ${send} would get it at their time.`,
    ...(others.length === 0
      ? []
      : [`  Asked about ${step.id} (${step.action}, ${step.template}); not about ${others.join(', ')}: see --step.`]),
    ...(heldOut === 0 ? [] : [`  ${heldOut} held out`]),
    ...reasons.map(({ answer, code, count, samples }) => {
      const names = samples.map(({ contactName }) => contactName).join(', ');
      return `  ${count} ${ANSWERS[answer]}, ${code}: ${explainCode(code)?.title ?? code} (${names}${count > samples.length ? ', …' : ''})`;
    }),
  ].join('\n');
}

export const campaignCheck: Register = (parent, run) =>
  parent
    .command('check')
    .summary('say what the gate would say of each')
    .description(
      'Ask the gate for each of the audience, at the time it is due, and count by reason. Nothing is changed or sent.',
    )
    .argument('<campaign>', "the campaign's id")
    .option('--step <id>', 'of a campaign with steps: which message; absent: the first')
    .addHelpText('after', examples('campaign check mid-autumn-2027', 'campaign check mid-autumn-2027 --json'))
    .action((id: string, { step }: { readonly step?: string }) => run((deps) => runCheck(id, step, deps)));
