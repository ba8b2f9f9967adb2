import { PageHeader } from '../kit/page-header.js';
import { useTexts } from '../texts/use-texts.js';
import { boardTexts } from './texts.js';

export function Page() {
  const t = useTexts(boardTexts);
  return <PageHeader title={t.title} />;
}
