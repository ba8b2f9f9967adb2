import { useState } from 'react';
import type { simulateDefinition } from '../../api/contracts/simulations.js';
import { newKey } from '../api/ask.js';
import { useAct } from '../api/hooks.js';
import { useNow } from '../app/world.js';
import { Button } from '../kit/button.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { Happenings } from './happenings.js';
import { type Plan, type PlanFault, requestOf, useTrial, withEvent } from './plan.js';
import { Result } from './result.js';
import { simulationTexts } from './texts.js';
import { Who } from './who.js';
import './simulation.css';

interface PanelProps {
  /** Under which what was typed here is kept. */
  readonly keptAs: string;
  readonly text: string;
  readonly file: string;
}

/** Tries a definition on a virtual clock: whom, from when, what happens to them, and what the journey does. */
export function SimulationPanel({ keptAs, text, file }: PanelProps) {
  const t = useTexts(simulationTexts);
  const now = useNow() ?? Date.now();
  const [{ plan, ran }, change] = useTrial(keptAs, now);
  const simulate = useAct<typeof simulateDefinition>('POST /v1/simulations', { changes: [] });
  const [error, setError] = useState<unknown>(null);
  const [fault, setFault] = useState<PlanFault | null>(null);

  const run = async (next: Plan) => {
    change({ plan: next });
    setError(null);
    const body = requestOf(next, { text, file });
    setFault(typeof body === 'string' ? body : null);
    if (typeof body === 'string') return;
    try {
      change({ plan: next, ran: { text, answer: await simulate.run({ body }, newKey()) } });
    } catch (failure) {
      setError(failure);
    }
  };
  const edit = (part: Partial<Plan>) => change({ plan: { ...plan, ...part } });

  return (
    <div className="sim">
      <form
        className="sim-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void run(plan);
        }}
      >
        <Who plan={plan} onChange={edit} fault={fault} />
        <TextField
          label={t.start}
          type="datetime-local"
          value={plan.start}
          onChange={(start) => edit({ start })}
          error={fault === 'badStart' ? t.badStart : undefined}
        />
        <TextField
          label={t.days}
          inputMode="numeric"
          value={plan.days}
          onChange={(days) => edit({ days })}
          error={fault === 'badDays' ? t.badDays : undefined}
        />
        <div className="sim-run">
          <Button look="main" type="submit" isPending={simulate.isRunning} isDisabled={text.trim() === ''}>
            {simulate.isRunning ? t.running : t.run}
          </Button>
        </div>
      </form>
      {error !== null && <ProblemNote error={error} />}
      <Happenings
        events={plan.events}
        onRemove={(index) => void run({ ...plan, events: plan.events.filter((_, i) => i !== index) })}
        onClear={() => void run({ ...plan, events: [] })}
      />
      {ran === null ? (
        <p className="ft-soft">{t.notYet}</p>
      ) : (
        <>
          {ran.text !== text && <Notice tone="warn">{t.old}</Notice>}
          <Result
            answer={ran.answer}
            onHappens={(event) => void run({ ...plan, events: withEvent(plan.events, event) })}
          />
        </>
      )}
    </div>
  );
}
