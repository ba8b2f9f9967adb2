import type { OverviewView } from '../../api/contracts/overview.js';
import { useMe } from '../app/session.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { homeTexts } from './texts.js';

/** What happened in the last day, as a strip of numbers. */
export function Figures({ overview }: { readonly overview: OverviewView }) {
  const t = useTexts(homeTexts);
  const formats = useFormats();
  const { sent, replied, unsubscribed, entered, won } = overview.lately;
  const sells = useMe().role !== 'marketing';
  const figures: readonly (readonly [string, number])[] = [
    [t.sent, sent],
    [t.replied, replied],
    [t.unsubscribed, unsubscribed],
    ...(sells ? [] : [[t.refusedWeek, overview.refused.count] as const]),
    [t.entered, entered],
    ...(sells ? [[t.won, won] as const] : []),
  ];
  return (
    <section className="home-figures" aria-label={t.lately}>
      <p className="ft-soft ft-small">{t.lately}</p>
      <dl className="home-figure-line">
        {figures.map(([label, value]) => (
          <div key={label} className="home-figure">
            <dt className="ft-soft ft-small">{label}</dt>
            <dd className="home-figure-value">{formats.number(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
