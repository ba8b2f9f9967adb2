import type { TemplateView } from '../../api/contracts/templates.js';
import { draftsOf } from '../api/drafts.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { type Option, Select } from '../kit/select.js';
import { KnownContact } from '../simulation/who.js';
import { LANGUAGES } from '../texts/language.js';
import { useTexts } from '../texts/use-texts.js';
import { fileOf, partsOf } from './address.js';
import { draftKey, useDrafts } from './drafts.js';
import { PreviewedMail } from './previewed-mail.js';
import { templatesTexts } from './texts.js';
import '../simulation/simulation.css';

export interface Look {
  readonly part: 'html' | 'text';
  readonly scheme: 'light' | 'dark';
  readonly width: 'wide' | 'narrow';
}

interface Chosen extends Look {
  /** Whose mail it is; null: somebody made up. */
  readonly contact: { readonly id: string; readonly name: string } | null;
  /** own: the language of the file, or the person's; both: each language there is. */
  readonly languages: 'own' | 'both';
}

const AT_FIRST: Chosen = { part: 'html', scheme: 'light', width: 'wide', contact: null, languages: 'own' };

// What is chosen for one file is wanted for the next one too.
const { useDraft: useChosen } = draftsOf<Chosen>();

interface PreviewProps {
  readonly name: string;
  readonly file: string;
  readonly source: string;
  readonly template: TemplateView | null;
}

/** The mail that a file makes, as a contact would get it. */
export function Preview({ name, file, source, template }: PreviewProps) {
  const { id: userId } = useMe();
  const [chosen, choose] = useChosen(userId, AT_FIRST);
  const views = useViews({ name, file, source, template });
  const shown = chosen.languages === 'both' ? views : views.slice(0, 1);
  return (
    <div className="ft-stack">
      <Choices chosen={chosen} onChoose={choose} />
      <div className={shown.length > 1 ? 'tpl-both' : undefined}>
        {shown.map((view) => (
          <PreviewedMail key={view.locale} view={view} look={chosen} contactId={chosen.contact?.id ?? null} />
        ))}
      </div>
    </div>
  );
}

/** One mail to show: what is asked of the server. */
export interface View {
  readonly locale: string;
  readonly file: string;
  /** undefined: as it is published. */
  readonly source: string | undefined;
  readonly template: string | undefined;
}

/** The mail in the language of the file first, then in the others; with what is being written in their files. */
function useViews({ name, file, source, template }: PreviewProps): readonly View[] {
  const { id: userId } = useMe();
  const drafts = useDrafts();
  const own = partsOf(name, file);
  const isShared = template !== null && template.kind !== 'template';
  const within = isShared ? template.usedBy[0] : undefined;
  if (own?.locale == null) return LANGUAGES.map((locale) => ({ locale, file, source, template: within }));
  const others = [...new Set(template?.files.flatMap(({ locale }) => locale ?? []) ?? [])].filter(
    (locale) => locale !== own.locale,
  );
  return [
    { locale: own.locale, file, source, template: within },
    ...others.map((locale) => {
      const its = fileOf(name, { locale, text: false });
      return { locale, file: its, source: drafts.get(draftKey(userId, its))?.source, template: within };
    }),
  ];
}

interface ChoicesProps {
  readonly chosen: Chosen;
  readonly onChoose: (change: Partial<Chosen>) => void;
}

function Choices({ chosen, onChoose }: ChoicesProps) {
  const t = useTexts(templatesTexts);
  const parts: readonly Option<Look['part']>[] = [
    { id: 'html', label: t.html },
    { id: 'text', label: t.plainText },
  ];
  const schemes: readonly Option<Look['scheme']>[] = [
    { id: 'light', label: t.light },
    { id: 'dark', label: t.dark },
  ];
  const widths: readonly Option<Look['width']>[] = [
    { id: 'wide', label: t.wide },
    { id: 'narrow', label: t.narrow },
  ];
  const languages: readonly Option<Chosen['languages']>[] = [
    { id: 'own', label: t.ownLanguage },
    { id: 'both', label: t.bothLanguages },
  ];
  return (
    <>
      <KnownContact known={chosen.contact} onChoose={(contact) => onChoose({ contact })} isMissing={false} />
      {chosen.contact === null ? (
        <p className="ft-soft ft-small">{t.madeUp}</p>
      ) : (
        <div>
          <Button look="quiet" onPress={() => onChoose({ contact: null })}>
            {t.toMadeUp}
          </Button>
        </div>
      )}
      <div className="tpl-look">
        <Select
          label={t.language}
          options={languages}
          value={chosen.languages}
          onChange={(next) => onChoose({ languages: next })}
        />
        <Select label={t.mailPart} options={parts} value={chosen.part} onChange={(part) => onChoose({ part })} />
        <Select label={t.colours} options={schemes} value={chosen.scheme} onChange={(scheme) => onChoose({ scheme })} />
        <Select label={t.widthOf} options={widths} value={chosen.width} onChange={(width) => onChoose({ width })} />
      </div>
    </>
  );
}
