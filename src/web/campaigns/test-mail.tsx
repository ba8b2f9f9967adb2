import { useState } from 'react';
import type { testCampaign } from '../../api/contracts/campaign-looks.js';
import { newKey } from '../api/ask.js';
import { useAct } from '../api/hooks.js';
import { usePeople } from '../app/people.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Select } from '../kit/select.js';
import { KnownContact } from '../simulation/who.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { checkTexts } from './check-texts.js';
import { useLookedAs } from './mail-preview.js';

const MOST_OFFERED = 200;

/** Sends the mail as one contact would get it to somebody of the house. Each press is a test of its own. */
export function TestMail({ id }: { readonly id: string }) {
  const t = useTexts(checkTexts);
  const formats = useFormats();
  const { id: userId, email } = useMe();
  const people = usePeople();
  const [{ contact }, choose] = useLookedAs(id);
  const [to, setTo] = useState(email);
  const [error, setError] = useState<unknown>(null);
  const [sent, setSent] = useState<string | null>(null);
  const act = useAct<typeof testCampaign>('POST /v1/campaigns/:id/test', { changes: ['campaign'] });
  const others = people.all.filter((person) => person.id !== userId).slice(0, MOST_OFFERED);
  const options = [
    { id: email, label: t.testToMe(email) },
    ...others.map((person) => ({ id: person.email, label: `${person.name} <${person.email}>` })),
  ];
  const send = async () => {
    setError(null);
    setSent(null);
    try {
      const body = { to: [to], ...(contact === null ? {} : { contactId: contact.id }) };
      const done = await act.run({ params: { id }, body }, newKey());
      setSent(t.testDone(formats.list(done.sentTo), done.contact.name));
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <section className="camp-count ft-stack" aria-labelledby={`test-${id}`}>
      <h3 id={`test-${id}`}>{t.test}</h3>
      <p className="ft-soft ft-small">{t.testHelp}</p>
      <div className="camp-fields">
        <Select label={t.testTo} options={options} value={to} onChange={setTo} />
        <div>
          <KnownContact known={contact} onChoose={(next) => choose({ contact: next })} isMissing={false} />
          {contact === null && <p className="ft-help">{t.testAsFirst}</p>}
        </div>
      </div>
      {error !== null && <ProblemNote error={error} sent />}
      {sent !== null && <Notice tone="good">{sent}</Notice>}
      <div>
        <Button isDisabled={act.isRunning} onPress={() => void send()}>
          {act.isRunning ? t.testing : t.test}
        </Button>
      </div>
    </section>
  );
}
