import { useState } from 'react';
import { useParams } from 'wouter';
import type { getPool, PoolView } from '../../api/contracts/pools.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Loaded } from '../kit/states.js';
import { Tabs } from '../kit/tabs.js';
import { useAddress } from '../kit/use-address.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { leads, PARTS, type Part, POOL_SHAPE } from './address.js';
import { Leads } from './leads.js';
import { SettingsDialog } from './settings-dialog.js';
import { useSpan } from './span.js';
import { poolsTexts } from './texts.js';
import './pools.css';

const EVERY_MS = 15_000;

/** One pool: what is free, what one has, and who has the rest. */
export function Page() {
  const { id = '' } = useParams();
  const pool = useOne<typeof getPool>('GET /v1/pools/:id', { params: { id } }, { everyMs: EVERY_MS });
  return <Loaded of={pool}>{(data) => <Pool pool={data} />}</Loaded>;
}

function Pool({ pool }: { readonly pool: PoolView }) {
  const t = useTexts(poolsTexts);
  const me = useMe();
  const formats = useFormats();
  const { values, set } = useAddress(POOL_SHAPE);
  const [setting, setSetting] = useState(false);
  const counts = { free: pool.leads.free, mine: pool.mine?.held ?? 0, taken: pool.leads.taken };
  // Whose leads the others have is for whoever gives them out, and for those who see all.
  const seesOthers = pool.mayGive || me.role !== 'rep';
  const shown = PARTS.filter((each) => (each === 'mine' ? pool.mine !== null : each === 'free' || seesOthers));
  const part: Part = shown.includes(values.show) ? values.show : 'free';
  return (
    <>
      <PageHeader
        title={pool.name}
        above={<Link href="/pools">{t.all}</Link>}
        below={<Rule pool={pool} />}
        {...(leads(me.role) ? { acts: <Button onPress={() => setSetting(true)}>{t.settings}</Button> } : {})}
      />
      <Limits pool={pool} />
      <Tabs
        label={t.leads}
        chosen={part}
        onChoose={(show) => set({ show })}
        tabs={shown.map((id) => ({
          id,
          label: `${t[id]} ${formats.number(counts[id])}`,
          content: <Leads pool={pool} show={id} />,
        }))}
      />
      {setting && <SettingsDialog pool={pool} onClose={() => setSetting(false)} />}
    </>
  );
}

function Rule({ pool: { followUpWithin, remindBefore } }: { readonly pool: PoolView }) {
  const t = useTexts(poolsTexts);
  const span = useSpan();
  if (followUpWithin === null) return t.noRuleWhole;
  return t.ruleWhole(span(followUpWithin), remindBefore === null ? null : span(remindBefore));
}

/** What the member has of what may be had. */
function Limits({ pool: { mine, unworkedLimit, holdLimit } }: { readonly pool: PoolView }) {
  const t = useTexts(poolsTexts);
  if (mine === null || (unworkedLimit === null && holdLimit === null)) return null;
  return (
    <p className="pools-limits">
      <span className="ft-soft">{t.yours}</span>
      {unworkedLimit !== null && (
        <span>
          <meter aria-hidden="true" min={0} max={unworkedLimit} value={mine.unworked} />{' '}
          {t.unworkedLeft(mine.unworked, unworkedLimit)}
        </span>
      )}
      {holdLimit !== null && (
        <span>
          <meter aria-hidden="true" min={0} max={holdLimit} value={mine.held} /> {t.heldLeft(mine.held, holdLimit)}
        </span>
      )}
    </p>
  );
}
