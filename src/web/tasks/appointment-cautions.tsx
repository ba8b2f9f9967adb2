import type { CautionView, checkAppointment } from '../../api/contracts/appointments.js';
import { useOne } from '../api/hooks.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { useTexts } from '../texts/use-texts.js';
import { appointmentTexts } from './appointment-texts.js';

interface When {
  readonly begins: string;
  readonly ends: string;
  readonly zone: string;
}

/** What speaks against a time, while it is being chosen; it forbids nothing. */
export function Cautions({ taskId, when }: { readonly taskId: string; readonly when: When }) {
  const t = useTexts(appointmentTexts);
  const { data, error } = useOne<typeof checkAppointment>(
    'POST /v1/tasks/:id/appointment/check',
    { params: { id: taskId }, body: when },
    { keepOld: true },
  );
  if (error != null) return <ProblemNote error={error} />;
  if (data === undefined || data.cautions.length === 0) return null;
  return (
    <Notice tone="warn">
      {data.cautions.map((caution) => (
        <p key={`${caution.code} ${caution.whose} ${caution.taskId}`}>
          <CautionWords caution={caution} zone={data.zone} />
        </p>
      ))}
      <p>{t.cautions}</p>
    </Notice>
  );
}

function CautionWords({ caution, zone }: { readonly caution: CautionView; readonly zone: string }) {
  const t = useTexts(appointmentTexts);
  const isOwners = caution.whose === 'owner';
  switch (caution.code) {
    case 'outside-hours':
      return isOwners ? t.outsideOwner : t.outsideContact;
    case 'holiday':
      return (isOwners ? t.holidayOwner : t.holidayContact)(caution.holiday ?? t.holiday);
    case 'overlap':
      return (
        <>
          {t.overlap}{' '}
          <Link href={`/tasks/${caution.taskId ?? ''}`}>
            <Instant at={caution.begins} zone={zone} style="full" />
          </Link>
        </>
      );
  }
}
