import { useEffect, useRef } from 'react';
import type { CampaignDraftView, listCampaignRecipients, RecipientView } from '../../api/contracts/campaigns.js';
import { useList } from '../api/hooks.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { Button } from '../kit/button.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Empty } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { humanised } from '../texts/humanised.js';
import { useTexts } from '../texts/use-texts.js';
import { readEvery } from './acts.js';
import { ONE_SHAPE } from './address.js';
import { oneTexts } from './one-texts.js';
import { campaignsTexts } from './texts.js';

/** While it sends, people go from part to part. */
const EVERY_MS = 5_000;

/** Who is in a part of the sum; each leads to their story, or to the contact. */
export function People({ campaign }: { readonly campaign: CampaignDraftView }) {
  const t = useTexts(oneTexts);
  const words = useTexts(campaignsTexts);
  const problems = useTexts(problemTexts);
  const { values, set } = useAddress(ONE_SHAPE);
  const { part, reason } = values;
  const heading = useHeadingOf(`${part ?? ''} ${reason}`);
  const query = {
    ...(part === null || part === 'all' ? {} : { part }),
    ...(reason === '' ? {} : { reason }),
  };
  const list = useList<typeof listCampaignRecipients>(
    'GET /v1/campaigns/:id/recipients',
    { params: { id: campaign.id }, query },
    { enabled: part !== null, ...(readEvery(campaign) === undefined ? {} : { everyMs: EVERY_MS }) },
  );
  const columns = useColumns();
  if (part === null) return null;
  const title = part === 'all' ? t.allPeople : words[part];
  const why = reason === '' ? '' : ` · ${wordsOf(problems, reason) ?? humanised(reason)}`;
  return (
    <section className="ft-stack">
      <div className="ft-line">
        <h2 ref={heading} tabIndex={-1}>
          {t.peopleOf(`${title}${why}`)}
        </h2>
        {part !== 'all' && (
          <Button look="quiet" onPress={() => set({ part: 'all', reason: '' })}>
            {t.everybody}
          </Button>
        )}
      </div>
      <DataTable
        label={t.peopleOf(`${title}${why}`)}
        columns={columns}
        list={list}
        rowKey={({ n }) => String(n)}
        href={({ journeyId, contactId }) => (journeyId === null ? `/contacts/${contactId}` : `/journeys/${journeyId}`)}
        empty={<Empty title={t.noPeople}>{t.noPeopleHelp}</Empty>}
      />
    </section>
  );
}

/** A click on a term leads to its list: the eye and the keyboard go there. */
function useHeadingOf(shown: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'start' });
  }, [shown]);
  return heading;
}

function useColumns(): readonly Column<RecipientView>[] {
  const t = useTexts(oneTexts);
  const words = useTexts(campaignsTexts);
  const problems = useTexts(problemTexts);
  return [
    { id: 'contact', title: t.contact, cell: ({ contactName }) => contactName },
    { id: 'part', title: t.where, width: '150px', onPhone: true, cell: ({ part }) => words[part] },
    {
      id: 'why',
      title: t.why,
      cell: ({ reason }) => (reason === null ? '' : (wordsOf(problems, reason) ?? humanised(reason))),
    },
    { id: 'due', title: t.due, width: '150px', cell: ({ dueAt }) => <Instant at={dueAt} /> },
    {
      id: 'reached',
      title: t.reached,
      width: '150px',
      cell: ({ handedAt, acceptedAt }) =>
        handedAt === null && acceptedAt === null ? '' : <Instant at={acceptedAt ?? handedAt} />,
    },
  ];
}
