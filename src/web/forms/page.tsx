import type { FormSummary, listForms } from '../../api/contracts/forms.js';
import { useOne } from '../api/hooks.js';
import { Code } from '../kit/code.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { PageHeader } from '../kit/page-header.js';
import { Empty } from '../kit/states.js';
import { localise } from '../texts/localised.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { formHref } from './address.js';
import { formsTexts } from './texts.js';
import './forms.css';

/** Counts come in at any time, and no change announces them. */
const LOOK_EVERY_MS = 30_000;

/** The published forms, with what came by them. */
export function Page() {
  const t = useTexts(formsTexts);
  const forms = useOne<typeof listForms>('GET /v1/forms', {}, { everyMs: LOOK_EVERY_MS });
  return (
    <>
      <PageHeader title={t.title} below={t.help} />
      <DataTable
        label={t.table}
        columns={useColumns()}
        list={{
          rows: forms.data?.data ?? [],
          error: forms.error,
          isLoading: forms.isLoading,
          hasMore: false,
          isFetchingMore: false,
          fetchMore: () => undefined,
          refetch: forms.refetch,
        }}
        rowKey={({ id }) => id}
        href={({ id }) => formHref(id)}
        tall
        empty={<Empty title={t.empty}>{t.emptyHelp}</Empty>}
      />
    </>
  );
}

function useColumns(): readonly Column<FormSummary>[] {
  const t = useTexts(formsTexts);
  const formats = useFormats();
  const { language } = useLanguage();
  const figure = (id: 'visits' | 'submissions' | 'newContacts' | 'blocked', onPhone = false): Column<FormSummary> => ({
    ...{ id, title: t[id], width: '120px', align: 'end', onPhone },
    cell: (form) => formats.number(form[id]),
  });
  return [
    {
      id: 'name',
      title: t.form,
      cell: ({ name, id }) => (
        <>
          {localise(language, name, id)}
          <span className="forms-id ft-soft ft-small">
            <Code>{id}</Code>
          </span>
        </>
      ),
    },
    figure('visits'),
    figure('submissions', true),
    figure('newContacts'),
    figure('blocked'),
    {
      id: 'last',
      title: t.last,
      width: '180px',
      cell: ({ lastAt }) => (lastAt === null ? <span className="ft-soft">{t.never}</span> : <Instant at={lastAt} />),
    },
  ];
}
