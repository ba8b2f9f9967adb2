import type { ReactNode } from 'react';
import type { ContactView } from '../../api/contracts/contacts.js';
import { Card } from '../kit/card.js';
import { Instant } from '../kit/instant.js';
import { Person } from '../kit/person.js';
import { Badge, Status } from '../kit/status.js';
import { LocalTime } from '../tasks/local-time.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { countryName, languageName } from './names.js';
import { contactsTexts } from './texts.js';

/** What is known of a contact. */
export function Facts({ contact }: { readonly contact: ContactView }) {
  const t = useTexts(contactsTexts);
  const words = useWords();
  const formats = useFormats();
  const { language } = useLanguage();
  const country = contact.country === null ? null : countryName(language, contact.country);
  const place = [contact.city, contact.region, country].filter((part) => part !== null);
  return (
    <Card title={t.facts} className="contacts-facts-card">
      <dl className="contacts-facts">
        <Fact name={t.mayContact}>
          {contact.doNotContact ? (
            <Status tone="bad">{t.doNotContact}</Status>
          ) : (
            <Status tone="good">{t.mayBeContacted}</Status>
          )}
        </Fact>
        <Fact name={t.email}>
          {contact.email !== null && (
            <a className="ft-link-text" href={`mailto:${encodeURIComponent(contact.email).replace('%40', '@')}`}>
              {contact.email}
            </a>
          )}
        </Fact>
        <Fact name={t.phone}>
          {contact.phone !== null && (
            <a className="ft-link-text" href={`tel:${contact.phone.replaceAll(/[^\d+]/g, '')}`}>
              {contact.phone}
            </a>
          )}
        </Fact>
        <Fact name={t.localTime}>
          <LocalTime zone={contact.timezone} />
        </Fact>
        <Fact name={t.language}>{contact.language === null ? null : languageName(language, contact.language)}</Fact>
        <Fact name={t.owner}>
          <Person id={contact.ownerId} />
        </Fact>
        <Fact name={t.status}>{contact.status === null ? null : words.contactStatus(contact.status)}</Fact>
        <Fact name={t.stage}>{contact.stage === null ? null : words.stage(contact.stage)}</Fact>
        <Fact name={t.source}>{contact.source}</Fact>
        <Fact name={t.channel}>{contact.channel}</Fact>
        <Fact name={t.place}>{place.length === 0 ? null : formats.list(place)}</Fact>
        <Fact name={t.score}>{formats.number(contact.score)}</Fact>
        {contact.tags.length > 0 && (
          <Fact name={t.tags}>
            <span className="ft-line">
              {contact.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          </Fact>
        )}
        {Object.entries(contact.custom).map(([name, value]) => (
          <Fact key={name} name={words.field(name)}>
            {shown(value)}
          </Fact>
        ))}
        <Fact name={t.created}>
          <Instant at={contact.createdAt} relative="beside" />
        </Fact>
        <Fact name={t.updated}>
          <Instant at={contact.updatedAt} relative="beside" />
        </Fact>
      </dl>
    </Card>
  );
}

/** A declared field's value may be anything that JSON can say. */
const shown = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const t = useTexts(contactsTexts);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children === null || children === false || children === '' ? (
          <span className="ft-soft">{t.nothing}</span>
        ) : (
          children
        )}
      </dd>
    </div>
  );
}
