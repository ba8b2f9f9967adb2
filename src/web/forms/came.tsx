import type { FormDetailView } from '../../api/contracts/forms.js';
import { campaignHref } from '../campaigns/address.js';
import { Card } from '../kit/card.js';
import { FactList } from '../kit/fact-list.js';
import { FiguresTable } from '../kit/figures-table.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { refusalTexts } from './refusal-texts.js';
import { formsTexts } from './texts.js';

/** What came by a form in the last 30 days, by campaign, and what was refused. */
export function Came({ form }: { readonly form: FormDetailView }) {
  const t = useTexts(formsTexts);
  const formats = useFormats();
  return (
    <div className="ft-stack">
      <Card title={t.thirtyDays}>
        <FactList
          facts={[
            [t.visits, formats.number(form.visits)],
            [t.machineVisits, formats.number(form.machineVisits)],
            [t.submissions, formats.number(form.submissions)],
            [t.newContacts, formats.number(form.newContacts)],
            [t.blocked, formats.number(form.blocked)],
            [t.last, form.lastAt === null ? t.never : <Instant key="at" at={form.lastAt} />],
          ]}
        />
      </Card>
      <ByCampaign campaigns={form.campaigns} />
      <Refused refusals={form.refusals} />
    </div>
  );
}

function ByCampaign({ campaigns }: Pick<FormDetailView, 'campaigns'>) {
  const t = useTexts(formsTexts);
  const formats = useFormats();
  return (
    <Card title={t.byCampaign}>
      {campaigns.length === 0 ? (
        <p className="ft-soft">{t.byCampaignNone}</p>
      ) : (
        <FiguresTable
          label={t.byCampaign}
          heads={[t.campaign, t.visits, t.submissions, t.newContacts]}
          rows={campaigns.map(({ id, visits, submissions, newContacts }) => ({
            id,
            name: <Link href={campaignHref(id)}>{id}</Link>,
            figures: [visits, submissions, newContacts].map(formats.number),
          }))}
        />
      )}
    </Card>
  );
}

function Refused({ refusals }: Pick<FormDetailView, 'refusals'>) {
  const t = useTexts(formsTexts);
  const why = useTexts(refusalTexts);
  const formats = useFormats();
  return (
    <Card title={t.refused}>
      <p className="ft-soft ft-small">{t.refusedHelp}</p>
      {refusals.length === 0 ? (
        <p className="ft-soft">{t.refusedNone}</p>
      ) : (
        <FiguresTable
          label={t.refused}
          heads={[t.reason, t.count, t.lastTime]}
          rows={refusals.map(({ reason, count, lastAt }) => ({
            id: reason,
            name: why[reason],
            figures: [formats.number(count), <Instant key="at" at={lastAt} />],
          }))}
        />
      )}
    </Card>
  );
}
