import type { Db } from '../../src/db/client.js';

/* A campaign of one mail as it stands when it has just begun: its definition published, its audience frozen to rows. */

export interface BegunCampaign {
  readonly id: string;
  readonly recipients: number;
  readonly template?: string;
  readonly topic?: string;
  readonly priority?: number;
  readonly perMinute?: number;
  /** Whose mailbox it goes out from; absent: `marketing`. */
  readonly from?: string;
  /** Behind the email's settings. */
  readonly email?: string;
  readonly at: Date;
  /** When all are due; absent: at once. */
  readonly dueAt?: Date;
  /** Recipients in one block. */
  readonly block?: number;
}

export async function makeMailbox(db: Db, id = 'marketing'): Promise<void> {
  await db.mailbox.createMany({
    data: [{ id, kind: 'marketing', name: 'Marketing', address: `${id}@sender.example` }],
    skipDuplicates: true,
  });
}

/** Contacts `con_1` to `con_<n>`, every fourth of whom reads Chinese. */
export async function makeContacts(db: Db, n: number, at: Date, domains = 50): Promise<void> {
  await db.$executeRaw`
    INSERT INTO contacts (id, name, "firstName", "lastName", email, "emailKey", language, country, tags, "createdAt", "updatedAt")
    SELECT 'con_' || n, CASE WHEN n % 4 = 0 THEN '王' || n ELSE 'Ada ' || n END,
      CASE WHEN n % 4 = 0 THEN '伟' ELSE 'Ada' END, CASE WHEN n % 4 = 0 THEN '王' ELSE 'Lovelace' || n END,
      'ada' || n || '@customer-' || n % ${domains} || '.example', 'ada' || n || '@customer-' || n % ${domains} || '.example',
      CASE WHEN n % 4 = 0 THEN 'zh-CN' ELSE 'en' END, 'US', '{}', ${at}, ${at}
    FROM generate_series(1, ${n}::int) n`;
}

export async function beginCampaign(db: Db, campaign: BegunCampaign): Promise<void> {
  const { id, recipients, at, template = 'care/season', topic = 'greetings', block = 500 } = campaign;
  const text = `kind: campaign
id: ${id}
name: ${id}
audience: { segment: everybody }
send: { email: { template: ${template}, from: ${campaign.from ?? 'marketing'}, purpose: marketing, topic: ${topic}${campaign.email ?? ''} } }
priority: ${campaign.priority ?? 5}
variables: { company: Followthrough Demo Co., companyAddress: "12 Harbour Street, Springfield" }
`;
  await db.definition.create({ data: { id, kind: 'campaign', current: 1 } });
  await db.definitionVersion.create({
    data: {
      ...{ definitionId: id, version: 1, text, textHash: '', enterOn: [] },
      ...{ publishedAt: at, publishedBy: 'test' },
    },
  });
  await db.campaign.create({
    data: {
      ...{ id, state: 'sending', name: id, text, definitionVersion: 1, way: 'mail', audience: recipients },
      ...{ perMinute: campaign.perMinute ?? null, createdAt: at, createdBy: 'usr_1', editedAt: at, editedBy: 'usr_1' },
      ...{ scheduledAt: at, startsAt: at, frozenAt: at },
    },
  });
  const dueAt = campaign.dueAt ?? at;
  await db.$executeRaw`
    INSERT INTO campaign_recipients ("campaignId", n, "contactId", "dueAt")
    SELECT ${id}, n, 'con_' || n, ${dueAt} FROM generate_series(1, ${recipients}::int) n`;
  await db.$executeRaw`
    INSERT INTO campaign_blocks ("campaignId", block, "fromN", "toN", "nextAt")
    SELECT ${id}, b, (b - 1) * ${block}::int + 1, least(b * ${block}::int, ${recipients}::int), ${dueAt}
    FROM generate_series(1, ceil(${recipients}::float / ${block}::float)::int) b`;
}
