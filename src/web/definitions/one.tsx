import { useParams } from 'wouter';
import type { DefinitionVersionView, definitionPeople, getDefinition } from '../../api/contracts/definitions.js';
import { type One, useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Code } from '../kit/code.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { PageHeader } from '../kit/page-header.js';
import { Loaded } from '../kit/states.js';
import { Tabs } from '../kit/tabs.js';
import { useAddress } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { ONE_SHAPE } from './address.js';
import { Changes } from './changes.js';
import { kindWords } from './kind.js';
import { definitionsTexts } from './texts.js';
import { useName } from './use-name.js';
import { VersionPicture } from './version-picture.js';
import { VersionText } from './version-text.js';
import { Versions } from './versions.js';
import { Write } from './write.js';
import './definitions.css';

export function Page() {
  const { id = '' } = useParams<{ id: string }>();
  const t = useTexts(definitionsTexts);
  const current = useOne<typeof getDefinition>('GET /v1/definitions/:id', { params: { id } });
  const name = useName(id);
  return (
    <div>
      <PageHeader
        title={name}
        above={<Link href="/definitions">{t.backToList}</Link>}
        below={current.data === undefined ? undefined : <Head definition={current.data} />}
      />
      <Loaded key={id} of={current} lines={8}>
        {(definition) => <Parts definition={definition} />}
      </Loaded>
    </div>
  );
}

function Head({ definition }: { readonly definition: DefinitionVersionView }) {
  const t = useTexts(definitionsTexts);
  return (
    <span className="def-facts">
      <Code>{definition.id}</Code>
      <span>{kindWords(t, definition.kind)}</span>
      <span>{t.versionNumber(definition.version)}</span>
    </span>
  );
}

function Parts({ definition }: { readonly definition: DefinitionVersionView }) {
  const t = useTexts(definitionsTexts);
  const { role } = useMe();
  const { values, set, faults } = useAddress(ONE_SHAPE);
  const { id } = definition;
  const people: One<{ versions: { version: number; current: boolean }[] }> = useOne<typeof definitionPeople>(
    'GET /v1/definitions/:id/people',
    { params: { id } },
    { kinds: ['definition', 'journey'] },
  );
  const version = values.version ?? definition.version;
  const choose = { version, numbers: people.data?.versions.map((each) => each.version) ?? [definition.version] };
  const onVersion = (next: number) => set({ version: next === definition.version ? null : next });
  return (
    <div className="ft-stack">
      {faults.length > 0 && <Notice tone="warn">{t.oldLink}</Notice>}
      <Tabs
        label={t.parts}
        chosen={values.tab}
        onChoose={(tab) => set({ tab }, { push: true })}
        tabs={[
          { id: 'people', label: t.people, content: <Versions id={id} kind={definition.kind} /> },
          { id: 'picture', label: t.picture, content: <VersionPicture id={id} {...choose} onVersion={onVersion} /> },
          { id: 'text', label: t.text, content: <VersionText id={id} {...choose} onVersion={onVersion} /> },
          { id: 'changes', label: t.changes, content: <Changes id={id} {...choose} onVersion={onVersion} /> },
          {
            id: 'write',
            label: role === 'ops' ? t.write : t.writeOnly,
            content: <Write base={definition} />,
          },
        ]}
      />
    </div>
  );
}
