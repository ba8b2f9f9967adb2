import { useState } from 'react';
import { useParams } from 'wouter';
import type { CampaignDraftView, getCampaign } from '../../api/contracts/campaigns.js';
import { useOne } from '../api/hooks.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { PageHeader } from '../kit/page-header.js';
import { Loaded } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { Acts } from './act-dialogs.js';
import { mayCampaign, readEvery } from './acts.js';
import { DRAFT_SHAPE } from './address.js';
import { DraftText } from './draft-text.js';
import { Running } from './running.js';
import { CampaignState } from './state.js';
import { Summary } from './summary.js';
import { campaignsTexts } from './texts.js';
import { Wizard } from './wizard.js';
import { wizardTexts } from './wizard-texts.js';
import './campaigns.css';

/** One campaign: while it is a draft the wizard, then how it goes. */
export function Page() {
  const t = useTexts(campaignsTexts);
  const { language } = useLanguage();
  const { id = '' } = useParams<{ id: string }>();
  const [every, setEvery] = useState<number | undefined>(undefined);
  const options = every === undefined ? {} : { everyMs: every };
  const campaign = useOne<typeof getCampaign>('GET /v1/campaigns/:id', { params: { id } }, options);
  const wanted = campaign.data === undefined ? undefined : readEvery(campaign.data);
  if (wanted !== every) setEvery(wanted);
  const { data } = campaign;
  return (
    <>
      <PageHeader
        title={data === undefined ? t.one : localise(language, data.name, id)}
        above={<Link href="/campaigns">{t.all}</Link>}
        below={data !== undefined && <Below campaign={data} />}
        acts={data !== undefined && <Acts campaign={data} />}
      />
      <Loaded key={id} of={campaign} lines={8}>
        {(found) => (found.state === 'draft' ? <Draft campaign={found} /> : <Running campaign={found} />)}
      </Loaded>
    </>
  );
}

const Below = ({ campaign }: { readonly campaign: CampaignDraftView }) => (
  <span className="ft-line">
    <CampaignState state={campaign.state} />
    <span lang="zxx" className="camp-id">
      {campaign.id}
    </span>
  </span>
);

function Draft({ campaign }: { readonly campaign: CampaignDraftView }) {
  const t = useTexts(wizardTexts);
  const { role } = useMe();
  const problems = useTexts(problemTexts);
  const { values, set } = useAddress(DRAFT_SHAPE);
  if (!mayCampaign(role)) {
    return (
      <div className="ft-stack">
        <Notice>{t.viewerDraft}</Notice>
        <Summary values={campaign.values ?? {}} />
      </div>
    );
  }
  const isUnreadable = campaign.values === null;
  const isText = values.as === 'text' || campaign.values === null;
  return (
    <div className="ft-stack">
      {campaign.reason !== null && (
        <Notice tone="warn">
          <p>{t.draftAgain}</p>
          <p>{wordsOf(problems, campaign.reason) ?? campaign.reason}</p>
        </Notice>
      )}
      {isUnreadable && <Notice tone="warn">{t.unreadable}</Notice>}
      {isText ? (
        <>
          {!isUnreadable && (
            <div>
              <Button onPress={() => set({ as: 'fields' })}>{t.asFields}</Button>
            </div>
          )}
          <DraftText campaign={campaign} />
        </>
      ) : (
        <Wizard
          campaign={campaign}
          step={values.step}
          onStep={(step) => set({ step }, { push: true })}
          aside={
            <Button look="quiet" onPress={() => set({ as: 'text' })}>
              {t.asText}
            </Button>
          }
        />
      )}
    </div>
  );
}
