import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { CampaignDraftView } from '../../api/contracts/campaigns.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { useTexts } from '../texts/use-texts.js';
import { Check } from './check.js';
import { useErrors } from './errors.js';
import { Send } from './send.js';
import { StepFindings } from './step-findings.js';
import { StepList } from './step-list.js';
import {
  faultsOf,
  findingsIn,
  isFaulty,
  type Progress,
  STEPS,
  type Step,
  stepAfter,
  stepBefore,
  stepState,
} from './steps.js';
import { useChecked } from './use-check.js';
import { type DraftForm, useDraftForm } from './use-draft.js';
import { What } from './what.js';
import { When } from './when.js';
import { Who } from './who.js';
import { wizardTexts } from './wizard-texts.js';

interface WizardProps {
  readonly campaign: CampaignDraftView;
  readonly step: Step;
  readonly onStep: (step: Step) => void;
  /** Below the steps. */
  readonly aside: ReactNode;
}

/** A draft, step by step. What is typed is saved when one goes to another step. */
export function Wizard({ campaign, step, onStep, aside }: WizardProps) {
  const t = useTexts(wizardTexts);
  const draft = useDraftForm(campaign);
  const [tried, setTried] = useState<ReadonlySet<Step>>(new Set());
  const checked = useChecked(campaign.id, campaign.revision);
  const { form, isSaved } = draft;
  const findings = isSaved ? campaign.findings : [];
  const wouldSend = isSaved && checked?.isWhole === true ? checked.send : null;
  const progress: Progress = { form, findings, isSaved, wouldSend };
  const errorOf = useErrors({ faults: faultsOf(form), isTried: tried.has(step), findings });
  const heading = useStepFocus(step);
  const go = async (to: Step) => {
    setTried(new Set([...tried, step]));
    if (await draft.save()) onStep(to);
  };
  const next = async () => {
    setTried(new Set([...tried, step]));
    const isWrong = step !== 'check' && step !== 'send' && isFaulty(step, form);
    if ((await draft.save()) && !isWrong) onStep(stepAfter(step));
    if (isWrong) focusFirstFault();
  };
  const saved = { revision: isSaved ? campaign.revision : null, save: () => void draft.save() };
  const stepProps = { id: campaign.id, form, change: draft.change, errorOf, saved };
  return (
    <div className="camp-wizard">
      <div className="camp-side">
        <StepList chosen={step} stateOf={(each) => stepState(each, progress)} onChoose={(to) => void go(to)} />
        {aside}
      </div>
      <div className="ft-stack">
        <Saving draft={draft} />
        <Card>
          <div className="ft-stack">
            <header>
              <p className="ft-soft ft-small">{t.stepOf(STEPS.indexOf(step) + 1, STEPS.length)}</p>
              <h2 ref={heading} tabIndex={-1}>
                {t[step]}
              </h2>
            </header>
            {step === 'who' && <Who {...stepProps} />}
            {step === 'what' && <What {...stepProps} />}
            {step === 'when' && <When {...stepProps} />}
            {step === 'check' && <Check campaign={campaign} />}
            {step === 'send' && <Send campaign={campaign} progress={progress} onStep={onStep} />}
            {/* What the page says at the fields comes first: the same would be said twice. */}
            {step !== 'check' && step !== 'send' && !isFaulty(step, form) && (
              <StepFindings findings={findingsIn(step, findings)} />
            )}
          </div>
        </Card>
        <div className="camp-go">
          {step !== 'who' && <Button onPress={() => void go(stepBefore(step))}>{t.back}</Button>}
          {step !== 'send' && (
            <Button look="main" onPress={() => void next()}>
              {draft.isSaving ? t.saving : t.next}
            </Button>
          )}
          {!isSaved && <Button onPress={() => void draft.save()}>{t.save}</Button>}
          <span role="status" className="ft-soft ft-small">
            {isSaved ? t.saved : t.unsaved}
          </span>
        </div>
      </div>
    </div>
  );
}

/** What is wrong is said at its field, once that is drawn. */
const focusFirstFault = () =>
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('.camp-wizard [data-invalid] :is(input, textarea, button)');
    field?.focus();
  });

/** Why a save was refused, and what can be done when somebody else was faster. */
function Saving({ draft }: { readonly draft: DraftForm }) {
  const t = useTexts(wizardTexts);
  return (
    <>
      {draft.error !== null && <ProblemNote error={draft.error} sent />}
      {draft.isBehind && (
        <Notice tone="warn">
          <p>{t.behind}</p>
          <div className="ft-line">
            <Button onPress={() => void draft.save({ over: true })}>{t.saveOver}</Button>
            <Button onPress={draft.drop}>{t.drop}</Button>
          </div>
        </Notice>
      )}
    </>
  );
}

/** Another step begins at its heading; the first one where the page does. */
function useStepFocus(step: Step) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    heading.current?.focus();
  }, [step]);
  return heading;
}
