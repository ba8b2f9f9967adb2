import { useRef, useState } from 'react';
import type { Answer } from '../../api/contracts/contract.js';
import type { ExplainedPart, explainWritten, sampleWritten } from '../../api/contracts/segments.js';
import { newKey } from '../api/ask.js';
import { useAct } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { Link } from '../kit/link.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Status } from '../kit/status.js';
import { KnownContact } from '../simulation/who.js';
import { useTexts } from '../texts/use-texts.js';
import { segmentsTexts } from './texts.js';
import '../simulation/simulation.css';

/** Some of whom a segment chooses, and why somebody is in or out. */
export const People = ({ text }: { readonly text: string }) => (
  <div className="ft-stack">
    <Samples text={text} />
    <Explain text={text} />
  </div>
);

export function Samples({ text }: { readonly text: string }) {
  const t = useTexts(segmentsTexts);
  const sample = useAct<typeof sampleWritten>('POST /v1/segments/sample', { changes: [] });
  const [shown, setShown] = useState<Answer<typeof sampleWritten>['contacts'] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const look = () =>
    sample.run({ body: { text, limit: 10 } }, newKey()).then(
      ({ contacts }) => {
        setError(null);
        setShown(contacts);
      },
      (failure: unknown) => setError(failure),
    );
  return (
    <Card
      title={t.samples}
      aside={
        <Button isDisabled={sample.isRunning} onPress={() => void look()}>
          {shown === null ? t.showSamples : t.otherSamples}
        </Button>
      }
    >
      <p className="ft-soft ft-small">{t.samplesHelp}</p>
      {error != null && <ProblemNote error={error} />}
      {shown?.length === 0 && <p>{t.nobody}</p>}
      {shown !== null && shown.length > 0 && (
        <ul className="seg-sample">
          {shown.map(({ id, name, company, email }) => (
            <li key={id}>
              <Link href={`/contacts/${id}`}>{name}</Link>{' '}
              <span className="ft-soft ft-small">{[company, email].filter((part) => part !== null).join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

type Known = { readonly id: string; readonly name: string };

function Explain({ text }: { readonly text: string }) {
  const t = useTexts(segmentsTexts);
  const explain = useAct<typeof explainWritten>('POST /v1/segments/explain', { changes: [] });
  const [known, setKnown] = useState<Known | null>(null);
  const [said, setSaid] = useState<Answer<typeof explainWritten> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const asked = useRef<Known | null>(null);
  const ask = (contact: Known | null) => {
    asked.current = contact;
    setKnown(contact);
    setSaid(null);
    setError(null);
    if (contact === null) return;
    // Of somebody who was asked about before, an answer may come late.
    const isStill = () => asked.current === contact;
    explain.run({ body: { text, contactId: contact.id } }, newKey()).then(
      (answer) => isStill() && setSaid(answer),
      (failure: unknown) => isStill() && setError(failure),
    );
  };
  return (
    <Card title={t.explain}>
      <div className="ft-stack">
        <KnownContact known={known} onChoose={ask} isMissing={false} />
        {error != null && <ProblemNote error={error} />}
        {known !== null && said !== null && (
          <>
            <p>
              <strong>{said.fits ? t.fits(known.name) : t.fitsNot(known.name)}</strong>
            </p>
            <ul className="seg-parts" aria-label={t.partsOf}>
              {said.parts.map((part, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a part is what stands in its place
                <Part key={i} part={part} />
              ))}
            </ul>
          </>
        )}
      </div>
    </Card>
  );
}

function Part({ part: { depth, type, holds, path, asked, found } }: { readonly part: ExplainedPart }) {
  const t = useTexts(segmentsTexts);
  return (
    <li className="seg-part" style={{ marginInlineStart: `${depth * 1.5}rem` }}>
      <Status tone={holds ? 'good' : 'bad'}>{holds ? t.holds : t.holdsNot}</Status>
      {type === 'test' ? (
        <span>
          <code lang="zxx">{path}</code> {/* The engine has them in English. */}
          <span className="ft-soft">
            {t.asked} <span lang="en">{asked}</span> · {t.found} <span lang="en">{found}</span>
          </span>
        </span>
      ) : (
        <span>{t[type]}</span>
      )}
    </li>
  );
}
