import { useState } from 'react';
import { useLocation } from 'wouter';
import type {
  approveCampaign,
  CampaignDraftView,
  discardCampaign,
  pauseCampaign,
  resumeCampaign,
  sendBackCampaign,
  stopCampaign,
  unscheduleCampaign,
} from '../../api/contracts/campaigns.js';
import { useAct } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Button } from '../kit/button.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { type Act, actsOf, isDanger, mayCampaign } from './acts.js';
import { NewDialog } from './new-dialog.js';
import { oneTexts } from './one-texts.js';
import { RateDialog } from './rate-dialog.js';

interface ActsProps {
  readonly campaign: CampaignDraftView;
}

/** What can be done with the campaign now, by this person. */
export function Acts({ campaign }: ActsProps) {
  const t = useTexts(oneTexts);
  const { language } = useLanguage();
  const { role } = useMe();
  const [asked, ask] = useState<Act | 'copy' | null>(null);
  const acts = actsOf(campaign, role);
  const close = () => ask(null);
  return (
    <>
      {acts.map((act) => (
        <Button key={act} look={lookOf(act)} onPress={() => ask(act)}>
          {act === 'rate' ? t.changeRate : t[act]}
        </Button>
      ))}
      {mayCampaign(role) && <Button onPress={() => ask('copy')}>{t.copyIt}</Button>}
      {asked === 'copy' && (
        <NewDialog copied={{ id: campaign.id, name: localise(language, campaign.name, campaign.id) }} onClose={close} />
      )}
      {asked === 'rate' && <RateDialog campaign={campaign} onClose={close} />}
      {asked === 'approve' && <Approve campaign={campaign} onClose={close} />}
      {asked !== null && asked !== 'copy' && asked !== 'rate' && asked !== 'approve' && (
        <Told campaign={campaign} act={asked} onClose={close} />
      )}
    </>
  );
}

const lookOf = (act: Act) =>
  act === 'stop' ? ('danger' as const) : act === 'approve' || act === 'resume' ? ('main' as const) : ('plain' as const);

interface DialogProps extends ActsProps {
  readonly onClose: () => void;
}

/** Who approves has seen this revision, and no other. */
function Approve({ campaign, onClose }: DialogProps) {
  const t = useTexts(oneTexts);
  const { id, revision } = campaign;
  const [seen] = useState(revision);
  const act = useAct<typeof approveCampaign>('POST /v1/campaigns/:id/approve', { changes: ['campaign', 'definition'] });
  return (
    <ActDialog
      title={t.approve}
      effect={<p>{t.approveEffect(seen)}</p>}
      confirm={t.approve}
      done={t.approveDone}
      reason="optional"
      onClose={onClose}
      run={(reason, key) =>
        act.run({ params: { id }, body: { revision: seen, ...(reason === '' ? {} : { reason }) } }, key)
      }
    />
  );
}

type Plain = Exclude<Act, 'approve' | 'rate'>;

const WORDS = {
  'send-back': ['sendBackEffect', 'sendBackDone'],
  unschedule: ['unscheduleEffect', 'unscheduleDone'],
  pause: ['pauseEffect', 'pauseDone'],
  resume: ['resumeEffect', 'resumeDone'],
  stop: ['stopEffect', 'stopDone'],
  discard: ['discardEffect', 'discardDone'],
} as const satisfies { readonly [act in Plain]: unknown };

/** A command that needs nothing but its reason. */
function Told({ campaign: { id }, act, onClose }: DialogProps & { readonly act: Plain }) {
  const t = useTexts(oneTexts);
  const [, navigate] = useLocation();
  const run = useRun();
  const [effect, done] = WORDS[act];
  return (
    <ActDialog
      title={t[act]}
      effect={<p>{t[effect]}</p>}
      confirm={t[act]}
      done={t[done]}
      danger={isDanger(act)}
      onClose={onClose}
      run={async (reason, key) => {
        await run[act].run({ params: { id }, body: { reason } }, key);
        if (act === 'discard') navigate('/campaigns');
      }}
    />
  );
}

const CHANGES = { changes: ['campaign'] } as const;

const useRun = () => ({
  'send-back': useAct<typeof sendBackCampaign>('POST /v1/campaigns/:id/send-back', CHANGES),
  unschedule: useAct<typeof unscheduleCampaign>('POST /v1/campaigns/:id/unschedule', CHANGES),
  pause: useAct<typeof pauseCampaign>('POST /v1/campaigns/:id/pause', CHANGES),
  resume: useAct<typeof resumeCampaign>('POST /v1/campaigns/:id/resume', CHANGES),
  stop: useAct<typeof stopCampaign>('POST /v1/campaigns/:id/stop', CHANGES),
  discard: useAct<typeof discardCampaign>('POST /v1/campaigns/:id/discard', CHANGES),
});
