import type { ReturnVisitView } from '../../api/contracts/return-visits.js';
import { useNow } from '../app/world.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Person } from '../kit/person.js';
import { LastAnswer, LastOrder, LastReply, OpenCases } from '../tasks/lately.js';
import { latelyTexts } from '../tasks/lately-texts.js';
import { useTexts } from '../texts/use-texts.js';
import { visitsTexts } from './texts.js';

interface RowProps {
  readonly visit: ReturnVisitView;
  readonly zone: string;
  /** Whether visits of several people are shown. */
  readonly saysWhose: boolean;
}

/** Whom to see, when, and what to know before. */
export function VisitRow({ visit, zone, saysWhose }: RowProps) {
  const t = useTexts(latelyTexts);
  return (
    <li className="visits-row">
      <Who visit={visit} />
      <div className="visits-when">
        <When visit={visit} zone={zone} />
        {saysWhose && <Person id={visit.assigneeId} />}
      </div>
      <dl className="visits-lately">
        <div>
          <dt>{t.lastOrder}</dt>
          <dd>
            <LastOrder order={visit.lastOrder} />
          </dd>
        </div>
        <div>
          <dt>{t.openCases}</dt>
          <dd>
            <OpenCases open={visit.openCases} />
          </dd>
        </div>
        <div>
          <dt>{t.lastSurvey}</dt>
          <dd>
            <LastAnswer answer={visit.lastAnswer} />
          </dd>
        </div>
        <div>
          <dt>{t.lastReply}</dt>
          <dd>
            <LastReply reply={visit.lastReply} />
          </dd>
        </div>
      </dl>
    </li>
  );
}

function Who({ visit: { taskId, title, contact } }: Pick<RowProps, 'visit'>) {
  const t = useTexts(visitsTexts);
  return (
    <div className="visits-who">
      <Link href={`/tasks/${taskId}`}>{contact?.name ?? title}</Link>
      {contact !== null && (
        <>
          <span className="ft-soft ft-small">
            {[contact.title, contact.company].filter((part) => part !== null).join(' · ')}
          </span>
          {contact.phone === null ? (
            <span className="ft-soft ft-small">{t.noPhone}</span>
          ) : (
            <a className="ft-link-text ft-small" href={`tel:${contact.phone.replaceAll(/[^\d+]/g, '')}`}>
              {contact.phone}
            </a>
          )}
        </>
      )}
    </div>
  );
}

function When({ visit: { appointment, dueAt }, zone }: Pick<RowProps, 'visit' | 'zone'>) {
  const t = useTexts(visitsTexts);
  const now = useNow();
  if (appointment !== null)
    return (
      <span>
        <span className="ft-soft">{t.appointed}</span> <Instant at={appointment.begins} zone={appointment.zone} />
        {appointment.place !== null && <span className="visits-where">{appointment.place}</span>}
      </span>
    );
  if (dueAt === null) return <span className="ft-soft">{t.undated}</span>;
  const isLate = now !== null && Date.parse(dueAt) < now;
  return (
    <span className={isLate ? 'visits-late' : undefined}>
      <span className={isLate ? undefined : 'ft-soft'}>{t.due}</span> <Instant at={dueAt} zone={zone} />
    </span>
  );
}
