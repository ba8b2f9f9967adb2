import { PageHeader } from '../kit/page-header.js';
import { useTexts } from '../texts/use-texts.js';
import { tasksTexts } from './texts.js';

export function Page() {
  const t = useTexts(tasksTexts);
  return <PageHeader title={t.title} />;
}
