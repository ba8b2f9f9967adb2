import { PageHeader } from '../kit/page-header.js';
import { useTexts } from '../texts/use-texts.js';
import { definitionsTexts } from './texts.js';

export function Page() {
  const t = useTexts(definitionsTexts);
  return <PageHeader title={t.title} />;
}
