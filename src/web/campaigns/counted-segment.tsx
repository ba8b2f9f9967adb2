import { useState } from 'react';
import type { countSegment, getSegment, sampleWritten } from '../../api/contracts/segments.js';
import { ask } from '../api/ask.js';
import { useOne } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { useAsked } from '../templates/use-asked.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { wizardTexts } from './wizard-texts.js';

const SAMPLE = 5;

/** How many fit a segment now, and some of them. */
export function CountedSegment({ id }: { readonly id: string }) {
  const t = useTexts(wizardTexts);
  const formats = useFormats();
  const { answer, error } = useAsked(id, (signal) =>
    ask<typeof countSegment>('POST /v1/segments/:id/count', { params: { id } }, { signal }),
  );
  if (error !== null) return <ProblemNote error={error} />;
  return (
    <div className="camp-count">
      <p role="status" className="camp-number">
        {answer === null ? t.counting : t.countNow(formats.number(answer.fit), formats.number(answer.of))}
      </p>
      {answer?.fit === 0 && <Notice tone="warn">{t.nobodyFits}</Notice>}
      {answer !== null && answer.fit > 0 && <Sample id={id} />}
    </div>
  );
}

function Sample({ id }: { readonly id: string }) {
  const t = useTexts(wizardTexts);
  const [asked, setAsked] = useState(1);
  const { data: segment } = useOne<typeof getSegment>('GET /v1/segments/:id', { params: { id } });
  const text = segment?.text;
  const { answer } = useAsked(text === undefined ? null : `${asked} ${text}`, (signal) =>
    ask<typeof sampleWritten>('POST /v1/segments/sample', { body: { text: text ?? '', limit: SAMPLE } }, { signal }),
  );
  if (answer === null) return null;
  return (
    <>
      <p className="ft-small" id={`sample-${id}`}>
        {t.sample}
      </p>
      <ul className="camp-people" aria-labelledby={`sample-${id}`}>
        {answer.contacts.map((contact) => (
          <li key={contact.id}>
            <Link href={`/contacts/${contact.id}`}>{contact.name}</Link>
            {contact.company !== null && <span className="ft-soft"> {contact.company}</span>}
          </li>
        ))}
      </ul>
      <Button look="quiet" onPress={() => setAsked((n) => n + 1)}>
        {t.sampleOthers}
      </Button>
    </>
  );
}
