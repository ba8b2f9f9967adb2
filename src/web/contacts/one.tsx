import { lazy, Suspense, useState } from 'react';
import { useParams } from 'wouter';
import type { ContactView, getContact } from '../../api/contracts/contacts.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Loaded } from '../kit/states.js';
import { Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { mayEdit, mayErase, mayStart } from './address.js';
import { EditDialog } from './edit-dialog.js';
import { Facts } from './facts.js';
import { liftTexts } from './lift-texts.js';
import { Parts } from './parts.js';
import { StartDialog } from './start-dialog.js';
import { contactsTexts } from './texts.js';
import { Wishes } from './wishes.js';
import './contacts.css';

/** One contact with all that belongs to them. */
export function Page() {
  const t = useTexts(contactsTexts);
  const { id = '' } = useParams<{ id: string }>();
  const contact = useOne<typeof getContact>('GET /v1/contacts/:id', { params: { id } });
  const back = <Link href="/contacts">{t.back}</Link>;
  if (contact.data === undefined) {
    return (
      <>
        <PageHeader title={t.title} above={back} />
        <Loaded of={contact}>{() => null}</Loaded>
      </>
    );
  }
  return <Contact key={id} contact={contact.data} />;
}

/** Fetched when it is asked for: hardly anybody ever does. */
const EraseDialog = lazy(() => import('./erase-dialog.js').then((dialog) => ({ default: dialog.EraseDialog })));

const BlockDialog = lazy(() => import('./lift-dialog.js').then((dialog) => ({ default: dialog.BlockDialog })));

type Asked = 'edit' | 'start' | 'erase' | 'block';

function Contact({ contact }: { readonly contact: ContactView }) {
  const t = useTexts(contactsTexts);
  const { block } = useTexts(liftTexts);
  const me = useMe();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const about = [contact.title, contact.company].filter((part) => part !== null).join(' · ');
  return (
    <div className="ft-stack">
      <PageHeader
        title={contact.name}
        above={<Link href="/contacts">{t.back}</Link>}
        below={
          <span className="ft-line">
            {about}
            {contact.doNotContact && <Status tone="bad">{t.noContact}</Status>}
          </span>
        }
        acts={
          <>
            {mayErase(me.role) && <Button onPress={() => setAsked('erase')}>{t.erase}</Button>}
            {mayEdit(me.role) && contact.email !== null && <Button onPress={() => setAsked('block')}>{block}</Button>}
            {mayEdit(me.role) && <Button onPress={() => setAsked('edit')}>{t.edit}</Button>}
            {mayStart(me.role) && (
              <Button look="main" onPress={() => setAsked('start')}>
                {t.start}
              </Button>
            )}
          </>
        }
      />
      <div className="contacts-columns">
        <Parts contactId={contact.id} />
        <div className="ft-stack">
          <Facts contact={contact} />
          <Wishes contactId={contact.id} />
        </div>
      </div>
      {asked === 'edit' && <EditDialog id={contact.id} name={contact.name} onClose={close} />}
      {asked === 'erase' && (
        <Suspense>
          <EraseDialog contact={contact} onClose={close} />
        </Suspense>
      )}
      {asked === 'block' && (
        <Suspense>
          <BlockDialog contactId={contact.id} name={contact.name} onClose={close} />
        </Suspense>
      )}
      {asked === 'start' && <StartDialog contact={contact} onClose={close} />}
    </div>
  );
}
