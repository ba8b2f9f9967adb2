import { useState } from 'react';
import type { listTemplates, TemplateView } from '../../api/contracts/templates.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { Filters, SearchFilter } from '../kit/filters.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Person } from '../kit/person.js';
import { Empty, Loaded } from '../kit/states.js';
import { Badge, Status } from '../kit/status.js';
import { useAddress } from '../kit/use-address.js';
import { languageOf } from '../texts/language.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { LIST_SHAPE, templateHref } from './address.js';
import { NewTemplate } from './new-file.js';
import { templatesTexts } from './texts.js';
import './templates.css';

export function Page() {
  const t = useTexts(templatesTexts);
  const { role } = useMe();
  const { values, set, faults, isSaid, clear } = useAddress(LIST_SHAPE);
  const [isNew, setNew] = useState(false);
  const list = useOne<typeof listTemplates>('GET /v1/templates', {}, { kinds: ['template', 'definition'] });
  return (
    <div>
      <PageHeader
        title={t.title}
        below={t.help}
        acts={role === 'ops' && <Button onPress={() => setNew(true)}>{t.newTemplate}</Button>}
      />
      <div className="ft-stack">
        <Filters faults={faults} isSaid={isSaid} onClear={clear}>
          <SearchFilter label={t.search} value={values.q} onChange={(q) => set({ q })} />
        </Filters>
        <Loaded of={list} lines={8}>
          {({ data }) => <Families templates={data} q={values.q.trim().toLowerCase()} />}
        </Loaded>
      </div>
      {isNew && <NewTemplate onClose={() => setNew(false)} />}
    </div>
  );
}

function Families({ templates, q }: { readonly templates: readonly TemplateView[]; readonly q: string }) {
  const t = useTexts(templatesTexts);
  const found = templates.filter(
    ({ name, files }) => name.includes(q) || files.some(({ subject }) => subject?.toLowerCase().includes(q)),
  );
  if (found.length === 0)
    return <Empty title={q === '' ? t.emptyTitle : t.foundNone}>{q === '' ? t.emptyHelp : t.foundNoneHelp}</Empty>;
  const mails = found.filter(({ kind }) => kind === 'template');
  const families = [...new Set(mails.map(({ family }) => family))].sort();
  const shared = found.filter(({ kind }) => kind !== 'template');
  return (
    <>
      {families.map((family) => (
        <Family key={family} title={family} templates={mails.filter((each) => each.family === family)} />
      ))}
      {shared.length > 0 && <Family title={t.shared} templates={shared} />}
    </>
  );
}

interface FamilyProps {
  readonly title: string;
  readonly templates: readonly TemplateView[];
}

function Family({ title, templates }: FamilyProps) {
  const t = useTexts(templatesTexts);
  return (
    <Card title={title}>
      <table className="tpl-table">
        <thead>
          <tr>
            <th scope="col">{t.name}</th>
            <th scope="col">{t.languages}</th>
            <th scope="col" className="tpl-not-on-phone">
              {t.usedIn}
            </th>
            <th scope="col" className="tpl-not-on-phone">
              {t.changed}
            </th>
          </tr>
        </thead>
        <tbody>
          {templates.map((template) => (
            <Row key={template.name} template={template} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Row({ template }: { readonly template: TemplateView }) {
  const t = useTexts(templatesTexts);
  const { language } = useLanguage();
  const { name, files, uses, usedBy, problems } = template;
  const htmls = files.filter(({ text }) => !text);
  const own = htmls.find(({ locale }) => languageOf(locale) === language) ?? htmls[0];
  const newest = [...files].sort((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''))[0];
  const definitions = new Set(uses.map(({ definition }) => definition));
  return (
    <tr>
      <td>
        <Link href={templateHref(name)}>{name}</Link>
        {own?.subject != null && (
          <span className="tpl-subject ft-soft ft-small" lang={own.locale ?? 'zxx'}>
            {own.subject}
          </span>
        )}
        {problems.length > 0 && <Status tone="bad">{t.problems(problems.length)}</Status>}
      </td>
      <td>
        <span className="ft-line">
          {htmls.map(({ file, locale, version }) => (
            <Badge key={file} tone={version > 0 ? 'info' : 'neutral'}>
              <span lang="zxx">{locale ?? t.everyLanguage}</span>
              {version > 0 && <span> {t.versionShort(version)}</span>}
            </Badge>
          ))}
        </span>
      </td>
      <td className="tpl-not-on-phone">
        {usedBy.length > 0
          ? t.inTemplates(usedBy.length)
          : definitions.size > 0
            ? t.inDefinitions(definitions.size)
            : t.unused}
      </td>
      <td className="tpl-not-on-phone">
        {newest?.publishedAt == null ? (
          <span className="ft-soft">{t.asShipped}</span>
        ) : (
          <span className="ft-line">
            <Instant at={newest.publishedAt} /> <Person id={newest.publishedBy} />
          </span>
        )}
      </td>
    </tr>
  );
}
