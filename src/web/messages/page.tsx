import { PageHeader } from '../kit/page-header.js';
import { useTexts } from '../texts/use-texts.js';
import { messagesTexts } from './texts.js';

export function Page() {
  const t = useTexts(messagesTexts);
  return <PageHeader title={t.title} />;
}
