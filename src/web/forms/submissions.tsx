import type { FormDetailView, FormSubmissionView, listFormSubmissions } from '../../api/contracts/forms.js';
import { useList } from '../api/hooks.js';
import { campaignHref } from '../campaigns/address.js';
import { countryName } from '../contacts/names.js';
import { Button } from '../kit/button.js';
import { FactList } from '../kit/fact-list.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { Empty, ErrorState, Loading } from '../kit/states.js';
import { Status, type Tone } from '../kit/status.js';
import { kitTexts } from '../kit/texts.js';
import { localise } from '../texts/localised.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { CampaignChoice } from './campaign-choice.js';
import { formsTexts } from './texts.js';

const LOOK_EVERY_MS = 15_000;
const A_PAGE = 25;

interface SubmissionsProps {
  readonly form: FormDetailView;
  readonly campaign: string;
  readonly onCampaign: (campaign: string) => void;
}

/** What people sent, newest first. */
export function Submissions({ form, campaign, onCampaign }: SubmissionsProps) {
  const t = useTexts(formsTexts);
  return (
    <div className="ft-stack">
      <div className="ft-filter-bar">
        <CampaignChoice label={t.campaign} none={t.anyCampaign} value={campaign} onChange={onCampaign} />
      </div>
      <SubmissionList form={form} campaign={campaign} />
    </div>
  );
}

function SubmissionList({ form, campaign }: Pick<SubmissionsProps, 'form' | 'campaign'>) {
  const t = useTexts(formsTexts);
  const kit = useTexts(kitTexts);
  const query = { form: form.id, limit: A_PAGE, ...(campaign === '' ? {} : { campaign }) };
  const list = useList<typeof listFormSubmissions>(
    'GET /v1/form-submissions',
    { query },
    { kinds: ['contact'], everyMs: LOOK_EVERY_MS },
  );
  const { rows, error } = list;
  if (list.isLoading) return <Loading lines={8} />;
  if (rows.length === 0 && error != null) return <ErrorState error={error} onRetry={list.refetch} />;
  if (rows.length === 0) return <Empty title={t.noSubmissions}>{t.noSubmissionsHelp}</Empty>;
  return (
    <>
      {list.isBehind && (
        <div className="ft-line" role="status">
          <span>{kit.changesIn}</span>
          <Button onPress={list.refetch}>{kit.showChanges}</Button>
        </div>
      )}
      <ul className="forms-submissions" aria-label={t.submissions}>
        {rows.map((submission) => (
          <Submission key={submission.id} submission={submission} form={form} />
        ))}
      </ul>
      {list.hasMore && (
        <Button onPress={list.fetchMore} isDisabled={list.isFetchingMore}>
          {t.more}
        </Button>
      )}
    </>
  );
}

function Submission({ submission, form }: { readonly submission: FormSubmissionView; readonly form: FormDetailView }) {
  const t = useTexts(formsTexts);
  const formats = useFormats();
  const { language } = useLanguage();
  const { contact, at, isNew, campaignId, differs } = submission;
  // Fields of the record go by what the form calls them.
  const nameOf = (field: string) =>
    localise(language, form.fields.find(({ to }) => to === `contact.${field}`)?.label, field);
  return (
    <li>
      <article className="ft-card forms-submission" aria-label={contact.name}>
        <header className="ft-line">
          <Link href={`/contacts/${contact.id}`}>{contact.name}</Link>
          <Status tone={isNew ? 'good' : 'neutral'}>{isNew ? t.isNew : t.isKnown}</Status>
          <span className="ft-soft ft-small">
            <Instant at={at} /> · {t.inVersion(submission.version)}
          </span>
          {campaignId !== null && (
            <span className="ft-small">
              <span className="ft-soft">{t.byLinkOf}</span> <Link href={campaignHref(campaignId)}>{campaignId}</Link>
            </span>
          )}
        </header>
        <Answers answers={submission.answers} fields={form.fields} />
        {differs.length > 0 && <Notice tone="info">{t.differs(formats.list(differs.map(nameOf)))}</Notice>}
        <Agreed submission={submission} />
      </article>
    </li>
  );
}

interface AnswersProps {
  readonly answers: FormSubmissionView['answers'];
  readonly fields: FormDetailView['fields'];
}

/** In the order of the form; what it doesn't ask any more comes last, by its id. */
function Answers({ answers, fields }: AnswersProps) {
  const t = useTexts(formsTexts);
  const { language } = useLanguage();
  const wordsOf = (id: string, value: string | number | boolean): string => {
    if (typeof value === 'boolean') return t[`${value}`];
    const field = fields.find((each) => each.id === id);
    if (field?.to === 'contact.country') return countryName(language, String(value));
    return localise(language, field?.options.find((option) => option.value === value)?.label, String(value));
  };
  const asked = fields.map(({ id }) => id);
  const given = [...asked, ...Object.keys(answers).filter((id) => !asked.includes(id))];
  const facts = given.flatMap((id) => {
    const value = answers[id];
    const label = localise(language, fields.find((field) => field.id === id)?.label, id);
    return value === undefined ? [] : [[label, wordsOf(id, value)] as const];
  });
  return <FactList facts={facts} />;
}

const TONES = { given: 'good', confirmed: 'good', waiting: 'info', lapsed: 'warn', 'not-asked': 'neutral' } as const;

/** What was agreed to, in the words that the page showed, and what became of it. */
function Agreed({ submission: { consent, language } }: { readonly submission: FormSubmissionView }) {
  const t = useTexts(formsTexts);
  if (consent === null) return <p className="ft-soft ft-small">{t.noConsent}</p>;
  const tone: Tone = TONES[consent.state];
  return (
    <div className="forms-consent">
      <span className="ft-line">
        <Status tone={tone}>{t[consent.state]}</Status>
        <span className="ft-soft ft-small">{consent.topic === '*' ? t.allMarketing : t.topic(consent.topic)}</span>
      </span>
      <blockquote lang={language}>{consent.text}</blockquote>
    </div>
  );
}
