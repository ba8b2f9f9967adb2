import { PageHeader } from '../kit/page-header.js';
import { useTexts } from '../texts/use-texts.js';
import { inboxTexts } from './texts.js';

export function Page() {
  const t = useTexts(inboxTexts);
  return <PageHeader title={t.title} />;
}
