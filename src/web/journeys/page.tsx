import { PageHeader } from '../kit/page-header.js';
import { useTexts } from '../texts/use-texts.js';
import { journeysTexts } from './texts.js';

export function Page() {
  const t = useTexts(journeysTexts);
  return <PageHeader title={t.title} />;
}
