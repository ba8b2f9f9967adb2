import { useState } from 'react';
import { useParams } from 'wouter';
import type { listTemplates, TemplateView } from '../../api/contracts/templates.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Code } from '../kit/code.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { PageHeader } from '../kit/page-header.js';
import { Loaded, NotFound } from '../kit/states.js';
import { Tabs } from '../kit/tabs.js';
import { useAddress } from '../kit/use-address.js';
import { languageOf } from '../texts/language.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { type FileParts, fileOf, inTabOrder, isName, ONE_SHAPE, partsOf } from './address.js';
import { FileEditor } from './file-editor.js';
import { useLocaleName } from './locale-name.js';
import { NewFile } from './new-file.js';
import { templatesTexts } from './texts.js';
import '../definitions/definitions.css';
import './templates.css';

export function Page() {
  const { '*': name = '' } = useParams<{ '*': string }>();
  const t = useTexts(templatesTexts);
  const list = useOne<typeof listTemplates>('GET /v1/templates', {}, { kinds: ['template', 'definition'] });
  if (!isName(name)) return <NotFound />;
  const template = list.data?.data.find((each) => each.name === name);
  return (
    <div>
      <PageHeader
        title={name}
        above={<Link href="/templates">{t.backToList}</Link>}
        below={template === undefined ? undefined : <Head template={template} />}
      />
      <Loaded key={name} of={list} lines={8}>
        {({ data }) => <Files name={name} template={template ?? null} all={data} />}
      </Loaded>
    </div>
  );
}

function Head({ template: { kind, purpose, uses, usedBy } }: { readonly template: TemplateView }) {
  const t = useTexts(templatesTexts);
  const kinds = { template: t.kindTemplate, layout: t.kindLayout, partial: t.kindPartial };
  const definitions = new Set(uses.map(({ definition }) => definition)).size;
  return (
    <span className="def-facts">
      <span>{kinds[kind]}</span>
      {purpose !== null && <span>{purpose === 'marketing' ? t.marketing : t.service}</span>}
      <span>
        {usedBy.length > 0 ? t.inTemplates(usedBy.length) : definitions > 0 ? t.inDefinitions(definitions) : t.unused}
      </span>
    </span>
  );
}

interface FilesProps {
  readonly name: string;
  /** null: there is none of this name yet. */
  readonly template: TemplateView | null;
  readonly all: readonly TemplateView[];
}

/** The files of a template, each behind a tab; one that is being begun is among them. */
function Files({ name, template, all }: FilesProps) {
  const t = useTexts(templatesTexts);
  const { role } = useMe();
  const { language } = useLanguage();
  const { values, set, faults } = useAddress(ONE_SHAPE);
  const [adds, setAdds] = useState(false);
  const begun = partsOf(name, values.file);
  const known = template?.files ?? [];
  const isNew = begun !== null && !known.some(({ file }) => file === values.file) && role === 'ops';
  const files = inTabOrder<FileParts & { readonly file: string }>([
    ...known,
    ...(isNew ? [{ ...begun, file: values.file }] : []),
  ]);
  const chosen =
    files.find(({ file }) => file === values.file) ??
    files.find(({ locale }) => languageOf(locale) === language) ??
    files[0];
  if (chosen === undefined) return <NotFound />;
  return (
    <div className="ft-stack">
      {(faults.length > 0 || (values.file !== '' && chosen.file !== values.file)) && (
        <Notice tone="warn">{t.oldLink}</Notice>
      )}
      <div className="tpl-files">
        <Tabs
          label={t.files}
          chosen={chosen.file}
          onChoose={(file) => set({ file }, { push: true })}
          tabs={files.map((each) => ({
            id: each.file,
            label: <FileName of={each} />,
            content: (
              <FileEditor
                key={each.file}
                name={name}
                file={each.file}
                isNew={!known.some(({ file }) => file === each.file)}
                template={template}
                all={all}
                part={values.part}
                onPart={(part) => set({ part })}
              />
            ),
          }))}
        />
        {role === 'ops' && (
          <Button className="tpl-add" look="quiet" onPress={() => setAdds(true)}>
            {t.addFile}
          </Button>
        )}
      </div>
      {adds && (
        <NewFile
          name={name}
          taken={files.map(({ file }) => file)}
          onFile={(parts) => {
            set({ file: fileOf(name, parts), part: 'preview' }, { push: true });
            setAdds(false);
          }}
          onClose={() => setAdds(false)}
        />
      )}
    </div>
  );
}

function FileName({ of: { locale, text } }: { readonly of: FileParts }) {
  const t = useTexts(templatesTexts);
  const localeName = useLocaleName();
  return (
    <span className="ft-line">
      {locale === null ? t.everyLanguage : localeName(locale)}
      {text && <span className="ft-soft">{t.plainText}</span>}
      {locale !== null && <Code>{locale}</Code>}
    </span>
  );
}
