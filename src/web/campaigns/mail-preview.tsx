import { useState } from 'react';
import type { previewCampaign } from '../../api/contracts/campaign-looks.js';
import type { listTemplates } from '../../api/contracts/templates.js';
import { ask } from '../api/ask.js';
import { draftsOf } from '../api/drafts.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Select } from '../kit/select.js';
import { Loading } from '../kit/states.js';
import { KnownContact } from '../simulation/who.js';
import { useLocaleName } from '../templates/locale-name.js';
import { ShownMail } from '../templates/previewed-mail.js';
import { templatesTexts } from '../templates/texts.js';
import { useAsked } from '../templates/use-asked.js';
import { useTexts } from '../texts/use-texts.js';
import { Fate } from './fate.js';
import { wizardTexts } from './wizard-texts.js';
import '../simulation/simulation.css';
import '../templates/templates.css';

interface Chosen {
  /** Whose mail it is; null: somebody made up. */
  readonly contact: { readonly id: string; readonly name: string } | null;
}

const NOBODY: Chosen = { contact: null };
const { useDraft: useChosen } = draftsOf<Chosen>();

/** As whom a campaign is looked at, and a test of it is sent. */
export function useLookedAs(campaignId: string) {
  const { id } = useMe();
  return useChosen(`${id} ${campaignId}`, NOBODY);
}

const LOOK = { part: 'html', scheme: 'light', width: 'wide' } as const;
/** The contact's own language. */
const OWN = '-';

interface PreviewProps {
  readonly id: string;
  /** Of the text that is looked at: another one is looked at anew. */
  readonly revision: number;
}

/** The mail as anybody would get it, in any of its languages, and what would become of them. */
export function MailPreview({ id, revision }: PreviewProps) {
  const t = useTexts(wizardTexts);
  const words = useTexts(templatesTexts);
  const [{ contact }, choose] = useLookedAs(id);
  const [locale, setLocale] = useState(OWN);
  const [step, setStep] = useState<string | null>(null);
  const query = {
    ...(contact === null ? {} : { contactId: contact.id }),
    ...(locale === OWN ? {} : { locale }),
    ...(step === null ? {} : { step }),
  };
  const { answer, error } = useAsked(JSON.stringify([revision, query]), (signal) =>
    ask<typeof previewCampaign>('GET /v1/campaigns/:id/preview', { params: { id }, query }, { signal }),
  );
  return (
    <div className="ft-stack">
      <KnownContact known={contact} onChoose={(next) => choose({ contact: next })} isMissing={false} />
      {contact === null ? (
        <p className="ft-soft ft-small">{words.madeUp}</p>
      ) : (
        <div>
          <Button look="quiet" onPress={() => choose({ contact: null })}>
            {words.toMadeUp}
          </Button>
        </div>
      )}
      {error !== null && <ProblemNote error={error} />}
      {answer === null ? (
        error === null && <Loading lines={6} />
      ) : (
        <>
          {answer.steps.length > 1 && (
            <Select
              label={t.message}
              options={answer.steps.map((each) => ({ id: each.id, label: `${each.id} (${each.template})` }))}
              value={answer.step}
              onChange={setStep}
            />
          )}
          <LocaleField template={answer.template} value={locale} onChange={setLocale} />
          {answer.fate !== null && <Fate fate={answer.fate} />}
          <ShownMail mail={answer} locale={answer.locale ?? 'zxx'} look={LOOK} />
        </>
      )}
    </div>
  );
}

interface LocaleProps {
  readonly template: string;
  readonly value: string;
  readonly onChange: (locale: string) => void;
}

function LocaleField({ template, value, onChange }: LocaleProps) {
  const t = useTexts(wizardTexts);
  const words = useTexts(templatesTexts);
  const localeName = useLocaleName();
  const { data } = useOne<typeof listTemplates>('GET /v1/templates', {}, { kinds: ['template', 'definition'] });
  const files = data?.data.find(({ name }) => name === template)?.files ?? [];
  const locales = [...new Set(files.flatMap(({ locale }) => locale ?? []))];
  if (locales.length < 2) return null;
  return (
    <Select
      label={words.language}
      options={[{ id: OWN, label: t.ownLanguage }, ...locales.map((id) => ({ id, label: localeName(id) }))]}
      value={value}
      onChange={onChange}
    />
  );
}
