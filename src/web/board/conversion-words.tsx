import type { BoardStage } from '../../api/contracts/overview.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { conversionOf } from './conversion.js';
import { boardTexts } from './texts.js';

/** How many went on from a stage, in words; and its bar where there are enough for one. */
export function ConversionWords({ stage, isLast }: { readonly stage: BoardStage; readonly isLast: boolean }) {
  const t = useTexts(boardTexts);
  const formats = useFormats();
  const conversion = conversionOf(stage, isLast);
  switch (conversion.type) {
    case 'end':
      return <span className="ft-soft">{t.conversionEnd}</span>;
    case 'nobody':
      return <span className="ft-soft">{t.conversionNobody}</span>;
    case 'few':
      return <span>{t.conversionFew(formats.number(conversion.went), formats.number(conversion.of))}</span>;
    case 'share':
      return (
        <span>
          {t.conversionShare(
            formats.share(conversion.share),
            formats.number(conversion.went),
            formats.number(conversion.of),
          )}
        </span>
      );
  }
}
