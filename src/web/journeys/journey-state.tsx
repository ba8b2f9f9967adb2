import type { JourneyView } from '../../api/contracts/journeys.js';
import { Status, type Tone } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { stateTexts } from './state-texts.js';

const TONES: Readonly<Record<JourneyView['phase'], Tone>> = {
  starting: 'neutral',
  active: 'info',
  paused: 'warn',
  held: 'bad',
  ended: 'neutral',
};

/** The phase of a journey as a mark, with whether it is late or needs a person; an ended one with its outcome. */
export function JourneyState({
  journey,
}: {
  readonly journey: Pick<JourneyView, 'phase' | 'late' | 'attention' | 'outcome'>;
}) {
  const t = useTexts(stateTexts);
  const words = useWords();
  const { phase, late, attention, outcome } = journey;
  return (
    <span className="ft-line">
      <Status tone={TONES[phase]}>{words.phase(phase)}</Status>
      {phase === 'ended' && outcome !== null && <span>{words.outcome(outcome)}</span>}
      {attention !== null && phase !== 'held' && <Status tone="bad">{t.attention}</Status>}
      {late && phase === 'active' && <Status tone="warn">{t.late}</Status>}
    </span>
  );
}

type Words = (typeof stateTexts)['en'];
const ATTENTION = [
  'planner-defect',
  'too-many-steps',
  'out-of-step',
  'unknown-state',
  'uncertain',
] as const satisfies (keyof Words)[];

/** Why a journey asks for a person, in words; a code of a newer server stands as it is. */
export function attentionWords(words: Words, code: string): string {
  const known = ATTENTION.find((each) => each === code);
  return known === undefined ? words.unknownAttention(code) : words[known];
}
