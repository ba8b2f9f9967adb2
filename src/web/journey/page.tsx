import { PageHeader } from '../kit/page-header.js';
import { useTexts } from '../texts/use-texts.js';
import { journeyTexts } from './texts.js';

export function Page() {
  const t = useTexts(journeyTexts);
  return <PageHeader title={t.title} />;
}
