import { useState } from 'react';
import { useParams } from 'wouter';
import type { Answer } from '../../api/contracts/contract.js';
import type { countSegment, getSegment, SegmentDetailView, SegmentSizeView } from '../../api/contracts/segments.js';
import { newKey } from '../api/ask.js';
import { useAct, useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { DefinedHeader } from '../definitions/defined-header.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { FiguresTable } from '../kit/figures-table.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Loaded } from '../kit/states.js';
import { Tabs } from '../kit/tabs.js';
import { toast } from '../kit/toast.js';
import { useAddress } from '../kit/use-address.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { ONE_SHAPE } from './address.js';
import { SizeChart } from './chart.js';
import { People } from './people.js';
import { segmentsTexts } from './texts.js';
import { Write } from './write.js';
import './segments.css';

export function Page() {
  const { id = '' } = useParams<{ id: string }>();
  const t = useTexts(segmentsTexts);
  const segment = useOne<typeof getSegment>('GET /v1/segments/:id', { params: { id } }, { kinds: ['definition'] });
  const { data } = segment;
  return (
    <div>
      <DefinedHeader
        id={id}
        name={data?.name}
        above={<Link href="/segments">{t.backToList}</Link>}
        version={data && t.versionNumber(data.version)}
      />
      <Loaded key={id} of={segment} lines={8}>
        {(shown) => <Parts segment={shown} onCounted={segment.refetch} />}
      </Loaded>
    </div>
  );
}

interface PartsProps {
  readonly segment: SegmentDetailView;
  readonly onCounted: () => void;
}

function Parts({ segment, onCounted }: PartsProps) {
  const t = useTexts(segmentsTexts);
  const { values, set, faults } = useAddress(ONE_SHAPE);
  const { id, version, text, sizes } = segment;
  return (
    <div className="ft-stack">
      {faults.length > 0 && <Notice tone="warn">{t.oldLink}</Notice>}
      <Tabs
        label={t.parts}
        chosen={values.tab}
        onChoose={(tab) => set({ tab }, { push: true })}
        tabs={[
          {
            id: 'size',
            label: t.sizeTab,
            content: (
              <div className="ft-stack">
                <Size segment={segment} onCounted={onCounted} />
                {sizes.length > 0 && <Days sizes={sizes} />}
              </div>
            ),
          },
          { id: 'write', label: t.writeTab, content: <Write base={{ id, version, text }} /> },
          { id: 'people', label: t.peopleTab, content: <People text={text} /> },
        ]}
      />
    </div>
  );
}

function Size({ segment: { id, last, sizes }, onCounted }: PartsProps) {
  const t = useTexts(segmentsTexts);
  const formats = useFormats();
  const count = useAct<typeof countSegment>('POST /v1/segments/:id/count', { changes: [] });
  const [error, setError] = useState<unknown>(null);
  const isOwn = useMe().role === 'rep';
  // A rep's count is of the rep's contacts, and nobody keeps it.
  const [own, setOwn] = useState<Answer<typeof countSegment> | null>(null);
  const countNow = () =>
    count.run({ params: { id } }, newKey()).then(
      (counted) => {
        setError(null);
        toast(`${t.countedNow}: ${t.fitting(formats.number(counted.fit), formats.number(counted.of))}`);
        if (isOwn) setOwn(counted);
        else onCounted();
      },
      (failure: unknown) => setError(failure),
    );
  const shown = own ?? (last === null ? null : { ...last, fit: last.size });
  return (
    <Card
      title={t.size}
      aside={
        <Button isDisabled={count.isRunning} onPress={() => void countNow()}>
          {t.countNow}
        </Button>
      }
    >
      <div className="ft-stack">
        {error != null && <ProblemNote error={error} />}
        {shown === null ? (
          <p className="ft-soft">{isOwn ? t.ownOnly : t.neverCounted}</p>
        ) : (
          <p className="ft-line">
            <strong className="seg-size">{t.fitting(formats.number(shown.fit), formats.number(shown.of))}</strong>
            <span className="ft-soft">
              {isOwn && t.asOfNow} <Instant at={shown.countedAt} />
            </span>
          </p>
        )}
        {isOwn ? null : sizes.length > 1 ? (
          <div className="seg-large">
            <SizeChart sizes={sizes} />
          </div>
        ) : (
          <p className="ft-soft ft-small">{t.chartNone}</p>
        )}
      </div>
    </Card>
  );
}

function Days({ sizes }: { readonly sizes: readonly SegmentSizeView[] }) {
  const t = useTexts(segmentsTexts);
  const formats = useFormats();
  return (
    <Card title={t.days}>
      <FiguresTable
        label={t.days}
        heads={[t.day, t.size, t.of, t.version]}
        rows={[...sizes].reverse().map(({ day, size, of, version }) => ({
          id: day,
          name: day,
          figures: [size, of, version].map(formats.number),
        }))}
      />
    </Card>
  );
}
