import { lazy, Suspense, useState } from 'react';
import type { BulkFilter } from '../../api/contracts/bulks.js';
import type { JourneyView } from '../../api/contracts/journeys.js';
import { useMe } from '../app/session.js';
import { kindsFor } from '../bulks/choice.js';
import { bulkTexts } from '../bulks/texts.js';
import { Button } from '../kit/button.js';
import { Checkbox } from '../kit/checkbox.js';
import type { Column } from '../kit/data-table.js';
import { Link } from '../kit/link.js';
import { useTexts } from '../texts/use-texts.js';

const BulkDialog = lazy(() => import('../bulks/bulk-dialog.js').then((dialog) => ({ default: dialog.BulkDialog })));

/** As many as one request may name. */
const MOST_CHOSEN = 1_000;

/** Rows that are chosen one by one; null: none is to be chosen. */
export interface Selection {
  readonly chosen: ReadonlySet<string> | null;
  readonly set: (chosen: ReadonlySet<string> | null) => void;
}

export function useSelection(): Selection {
  const [chosen, set] = useState<ReadonlySet<string> | null>(null);
  return { chosen, set };
}

/** The last column while rows are chosen: the first one is the row's link. */
export function useChoiceColumn({ chosen, set }: Selection): readonly Column<JourneyView>[] {
  const t = useTexts(bulkTexts);
  if (chosen === null) return [];
  const cell = ({ id, contactName, status }: JourneyView) => (
    <Checkbox
      isSelected={chosen.has(id)}
      isDisabled={status === 'ended' || (chosen.size >= MOST_CHOSEN && !chosen.has(id))}
      onChange={(isChosen) => set(new Set([...chosen, id].filter((each) => isChosen || each !== id)))}
    >
      <span className="ft-hidden">{t.chooseOne(contactName)}</span>
    </Checkbox>
  );
  return [{ id: 'chosen', title: t.chosen, cell, width: '70px', onPhone: true }];
}

/** One command for all that fit the filters, or for the chosen rows. */
export function BulkActs({ filter, selection }: { readonly filter: BulkFilter; readonly selection: Selection }) {
  const t = useTexts(bulkTexts);
  const me = useMe();
  const [asked, setAsked] = useState(false);
  const { chosen, set } = selection;
  const seeAll = <Link href="/bulks">{t.title}</Link>;
  if (kindsFor(me.role).length === 0) return seeAll;
  const some = chosen !== null && chosen.size > 0;
  return (
    <>
      {seeAll}
      <Button onPress={() => set(chosen === null ? new Set() : null)}>
        {chosen === null ? t.choose : t.chooseNone}
      </Button>
      <Button onPress={() => setAsked(true)} isDisabled={chosen !== null && !some}>
        {some ? t.openChosen(chosen.size) : t.open}
      </Button>
      {asked && (
        <Suspense>
          <BulkDialog filter={some ? { ids: [...chosen] } : filter} onClose={() => setAsked(false)} />
        </Suspense>
      )}
    </>
  );
}
