import { useParams } from 'wouter';
import type { FormDetailView, getForm } from '../../api/contracts/forms.js';
import { useOne } from '../api/hooks.js';
import { DefinedHeader } from '../definitions/defined-header.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { Loaded } from '../kit/states.js';
import { Tabs } from '../kit/tabs.js';
import { useAddress } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { ONE_SHAPE } from './address.js';
import { Came } from './came.js';
import { Share } from './share.js';
import { Submissions } from './submissions.js';
import { formsTexts } from './texts.js';
import '../kit/filters.css';
import './forms.css';

const LOOK_EVERY_MS = 30_000;

/** One form: what came by it, what people sent, and where it is. */
export function Page() {
  const { id = '' } = useParams<{ id: string }>();
  const t = useTexts(formsTexts);
  const form = useOne<typeof getForm>('GET /v1/forms/:id', { params: { id } }, { everyMs: LOOK_EVERY_MS });
  const { data } = form;
  return (
    <>
      <DefinedHeader
        id={id}
        name={data?.name}
        above={<Link href="/forms">{t.backToList}</Link>}
        version={data && t.versionNumber(data.version)}
      />
      <Loaded key={id} of={form} lines={8}>
        {(shown) => <Parts form={shown} />}
      </Loaded>
    </>
  );
}

function Parts({ form }: { readonly form: FormDetailView }) {
  const t = useTexts(formsTexts);
  const { values, set, faults } = useAddress(ONE_SHAPE);
  return (
    <div className="ft-stack">
      {faults.length > 0 && <Notice tone="warn">{t.oldLink}</Notice>}
      <Tabs
        label={t.parts}
        chosen={values.tab}
        onChoose={(tab) => set({ tab }, { push: true })}
        tabs={[
          { id: 'came', label: t.came, content: <Came form={form} /> },
          {
            id: 'submissions',
            label: t.submissions,
            content: (
              <Submissions form={form} campaign={values.campaign} onCampaign={(campaign) => set({ campaign })} />
            ),
          },
          {
            id: 'share',
            label: t.share,
            content: <Share id={form.id} campaign={values.campaign} onCampaign={(campaign) => set({ campaign })} />,
          },
        ]}
      />
    </div>
  );
}
