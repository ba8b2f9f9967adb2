import { useEffect, useState } from 'react';
import type { previewGraph } from '../../api/contracts/definitions.js';
import { ask } from '../api/ask.js';
import { ProblemNote } from '../kit/problem-note.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { Picture } from './picture.js';
import { definitionsTexts } from './texts.js';

const REST_MS = 500;

/** The picture of a text that is being written. The last one that could be drawn stays while the text makes no sense. */
export function DraftPicture({ text, file }: { readonly text: string; readonly file: string }) {
  const t = useTexts(definitionsTexts);
  const { language } = useLanguage();
  const [svg, setSvg] = useState<string | null>(null);
  const [isOld, setIsOld] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (text.trim() === '') return;
    const abort = new AbortController();
    const draw = async () => {
      const body = { text, file, language, styled: false };
      const answer = await ask<typeof previewGraph>('POST /v1/definitions/preview-graph', { body }, abort);
      setError(null);
      setIsOld(answer.svg === null);
      if (answer.svg !== null) setSvg(answer.svg);
    };
    const timer = setTimeout(
      () =>
        void draw().catch((failure: unknown) => {
          if (!abort.signal.aborted) setError(failure);
        }),
      REST_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, file, language]);
  return (
    <div className="ft-stack">
      {error !== null && <ProblemNote error={error} />}
      {svg === null ? <p className="ft-soft">{t.pictureNone}</p> : <Picture svg={svg} label={t.pictureOfDraft} />}
      {isOld && svg !== null && <p className="ft-soft ft-small">{t.pictureOld}</p>}
    </div>
  );
}
