import { useState } from 'react';
import type { SimulatedMessage, SimulationLineView, SimulationOffer } from '../../api/contracts/simulations.js';
import { lineTexts } from '../journey/line-texts.js';
import { lineWords } from '../journey/line-words.js';
import { reasonTexts } from '../journey/reason-texts.js';
import { kindOf } from '../journey/rows.js';
import { Button } from '../kit/button.js';
import { Code } from '../kit/code.js';
import { Dialog } from '../kit/dialog.js';
import { Instant } from '../kit/instant.js';
import { Notice } from '../kit/notice.js';
import { Select } from '../kit/select.js';
import { Sign, type SignName } from '../kit/sign.js';
import { MailParts } from '../messages/mail-content.js';
import { dayKey } from '../texts/formats.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { useEventWords } from './event-words.js';
import type { PlannedEvent, SimulationAnswer } from './plan.js';
import { simulationTexts } from './texts.js';

const HOUR = 3_600_000;
/** How long after the journey came to stand somewhere something happens there. */
const DELAYS = { hour: HOUR, day: 24 * HOUR, days: 72 * HOUR, week: 168 * HOUR } as const;
type Delay = keyof typeof DELAYS;

/** More lines than a person reads at once are shown when they ask. */
const SHOWN_AT_FIRST = 200;

interface ResultProps {
  readonly answer: SimulationAnswer;
  readonly onHappens: (event: PlannedEvent) => void;
}

/** What a simulated journey did, line by line; where it stood still one can let something happen. */
export function Result({ answer, onHappens }: ResultProps) {
  const t = useTexts(simulationTexts);
  const [delay, setDelay] = useState<Delay>('hour');
  const [mail, setMail] = useState<SimulatedMessage | null>(null);
  const [isAll, setIsAll] = useState(false);
  const lines = isAll ? answer.lines : answer.lines.slice(0, SHOWN_AT_FIRST);
  const happens = ({ line, type, fields }: SimulationOffer) => {
    const from = Date.parse(answer.lines[line]?.at ?? '');
    onHappens({ at: new Date(from + DELAYS[delay]).toISOString(), type, fields });
  };
  return (
    <section className="sim-result" aria-label={t.result}>
      <div className="sim-head">
        <Standing answer={answer} />
        {answer.offers.length > 0 && (
          <Select
            label={t.delay}
            value={delay}
            options={[
              { id: 'hour', label: t.hour },
              { id: 'day', label: t.day },
              { id: 'days', label: t.threeDays },
              { id: 'week', label: t.week },
            ]}
            onChange={setDelay}
          />
        )}
      </div>
      {answer.heldBecause !== null && <Notice tone="bad">{t.held(answer.heldBecause)}</Notice>}
      {answer.notes.map(({ message }) => (
        <Notice key={message}>
          <span lang="en">{message}</span>
        </Notice>
      ))}
      {answer.unheard.map((why) => (
        <Notice key={why} tone="warn">
          <span lang="en">{why}</span>
        </Notice>
      ))}
      <ol className="sim-lines">
        {lines.map((line, index) => (
          <Line
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is what stands in its place
            key={index}
            line={line}
            isFirstOfDay={index === 0 || dayOf(line, answer.zone) !== dayOf(lines[index - 1], answer.zone)}
            zone={answer.zone}
            offers={answer.offers.filter((offer) => offer.line === index)}
            mail={answer.messages.find((message) => message.line === index) ?? null}
            onMail={setMail}
            onHappens={happens}
          />
        ))}
      </ol>
      {lines.length < answer.lines.length && (
        <Button onPress={() => setIsAll(true)}>{t.showAll(answer.lines.length)}</Button>
      )}
      {answer.more && <p className="ft-soft">{t.cut(answer.lines.length)}</p>}
      {mail !== null && <MailDialog mail={mail} onClose={() => setMail(null)} />}
    </section>
  );
}

