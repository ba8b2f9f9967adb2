import type { PolicyView } from '../../api/contracts/policy.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { policyTexts } from './texts.js';

type Law = PolicyView['law'];
type Country = Law['countries'][number];
type Words = (typeof policyTexts)['en'];

/** The rows of the law: what holds here, what the law says where that differs, and from where it is known. */
export function LawTable({ law }: { readonly law: Law }) {
  const t = useTexts(policyTexts);
  const { language } = useLanguage();
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const rows = law.countries
    .map((row) => ({ ...row, name: names.of(row.country) ?? row.country }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by the keyboard
    <section className="policy-scroll" tabIndex={0} aria-label={t.lawByCountry}>
      <table className="policy-table">
        <thead>
          <tr>
            <th scope="col">{t.country}</th>
            <th scope="col">{t.consent}</th>
            <th scope="col">{t.mark}</th>
            <th scope="col">{t.must}</th>
            <th scope="col">{t.sms}</th>
            <th scope="col">{t.source}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.country}>
              <th scope="row">{row.name}</th>
              <td>
                <Consent row={row} existingCustomers={law.existingCustomers} />
              </td>
              <td lang="zxx">{[row.mark, row.markInChinese].filter((mark) => mark !== null).join(' · ')}</td>
              <td>{row.postalAddress && t.postal}</td>
              <td>{row.sms !== null && <Sms sms={row.sms} holds={law.world} />}</td>
              <td className="ft-small" lang="zxx">
                {row.law}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Consent({ row, existingCustomers }: { readonly row: Country; readonly existingCustomers: boolean }) {
  const t = useTexts(policyTexts);
  const byLaw = byLawOf(row, t);
  const here = hereOf(row, existingCustomers, byLaw, t);
  return (
    <>
      {here}
      {here !== byLaw && <span className="policy-below ft-soft ft-small">{t.lawSays(byLaw)}</span>}
    </>
  );
}

function hereOf({ holds, consent }: Country, existingCustomers: boolean, byLaw: string, t: Words): string {
  if (!holds) return t.notAsked;
  return consent === 'customers' && !existingCustomers ? t.express : byLaw;
}

function byLawOf({ consent, monthsAfterOrder, monthsAfterInquiry }: Country, t: Words): string {
  if (consent === 'opt-out') return t.optOut;
  if (consent === 'express') return t.express;
  const spans = [
    ...(monthsAfterOrder === null ? [] : [t.afterOrder(monthsAfterOrder)]),
    ...(monthsAfterInquiry === null ? [] : [t.afterInquiry(monthsAfterInquiry)]),
  ];
  return spans.length === 0 ? t.customers : `${t.customers} (${spans.join(', ')})`;
}

/** Rules of their own for SMS hold where the whole table does. */
function Sms({
  sms: { consent, from, to },
  holds,
}: {
  readonly sms: NonNullable<Country['sms']>;
  readonly holds: boolean;
}) {
  const t = useTexts(policyTexts);
  const words = [
    ...(consent === 'express' ? [t.express] : []),
    ...(from === null || to === null ? [] : [t.hours(from, to)]),
  ].join(', ');
  return holds ? words : <span className="ft-soft ft-small">{t.lawSays(words)}</span>;
}
