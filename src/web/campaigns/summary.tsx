import { FactList } from '../kit/fact-list.js';
import { Link } from '../kit/link.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { type Form, formOf, type Span, type Values } from './form.js';
import { wizardTexts } from './wizard-texts.js';

/** What a campaign is, in words: for who lets it go, and for who approves it. */
export function Summary({ values }: { readonly values: Values }) {
  const t = useTexts(wizardTexts);
  const formats = useFormats();
  const form = formOf(values);
  const spanWords = ({ n, unit }: Span) => (n === '' ? null : `${formats.number(Number(n))} ${t[unit]}`);
  const time = form.start === 'at-once' ? t.everybodyAtOnce : `${form.day ?? ''} ${form.hour}`;
  const facts = [
    [t.whom, <Audience key="whom" form={form} />],
    [t.without, withoutWords(form, t)],
    [t.holdOut, form.holdOut === '' || form.holdOut === '0' ? null : `${form.holdOut}%`],
    [
      t.template,
      form.way === 'steps' ? (
        t.stepsHelp
      ) : form.template === null ? null : (
        <Link key="template" href={`/templates/${form.template}`}>
          {form.template}
        </Link>
      ),
    ],
    [t.from, form.from === 'owner' ? t.fromOwner : form.from],
    [t.purpose, form.purpose === null ? null : t[form.purpose]],
    [t.topic, form.topic === '' ? null : form.topic],
    [t.usefulFor, spanWords(form.usefulFor)],
    [t.start, time],
    [t.clock, form.start === 'at-once' ? null : form.clock === 'contact' ? t.eachOwn : form.zone],
    [t.window, form.hasWindow ? windowWords(form, t, formats.list) : null],
    [t.perMinute, form.perMinute === '' ? null : form.perMinute],
    [t.goal, form.goal === '' ? null : form.goal],
  ] as const;
  return <FactList facts={facts.filter(([, value]) => value !== null)} none={t.noneSaid} />;
}

type Words = (typeof wizardTexts)['en'];

function Audience({ form }: { readonly form: Form }) {
  const t = useTexts(wizardTexts);
  if (form.whom === 'condition') return t.byCondition;
  if (form.whom === 'file') return <>{form.file === '' ? t.noneSaid : form.file}</>;
  if (form.segment === null) return t.noneSaid;
  return <Link href={`/definitions/${form.segment}`}>{form.segment}</Link>;
}

function withoutWords({ without, withoutSegment, withoutFile }: Form, t: Words): string | null {
  switch (without) {
    case 'nobody':
      return null;
    case 'segment':
      return withoutSegment;
    case 'file':
      return withoutFile;
    case 'condition':
      return t.withoutCondition;
  }
}

const windowWords = ({ days, opens, closes }: Form, t: Words, list: (items: readonly string[]) => string): string =>
  `${list(days.map((day) => t[day]))} ${opens}–${closes}`;
