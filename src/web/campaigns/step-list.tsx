import { classes } from '../kit/classes.js';
import { Sign, type SignName } from '../kit/sign.js';
import { useTexts } from '../texts/use-texts.js';
import { STEPS, type Step, type StepState } from './steps.js';
import { wizardTexts } from './wizard-texts.js';

const SIGNS: { readonly [state in StepState]: SignName } = { ready: 'check', open: 'ring', faulty: 'warn' };

interface StepListProps {
  readonly chosen: Step;
  readonly stateOf: (step: Step) => StepState;
  readonly onChoose: (step: Step) => void;
}

/** The steps of the wizard, each with how far it is; any of them can be gone to. */
export function StepList({ chosen, stateOf, onChoose }: StepListProps) {
  const t = useTexts(wizardTexts);
  return (
    <nav aria-label={t.steps}>
      <ol className="camp-steps">
        {STEPS.map((step) => (
          <li key={step}>
            <button
              type="button"
              className={classes('camp-step', `camp-step-${stateOf(step)}`)}
              aria-current={step === chosen ? 'step' : undefined}
              onClick={() => onChoose(step)}
            >
              <Sign of={SIGNS[stateOf(step)]} />
              <span>{t[step]}</span>
              {step !== 'send' && <span className="ft-hidden">({t[stateOf(step)]})</span>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
