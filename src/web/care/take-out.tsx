import { useState } from 'react';
import type {
  CareCampaignView,
  CareItemView,
  CarePersonView,
  takeOutOfCare,
  undoCareExclusion,
} from '../../api/contracts/care.js';
import type { Role } from '../../api/contracts/common.js';
import { useAct } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Button } from '../kit/button.js';
import { Select } from '../kit/select.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { dateWords } from './month.js';
import { careTexts } from './texts.js';
import { useOccasionWords } from './what.js';

interface ActProps {
  readonly item: CareItemView;
}

const CHANGES = ['journey'] as const;

export const MAY_TAKE_OUT: ReadonlySet<Role> = new Set<Role>(['ops', 'manager', 'marketing', 'rep']);

export function TakeOutButton({ item }: ActProps) {
  const t = useTexts(careTexts);
  const words = useOccasionWords();
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button aria-label={t.takeOutOf(item.contactName, words(item))} onPress={() => setAsked(true)}>
        {t.takeOut}
      </Button>
      {asked && <TakeOutDialog item={item} onClose={() => setAsked(false)} />}
    </>
  );
}

function TakeOutDialog({ item, onClose }: ActProps & { readonly onClose: () => void }) {
  const t = useTexts(careTexts);
  const { language } = useLanguage();
  const words = useOccasionWords();
  const [of, setOf] = useState<'occasion' | 'kind'>('occasion');
  const act = useAct<typeof takeOutOfCare>('POST /v1/care/exclusions', { changes: CHANGES });
  const { journeyId, step, day } = item;
  const options = [
    { id: 'occasion' as const, label: t.once(dateWords(language, day, { dateStyle: 'long' })) },
    { id: 'kind' as const, label: t.always },
  ];
  return (
    <ActDialog
      title={t.takeOutOf(item.contactName, words(item))}
      effect={t.takeOutEffect}
      confirm={t.takeOut}
      done={t.taken}
      onClose={onClose}
      run={(reason, key) =>
        act.run(
          { body: of === 'occasion' ? { of, journeyId, step, day, reason } : { of, journeyId, step, reason } },
          key,
        )
      }
    >
      <Select label={t.which} options={options} value={of} onChange={setOf} />
    </ActDialog>
  );
}

interface CampaignActProps {
  readonly person: CarePersonView;
  readonly campaign: CareCampaignView;
}

/** Of a campaign that has not come to somebody yet. */
export function TakeOutOfCampaign({ person: { contactId, contactName }, campaign }: CampaignActProps) {
  const t = useTexts(careTexts);
  const { language } = useLanguage();
  const [asked, setAsked] = useState(false);
  const act = useAct<typeof takeOutOfCare>('POST /v1/care/exclusions', { changes: CHANGES });
  const title = t.takeOutOf(contactName, localise(language, campaign.name, campaign.id));
  return (
    <>
      <Button aria-label={title} onPress={() => setAsked(true)}>
        {t.takeOut}
      </Button>
      {asked && (
        <ActDialog
          title={title}
          effect={t.takeOutEffect}
          confirm={t.takeOut}
          done={t.taken}
          onClose={() => setAsked(false)}
          run={(reason, key) => act.run({ body: { of: 'campaign', campaignId: campaign.id, contactId, reason } }, key)}
        />
      )}
    </>
  );
}

interface TakenProps {
  readonly item: Pick<CareItemView, 'takenOut' | 'contactName'>;
  readonly mayAct: boolean;
}

/** Who took somebody out, and why; and the way back. */
export function TakenOut({ item, mayAct }: TakenProps) {
  const t = useTexts(careTexts);
  const [asked, setAsked] = useState(false);
  const act = useAct<typeof undoCareExclusion>('POST /v1/care/exclusions/:id/undo', { changes: CHANGES });
  const { takenOut } = item;
  if (takenOut === null) return null;
  const who = takenOut.by.name ?? t.somebody;
  return (
    <span className="care-taken">
      <span>{takenOut.of === 'kind' ? t.takenForGood(who, takenOut.reason) : t.takenBy(who, takenOut.reason)}</span>
      {mayAct && (
        <Button aria-label={t.putBackOf(item.contactName)} onPress={() => setAsked(true)}>
          {t.putBack}
        </Button>
      )}
      {asked && (
        <ActDialog
          title={t.putBackOf(item.contactName)}
          effect={t.putBackEffect}
          confirm={t.putBack}
          done={t.back}
          reason="optional"
          onClose={() => setAsked(false)}
          run={(reason, key) => act.run({ params: { id: takenOut.id }, body: reason === '' ? {} : { reason } }, key)}
        />
      )}
    </span>
  );
}
