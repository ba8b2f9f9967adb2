import { useMemo, useState } from 'react';
import type { CareCampaignView, CarePersonView, listCareCampaignPeople } from '../../api/contracts/care.js';
import type { Role } from '../../api/contracts/common.js';
import { useList } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { CampaignState } from '../campaigns/state.js';
import { campaignsTexts } from '../campaigns/texts.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Person } from '../kit/person.js';
import { Empty } from '../kit/states.js';
import { localise } from '../texts/localised.js';
import { useFormats } from '../texts/use-formats.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { CampaignMessageDialog } from './message-dialog.js';
import { MAY_TAKE_OUT, TakenOut, TakeOutOfCampaign } from './take-out.js';
import { careTexts } from './texts.js';

/** The campaigns of a day; each opens to whom it goes. */
export function Campaigns({ campaigns }: { readonly campaigns: readonly CareCampaignView[] }) {
  const t = useTexts(careTexts);
  if (campaigns.length === 0) return null;
  return (
    <section className="ft-stack" aria-label={t.campaigns}>
      {campaigns.map((campaign) => (
        <Campaign key={campaign.id} campaign={campaign} />
      ))}
    </section>
  );
}

interface CampaignProps {
  readonly campaign: CareCampaignView;
}

function Campaign({ campaign }: CampaignProps) {
  const t = useTexts(careTexts);
  const { language } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const name = localise(language, campaign.name, campaign.id);
  return (
    <Card>
      <div className="care-campaign">
        <span className="care-cell">
          <span className="ft-line">
            <Link href={`/campaigns/${campaign.id}`}>{name}</Link>
            <CampaignState state={campaign.state} />
          </span>
          <CampaignWords campaign={campaign} />
        </span>
        <Button aria-expanded={isOpen} aria-label={t.whomOf(name)} onPress={() => setOpen(!isOpen)}>
          {t.whom}
        </Button>
      </div>
      {isOpen && <People campaign={campaign} name={name} />}
    </Card>
  );
}

/** When it goes out, to how many, with what. */
function CampaignWords({ campaign }: CampaignProps) {
  const t = useTexts(careTexts);
  const formats = useFormats();
  const { time, timezone, expected, frozen, takenOut, templates } = campaign;
  const parts = [
    timezone === 'contact' ? t.ownClock(time) : `${time} (${timezone})`,
    expected === null
      ? t.notCounted
      : (frozen ? t.recipients : t.recipientsExpected)(expected, formats.number(expected)),
    ...(takenOut === 0 ? [] : [t.out(takenOut)]),
    ...(templates.length === 0 ? [] : [t.templates(templates.join(', '))]),
  ];
  return <span className="ft-soft ft-small">{parts.join(' · ')}</span>;
}

/** Who writes campaigns may look at their messages. */
const MAY_LOOK: ReadonlySet<Role> = new Set<Role>(['ops', 'manager', 'marketing']);

function People({ campaign, name }: CampaignProps & { readonly name: string }) {
  const t = useTexts(careTexts);
  const formats = useFormats();
  const list = useList<typeof listCareCampaignPeople>(
    'GET /v1/care/campaigns/:id/people',
    { params: { id: campaign.id } },
    { kinds: ['journey', 'campaign', 'contact'] },
  );
  const columns = usePeopleColumns(campaign);
  const size = list.first?.size ?? null;
  return (
    <div className="ft-stack">
      {size !== null && !campaign.frozen && <p className="ft-soft ft-small">{t.nowInIt(size, formats.number(size))}</p>}
      <DataTable
        label={t.whomOf(name)}
        columns={columns}
        list={list}
        rowKey={({ contactId }) => contactId}
        {...(size === null ? {} : { total: size })}
        empty={<Empty title={t.nobody}>{t.nobodyHelp}</Empty>}
      />
    </div>
  );
}

function usePeopleColumns(campaign: CareCampaignView): readonly Column<CarePersonView>[] {
  const t = useTexts(careTexts);
  return useMemo(
    () => [
      {
        id: 'at',
        title: t.at,
        cell: ({ at, timezone }) => <Instant at={at} zone={timezone} style="short" />,
        width: '130px',
        onPhone: true,
      },
      {
        id: 'who',
        title: t.who,
        cell: (person) => (
          <span className="care-what">
            <span className="care-cell">
              <Link href={`/contacts/${person.contactId}`}>{person.contactName}</Link>
              <span className="ft-soft ft-small">
                {[person.company, person.city].filter((part) => part != null).join(' · ')}
              </span>
            </span>
            <PersonActs person={person} campaign={campaign} />
          </span>
        ),
        onPhone: true,
      },
      { id: 'owner', title: t.owner, cell: ({ ownerId }) => <Person id={ownerId} />, width: '170px' },
    ],
    [t, campaign],
  );
}

/** Parts of the sum of whom taking out still keeps something from. */
const OPEN: ReadonlySet<string> = new Set(['notYet', 'deferred']);

function PersonActs({ person, campaign }: CampaignProps & { readonly person: CarePersonView }) {
  const t = useTexts(careTexts);
  const words = useTexts(campaignsTexts);
  const { role } = useMe();
  const [looks, setLooks] = useState(false);
  const { part, heldOut, takenOut, contactId, contactName } = person;
  const isOpen = !heldOut && (part === null || OPEN.has(part));
  return (
    <span className="care-acts">
      {heldOut && <span className="ft-soft ft-small">{words.heldOut}</span>}
      {!heldOut && part !== null && !OPEN.has(part) && <span className="ft-soft ft-small">{words[part]}</span>}
      {MAY_LOOK.has(role) && campaign.templates.length > 0 && (
        <Button look="quiet" aria-label={t.lookFor(contactName)} onPress={() => setLooks(true)}>
          {t.look}
        </Button>
      )}
      {takenOut === null ? (
        isOpen && MAY_TAKE_OUT.has(role) && <TakeOutOfCampaign person={person} campaign={campaign} />
      ) : (
        <TakenOut item={person} mayAct={MAY_TAKE_OUT.has(role)} />
      )}
      {looks && (
        <CampaignMessageDialog
          {...{ campaignId: campaign.id, contactId, contactName }}
          onClose={() => setLooks(false)}
        />
      )}
    </span>
  );
}