const dayOf = (line: SimulationLineView | undefined, zone: string): string =>
  line === undefined ? '' : dayKey(line.at, zone);

function Standing({ answer: { state, stage, outcome, zone } }: { readonly answer: SimulationAnswer }) {
  const t = useTexts(simulationTexts);
  const words = useWords();
  return (
    <p>
      <strong>
        {state === 'ended' ? t.ended(words.outcome(outcome ?? '')) : t.stands(words.phase(state), words.stage(stage))}
      </strong>{' '}
      <span className="ft-soft ft-small">
        {t.timesIn} <span lang="zxx">{zone}</span>
      </span>
    </p>
  );
}

const SIGNS = { mails: 'mail', tasks: 'task', decisions: 'dot' } as const satisfies Readonly<Record<string, SignName>>;

interface LineProps {
  readonly line: SimulationLineView;
  readonly isFirstOfDay: boolean;
  readonly zone: string;
  readonly offers: readonly SimulationOffer[];
  readonly mail: SimulatedMessage | null;
  readonly onMail: (mail: SimulatedMessage) => void;
  readonly onHappens: (offer: SimulationOffer) => void;
}

function Line({ line, isFirstOfDay, zone, offers, mail, onMail, onHappens }: LineProps) {
  const t = useTexts(simulationTexts);
  const words = useTexts(lineTexts);
  const reasons = useTexts(reasonTexts);
  const names = useWords();
  const formats = useFormats();
  const eventWords = useEventWords();
  const said = lineWords(
    { ...line, person: null },
    { t: words, reasons, stageName: names.stage, outcomeName: names.outcome, startedBy: null },
  );
  const step = line.step !== null && !line.step.includes('.') ? line.step : null;
  return (
    <li>
      {isFirstOfDay && <h2 className="sim-day">{formats.instant(line.at, zone, 'day')}</h2>}
      <div className="sim-line">
        <time className="ft-soft" dateTime={line.at}>
          {formats.instant(line.at, zone, 'time')}
        </time>
        <span className={`sim-sign ft-tone-${said.tone}`} aria-hidden="true">
          <Sign of={SIGNS[kindOf(line)]} />
        </span>
        <div>
          <p>
            <strong>{said.what}</strong>{' '}
            {step !== null && (
              <span className="ft-soft ft-small">
                <Code>{step}</Code>
              </span>
            )}
          </p>
          <p className="ft-soft ft-small">
            {said.why}
            {said.outcome !== null && <strong> {said.outcome}</strong>}
            {said.code !== null && (
              <>
                {' '}
                <Code>{said.code}</Code>
              </>
            )}
            {line.until !== null && (
              <>
                {' '}
                {t.until} <Instant at={line.until} zone={zone} style="full" />
              </>
            )}
          </p>
          {mail !== null && (
            <Button onPress={() => onMail(mail)} aria-label={`${t.read}: ${mail.subject}`}>
              {mail.subject === '' ? t.read : mail.subject}
            </Button>
          )}
          {offers.length > 0 && (
            <p className="sim-offers">
              <span className="ft-soft ft-small">{t.whatIf}</span>
              {offers.map((offer) => (
                <Button
                  key={`${offer.type} ${JSON.stringify(offer.fields)}`}
                  look="quiet"
                  onPress={() => onHappens(offer)}
                >
                  {eventWords(offer)}
                </Button>
              ))}
            </p>
          )}
        </div>
      </div>
    </li>
  );
}

function MailDialog({ mail, onClose }: { readonly mail: SimulatedMessage; readonly onClose: () => void }) {
  const t = useTexts(simulationTexts);
  const { to, subject, language, html, text } = mail;
  const headers = [
    { name: 'To', value: to ?? '' },
    { name: 'Subject', value: subject },
    { name: 'Content-Language', value: language },
  ];
  return (
    <Dialog title={subject === '' ? t.read : subject} isOpen wide onClose={onClose}>
      <MailParts mail={{ html, text, subject, headers }} />
    </Dialog>
  );
}
