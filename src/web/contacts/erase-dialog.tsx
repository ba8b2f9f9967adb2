import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ContactView } from '../../api/contracts/contacts.js';
import type { ErasurePreview, eraseContact, previewErasure } from '../../api/contracts/erasure.js';
import { useAct, useOne } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { Loaded } from '../kit/states.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { eraseTexts } from './erase-texts.js';

const CHANGES = { changes: ['contact', 'journey', 'task', 'deal', 'message'] } as const;

/** Erases a contact, once what it takes was shown and the name was typed: it can't be undone. */
export function EraseDialog({ contact, onClose }: { readonly contact: ContactView; readonly onClose: () => void }) {
  const t = useTexts(eraseTexts);
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const act = useAct<typeof eraseContact>('POST /v1/contacts/:id/erasure', CHANGES);
  const isNamed = typed.trim() === contact.name.trim();
  return (
    <ActDialog
      title={t.title(contact.name)}
      effect={t.effect}
      confirm={t.confirm}
      done={t.done}
      danger
      missing={isNamed ? null : t.typeFirst}
      onClose={onClose}
      run={async (reason, key) => {
        await act.run({ params: { id: contact.id }, body: { reason } }, key);
        navigate('/contacts');
      }}
    >
      <Takes contactId={contact.id} />
      <TextField
        label={t.typeName(contact.name)}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        spellCheck="false"
        isRequired
      />
      <p className="ft-help">{t.reasonHelp}</p>
    </ActDialog>
  );
}

function Takes({ contactId }: { readonly contactId: string }) {
  const preview = useOne<typeof previewErasure>('GET /v1/contacts/:id/erasure', { params: { id: contactId } });
  return (
    <Loaded of={preview}>
      {({ takes, alike }) => (
        <>
          <Counts takes={takes} />
          {alike.length > 0 && <Alike others={alike} />}
        </>
      )}
    </Loaded>
  );
}

function Counts({ takes }: { readonly takes: ErasurePreview['takes'] }) {
  const t = useTexts(eraseTexts);
  return (
    <ul>
      <li>{t.journeys(takes.journeys, takes.openJourneys)}</li>
      <li>{t.messages(takes.messages, takes.waitingMessages)}</li>
      <li>{t.tasks(takes.tasks, takes.openTasks)}</li>
      <li>{t.words(takes.incomingMails, takes.events, takes.deals)}</li>
      <li>{t.consents(takes.consents)}</li>
      <li>{t.addresses(takes.addresses)}</li>
    </ul>
  );
}

function Alike({ others }: { readonly others: ErasurePreview['alike'] }) {
  const t = useTexts(eraseTexts);
  return (
    <Notice tone="warn">
      <p>{t.alike}</p>
      <ul>
        {others.map(({ id, name, email }) => (
          <li key={id}>
            <Link href={`/contacts/${id}`}>{email === null ? name : `${name}, ${email}`}</Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
