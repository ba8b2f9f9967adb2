import { PageHeader } from '../kit/page-header.js';
import { useTexts } from '../texts/use-texts.js';
import { homeTexts } from './texts.js';

export function Page() {
  const t = useTexts(homeTexts);
  return <PageHeader title={t.title} />;
}
