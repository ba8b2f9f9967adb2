import { useState } from 'react';
import type { claimLead, giveLead, PoolLeadView, PoolView, returnLead } from '../../api/contracts/pools.js';
import { newKey } from '../api/ask.js';
import { useAct } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Button } from '../kit/button.js';
import { Select } from '../kit/select.js';
import { kitTexts } from '../kit/texts.js';
import { toast } from '../kit/toast.js';
import { useTexts } from '../texts/use-texts.js';
import { useSpan } from './span.js';
import { poolsTexts } from './texts.js';

interface ActProps {
  readonly pool: PoolView;
  readonly lead: PoolLeadView;
}

const CHANGES = ['contact', 'task', 'journey'] as const;

/** Takes the lead at once: what can be given back needs no question. */
export function ClaimButton({ pool, lead, onFailure }: ActProps & { readonly onFailure: (failure: unknown) => void }) {
  const t = useTexts(poolsTexts);
  const [key] = useState(newKey);
  const act = useAct<typeof claimLead>('POST /v1/pools/:id/claim', { changes: CHANGES });
  const claim = async () => {
    onFailure(null);
    try {
      await act.run({ params: { id: pool.id }, body: { contactId: lead.contactId } }, key);
      toast(t.claimed(lead.name));
    } catch (failure) {
      onFailure(failure);
    }
  };
  return (
    <Button look="main" isPending={act.isRunning} aria-label={t.claimOf(lead.name)} onPress={() => void claim()}>
      {t.claim}
    </Button>
  );
}

export function GiveButton({ pool, lead }: ActProps) {
  const t = useTexts(poolsTexts);
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button aria-label={t.giveOf(lead.name)} onPress={() => setAsked(true)}>
        {t.give}
      </Button>
      {asked && <GiveDialog pool={pool} lead={lead} onClose={() => setAsked(false)} />}
    </>
  );
}

function GiveDialog({ pool, lead, onClose }: ActProps & { readonly onClose: () => void }) {
  const t = useTexts(poolsTexts);
  const kit = useTexts(kitTexts);
  const people = usePeople();
  const [to, setTo] = useState<string | null>(null);
  const act = useAct<typeof giveLead>('POST /v1/pools/:id/give', { changes: CHANGES });
  const options = people.all
    .filter(({ active, teams }) => active && teams.includes(pool.teamId))
    .map(({ id, name }) => ({ id, label: name }));
  return (
    <ActDialog
      title={t.giveOf(lead.name)}
      effect={t.giveEffect}
      confirm={t.give}
      done={t.given}
      reason="none"
      missing={to === null ? t.toMissing : null}
      onClose={onClose}
      run={(_, key) => act.run({ params: { id: pool.id }, body: { contactId: lead.contactId, userId: to ?? '' } }, key)}
    >
      <Select label={t.to} options={options} value={to} onChange={setTo} placeholder={kit.choose} isRequired />
    </ActDialog>
  );
}

export function GiveBackButton({ pool, lead }: ActProps) {
  const t = useTexts(poolsTexts);
  const span = useSpan();
  const [asked, setAsked] = useState(false);
  const act = useAct<typeof returnLead>('POST /v1/pools/:id/return', { changes: CHANGES });
  const cool = pool.coolDown === null ? '' : ` ${t.giveBackCool(span(pool.coolDown))}`;
  return (
    <>
      <Button aria-label={t.giveBackOf(lead.name)} onPress={() => setAsked(true)}>
        {t.giveBack}
      </Button>
      {asked && (
        <ActDialog
          title={t.giveBackOf(lead.name)}
          effect={`${t.giveBackEffect}${cool}`}
          confirm={t.giveBack}
          done={t.givenBack}
          onClose={() => setAsked(false)}
          run={(reason, key) => act.run({ params: { id: pool.id }, body: { contactId: lead.contactId, reason } }, key)}
        />
      )}
    </>
  );
}
