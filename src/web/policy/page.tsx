import type { getPolicy, PolicyView } from '../../api/contracts/policy.js';
import { useOne } from '../api/hooks.js';
import { Card } from '../kit/card.js';
import { FactList } from '../kit/fact-list.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Loaded } from '../kit/states.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { LawTable } from './law-table.js';
import { policyTexts } from './texts.js';
import './policy.css';

/** What this deployment settles for every message; to be read. */
export function Page() {
  const t = useTexts(policyTexts);
  const policy = useOne<typeof getPolicy>('GET /v1/policy', {});
  return (
    <div className="ft-stack">
      <PageHeader title={t.title} above={<Link href="/messages">{t.back}</Link>} below={t.help} />
      <Loaded of={policy}>{(found) => <Policy policy={found} />}</Loaded>
    </div>
  );
}

interface PolicyProps {
  readonly policy: PolicyView;
}

function Policy({ policy }: PolicyProps) {
  return (
    <>
      <div className="policy-columns">
        <Sender policy={policy} />
        <Caps policy={policy} />
        <Rates policy={policy} />
      </div>
      <Law policy={policy} />
    </>
  );
}

function Sender({ policy: { company, tracking, campaigns } }: PolicyProps) {
  const t = useTexts(policyTexts);
  const formats = useFormats();
  const facts = [
    [t.company, company.name],
    [t.address, company.address],
    [t.tracking, t[tracking]],
    [
      t.campaigns,
      campaigns.approvalAbove === null ? t.noApproval : t.approvalAbove(formats.number(campaigns.approvalAbove)),
    ],
  ] as const;
  return (
    <Card title={t.sender}>
      <FactList facts={facts} none={t.none} />
    </Card>
  );
}

function Caps({ policy: { caps } }: PolicyProps) {
  const t = useTexts(policyTexts);
  const formats = useFormats();
  return (
    <Card title={t.caps}>
      {caps.length === 0 ? (
        <p>{t.noCaps}</p>
      ) : (
        <ul className="policy-caps">
          {caps.map(({ most, perMs, topic }) => (
            <li key={`${most} ${perMs} ${topic ?? ''}`}>
              {t.cap(most, formats.duration(perMs))}
              {topic !== null && <span className="ft-soft"> {t.ofTopic(topic)}</span>}
            </li>
          ))}
        </ul>
      )}
      <p className="ft-help">{t.capsHelp}</p>
    </Card>
  );
}

function Rates({ policy: { receiving } }: PolicyProps) {
  const t = useTexts(policyTexts);
  const formats = useFormats();
  const { default: others, domains } = receiving;
  const cap = ({ most, perMs }: { readonly most: number; readonly perMs: number }) =>
    t.rate(formats.number(most), formats.duration(perMs));
  return (
    <Card title={t.rates}>
      {others === null && domains.length === 0 ? (
        <p>{t.noCaps}</p>
      ) : (
        <ul className="policy-caps">
          {domains.map((rate) => (
            <li key={rate.domain}>
              <span lang="zxx">{rate.domain}</span>
              {t.colon}
              {cap(rate)}
            </li>
          ))}
          <li>
            {t.otherDomains}
            {t.colon}
            {others === null ? t.noCaps : cap(others)}
          </li>
        </ul>
      )}
      <p className="ft-help">{t.ratesHelp}</p>
    </Card>
  );
}

function Law({ policy: { law } }: PolicyProps) {
  const t = useTexts(policyTexts);
  return (
    <Card title={t.law}>
      <p>{law.world ? t.worldOn : t.worldOff}</p>
      <p>{law.existingCustomers ? t.customersOn : t.customersOff}</p>
      <p className="ft-help">{t.lawHelp}</p>
      <LawTable law={law} />
    </Card>
  );
}
