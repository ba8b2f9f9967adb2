import type { AppointmentView } from '../../api/contracts/appointments.js';
import { reasonTexts, reasonWords } from '../journey/reason-texts.js';
import { Code } from '../kit/code.js';
import { Instant } from '../kit/instant.js';
import { Status, type Tone } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { appointmentTexts } from './appointment-texts.js';

const TONES: Readonly<Record<string, Tone>> = {
  claimed: 'info',
  'handed-over': 'info',
  accepted: 'good',
  refused: 'bad',
  bounced: 'bad',
  skipped: 'warn',
  uncertain: 'warn',
};
const FAILED: ReadonlySet<string> = new Set(['refused', 'bounced', 'skipped', 'uncertain']);
const ANSWER_TONES = { accepted: 'good', declined: 'bad', tentative: 'warn' } as const;

/** What became of an appointment: whether it stands, who has heard of it, and what the customer said. */
export function AppointmentState({ appointment }: { readonly appointment: AppointmentView }) {
  const t = useTexts(appointmentTexts);
  const { begins, zone, state, invites, organiserName, isTelling, answer } = appointment;
  const stands = state === 'standing';
  return (
    <div className="ft-stack ft-small">
      <p className="ft-line">
        <Status tone={stands ? 'good' : 'neutral'}>{stands ? t.standing : t.cancelled}</Status>
        <Instant at={begins} zone={zone} style="full" />
        {organiserName !== null && <span className="ft-soft">{t.by(organiserName)}</span>}
      </p>
      {invites ? <ItsMail appointment={appointment} /> : <p className="ft-soft">{t.notInvited}</p>}
      {stands && invites && (
        <p className="ft-line">
          <span className="ft-soft">{t.answer}</span>
          {answer === null ? t.noAnswer : <Status tone={ANSWER_TONES[answer]}>{t[answer]}</Status>}
        </p>
      )}
      {isTelling && <p className="ft-soft">{t.telling}</p>}
    </div>
  );
}

/** The latest mail to the customer, and why it is not with them. */
function ItsMail({ appointment: { mail, state, isTelling } }: { readonly appointment: AppointmentView }) {
  const t = useTexts(appointmentTexts);
  const words = useWords();
  const reasons = useTexts(reasonTexts);
  const reason = mail?.reason ?? null;
  const known = reason === null ? undefined : reasonWords(reasons, reason);
  return (
    <>
      <p className="ft-line">
        <span className="ft-soft">{t.invitation}</span>
        {mail === null ? (
          t.notSent
        ) : (
          <Status tone={TONES[mail.state] ?? 'neutral'}>{words.messageState(mail.state)}</Status>
        )}
      </p>
      {mail !== null && reason !== null && mail.state !== 'accepted' && <p>{known ?? <Code>{reason}</Code>}</p>}
      {mail !== null && state === 'standing' && !isTelling && FAILED.has(mail.state) && <p>{t.again}</p>}
    </>
  );
}
