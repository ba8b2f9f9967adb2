import type { CampaignDraftView } from '../../api/contracts/campaigns.js';
import { useMe } from '../app/session.js';
import { FactList } from '../kit/fact-list.js';
import { Notice } from '../kit/notice.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { mayCampaign } from './acts.js';
import { oneTexts } from './one-texts.js';

/** Who approves sees how many it goes to, who asks and which text it is; who can't is told why. */
export function Approval({ campaign }: { readonly campaign: CampaignDraftView }) {
  const t = useTexts(oneTexts);
  const formats = useFormats();
  const { role } = useMe();
  const { expected, reason, revision, askedBy, askedByName } = campaign;
  const facts = [
    [t.expectedNow, expected === null ? null : t.ofPeople(expected)],
    [t.askedBy, askedBy === null ? null : (askedByName ?? askedBy)],
    [t.definition, t.revision(revision)],
  ] as const;
  const whose = !mayCampaign(role) ? t.awaitsLooker : campaign.mayApprove ? t.awaitsYou : t.awaitsOther;
  return (
    <Notice tone="warn">
      <p>
        <strong>{t.awaiting}</strong> {whose}
      </p>
      {reason === 'audience-grew' && <p>{t.grew}</p>}
      <FactList facts={facts.filter(([, value]) => value !== null)} />
      {expected !== null && <p className="ft-hidden">{t.expected(formats.number(expected))}</p>}
    </Notice>
  );
}
