import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ContactView } from '../../api/contracts/contacts.js';
import type { listDefinitions } from '../../api/contracts/definitions.js';
import type { startJourney } from '../../api/contracts/journeys.js';
import { useAct, useList } from '../api/hooks.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Notice } from '../kit/notice.js';
import { Select } from '../kit/select.js';
import { Loading } from '../kit/states.js';
import { kitTexts } from '../kit/texts.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { contactsTexts } from './texts.js';

/** Starts the current version of a definition for the contact, and goes to the journey. */
export function StartDialog({ contact, onClose }: { readonly contact: ContactView; readonly onClose: () => void }) {
  const t = useTexts(contactsTexts);
  const kit = useTexts(kitTexts);
  const words = useWords();
  const { language } = useLanguage();
  const [, navigate] = useLocation();
  const [chosen, setChosen] = useState<string | null>(null);
  const definitions = useList<typeof listDefinitions>('GET /v1/definitions', { query: {} });
  const act = useAct<typeof startJourney>('POST /v1/journeys', { changes: ['journey', 'task', 'message', 'contact'] });
  const options = definitions.rows
    .filter(({ kind }) => kind === 'journey')
    .map(({ id, name }) => ({ id, label: localise(language, name, words.stage(id)) }));
  return (
    <ActDialog
      title={t.start}
      effect={t.startEffect(contact.name)}
      confirm={t.startAct}
      done={t.started1}
      reason="none"
      missing={chosen === null ? t.whichMissing : null}
      onClose={onClose}
      run={async (_, key) => {
        const journey = await act.run({ body: { definition: chosen ?? '', contactId: contact.id } }, key);
        navigate(`/journeys/${journey.id}`);
      }}
    >
      {definitions.isLoading ? (
        <Loading lines={1} />
      ) : options.length === 0 ? (
        <Notice tone="warn">{t.noDefinitions}</Notice>
      ) : (
        <Select
          label={t.which}
          options={options}
          value={chosen}
          onChange={setChosen}
          placeholder={kit.choose}
          isRequired
        />
      )}
    </ActDialog>
  );
}
