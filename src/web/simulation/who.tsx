import { useState } from 'react';
import type { listContacts } from '../../api/contracts/contacts.js';
import { useList } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import type { Plan, PlanFault } from './plan.js';
import { simulationTexts } from './texts.js';

interface WhoProps {
  readonly plan: Plan;
  readonly onChange: (part: Partial<Plan>) => void;
  readonly fault: PlanFault | null;
}

/** Whom a simulation is about: somebody made up, or a contact as it is now. */
export function Who({ plan, onChange, fault }: WhoProps) {
  const t = useTexts(simulationTexts);
  return (
    <>
      <Select
        label={t.who}
        value={plan.who}
        options={[
          { id: 'invented', label: t.invented },
          { id: 'known', label: t.known },
        ]}
        onChange={(who) => onChange({ who })}
      />
      {plan.who === 'invented' ? (
        <Invented plan={plan} onChange={onChange} fault={fault} />
      ) : (
        <KnownContact known={plan.known} onChoose={(known) => onChange({ known })} isMissing={fault === 'nobody'} />
      )}
    </>
  );
}

function Invented({ plan, onChange, fault }: WhoProps) {
  const t = useTexts(simulationTexts);
  return (
    <>
      <TextField label={t.firstName} value={plan.firstName} onChange={(firstName) => onChange({ firstName })} />
      <TextField label={t.lastName} value={plan.lastName} onChange={(lastName) => onChange({ lastName })} />
      <TextField label={t.email} value={plan.email} onChange={(email) => onChange({ email })} />
      <TextField
        label={t.country}
        placeholder="DE"
        value={plan.country}
        onChange={(country) => onChange({ country })}
      />
      <Select
        label={t.language}
        value={plan.language}
        options={[
          { id: 'en', label: 'English' },
          { id: 'zh-CN', label: '中文' },
        ]}
        onChange={(language) => onChange({ language })}
      />
      <TextField
        className="sim-wide"
        label={t.more}
        help={t.moreHelp}
        lines={2}
        value={plan.more}
        onChange={(more) => onChange({ more })}
        error={fault === 'badMore' ? t.badMore : undefined}
      />
    </>
  );
}

const MOST_FOUND = 6;

interface KnownProps {
  readonly known: Plan['known'];
  readonly onChoose: (known: Plan['known']) => void;
  readonly isMissing: boolean;
}

/** A contact, found by a part of its name, company or address. */
export function KnownContact({ known, onChoose, isMissing }: KnownProps) {
  const t = useTexts(simulationTexts);
  const [q, setQ] = useState('');
  const isAsked = q.trim().length > 1;
  const found = useList<typeof listContacts>(
    'GET /v1/contacts',
    { query: { q: q.trim(), limit: MOST_FOUND } },
    { enabled: isAsked, keepOld: true, kinds: [] },
  );
  return (
    <div className="sim-wide ft-stack">
      <TextField
        label={t.contact}
        value={q}
        onChange={setQ}
        placeholder={t.contactHint}
        maxLength={100}
        error={isMissing ? t.nobody : undefined}
      />
      {known !== null && (
        <p>
          {t.chosen} <strong>{known.name}</strong>
        </p>
      )}
      {isAsked && (
        <ul className="sim-found" aria-label={t.found}>
          {found.rows.slice(0, MOST_FOUND).map(({ id, name, email, company }) => (
            <li key={id}>
              <Button
                look="quiet"
                onPress={() => {
                  onChoose({ id, name: name ?? email ?? id });
                  setQ('');
                }}
              >
                {name ?? email ?? id}
                <span className="ft-soft ft-small">{[company, email].filter((part) => part !== null).join(' · ')}</span>
              </Button>
            </li>
          ))}
          {found.rows.length === 0 && !found.isFetching && <li className="ft-soft">{t.foundNone}</li>}
        </ul>
      )}
    </div>
  );
}
