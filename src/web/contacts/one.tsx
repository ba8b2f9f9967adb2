import { PageHeader } from '../kit/page-header.js';
import { useTexts } from '../texts/use-texts.js';
import { contactsTexts } from './texts.js';

export function Page() {
  const t = useTexts(contactsTexts);
  return <PageHeader title={t.title} />;
}
