import { useMemo, useState } from 'react';
import type { CareCampaignView, CareItemView, CarePartView, listCare } from '../../api/contracts/care.js';
import { useList } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Person } from '../kit/person.js';
import { Empty } from '../kit/states.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { Campaigns } from './campaigns.js';
import { MessageDialog } from './message-dialog.js';
import { dateWords } from './month.js';
import { MAY_TAKE_OUT, TakenOut, TakeOutButton } from './take-out.js';
import { careTexts } from './texts.js';
import { useActWords, useOccasionWords } from './what.js';

interface DayProps {
  readonly day: string;
  readonly kind: CarePartView['kind'] | null;
  readonly total: number | undefined;
  readonly campaigns: readonly CareCampaignView[];
}

/** Whom we care for on a day, at what hour of theirs, with what. */
export function DayList({ day, kind, total, campaigns }: DayProps) {
  const t = useTexts(careTexts);
  const { language } = useLanguage();
  const title = dateWords(language, day, { dateStyle: 'full' });
  const list = useList<typeof listCare>(
    'GET /v1/care',
    { query: { day, ...(kind === null ? {} : { kind }) } },
    { kinds: ['journey'] },
  );
  const columns = useColumns();
  return (
    <section className="ft-stack" aria-label={title}>
      <h2 className="care-title">{title}</h2>
      <Campaigns campaigns={campaigns} />
      <DataTable
        label={title}
        columns={columns}
        list={list}
        rowKey={({ journeyId, step }) => `${journeyId}/${step}`}
        {...(total === undefined ? {} : { total })}
        empty={<Empty title={campaigns.length === 0 ? t.emptyDay : t.emptyCare}>{t.emptyDayHelp}</Empty>}
      />
    </section>
  );
}

function useColumns(): readonly Column<CareItemView>[] {
  const t = useTexts(careTexts);
  const mayAct = MAY_TAKE_OUT.has(useMe().role);
  return useMemo(
    () => [
      {
        id: 'at',
        title: t.at,
        cell: ({ at, timezone }) => <Instant at={at} zone={timezone} style="time" />,
        width: '80px',
        onPhone: true,
      },
      {
        id: 'who',
        title: t.who,
        width: '27%',
        cell: (item) => (
          <span className="care-cell">
            <Link href={`/journeys/${item.journeyId}`}>{item.contactName}</Link>
            <span className="ft-soft ft-small">
              {[item.company, item.city].filter((part) => part != null).join(' · ')}
            </span>
          </span>
        ),
        onPhone: true,
      },
      {
        id: 'what',
        title: t.what,
        // On a phone what can be done stands below.
        cell: (item) => (
          <span className="care-what">
            <WhatCell item={item} />
            <ActsCell item={item} mayAct={mayAct} />
          </span>
        ),
        onPhone: true,
      },
      { id: 'owner', title: t.owner, cell: ({ ownerId }) => <Person id={ownerId} />, width: '170px' },
    ],
    [t, mayAct],
  );
}

function WhatCell({ item }: { readonly item: CareItemView }) {
  const t = useTexts(careTexts);
  const occasion = useOccasionWords();
  const act = useActWords();
  const notes = [
    ...(item.expected ? [[t.expected, t.expectedHelp] as const] : []),
    ...(item.open ? [[t.open, t.openHelp] as const] : []),
    ...(item.phase === 'paused' ? [[t.paused, ''] as const] : []),
  ];
  return (
    <span className="care-cell">
      <span>{occasion(item)}</span>
      <span className="ft-soft ft-small">
        {act(item)}
        {notes.map(([word, help]) => (
          <span key={word} title={help}>
            {' · '}
            {word}
          </span>
        ))}
      </span>
    </span>
  );
}

function ActsCell({ item, mayAct }: { readonly item: CareItemView; readonly mayAct: boolean }) {
  const t = useTexts(careTexts);
  const occasion = useOccasionWords();
  const [looks, setLooks] = useState(false);
  return (
    <span className="care-acts">
      {item.action !== 'task' && (
        <Button look="quiet" aria-label={t.lookOf(occasion(item), item.contactName)} onPress={() => setLooks(true)}>
          {t.look}
        </Button>
      )}
      {item.takenOut === null ? mayAct && <TakeOutButton item={item} /> : <TakenOut item={item} mayAct={mayAct} />}
      {looks && <MessageDialog item={item} onClose={() => setLooks(false)} />}
    </span>
  );
}
