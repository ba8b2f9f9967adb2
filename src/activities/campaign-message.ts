import { dueTimes } from '../domain/campaign/due.js';
import type { CampaignMailIds, RecipientPlace } from '../domain/campaign/recipient.js';
import { CAMPAIGN_STEP, journeyIdOfCampaign } from '../domain/campaign/response.js';
import { testMark } from '../domain/campaign/test-mark.js';
import type { EmailStep } from '../domain/definition/definition.js';
import type { Instant } from '../domain/instant.js';
import { askGate, type GateQuestion, slotNeeds } from '../domain/journey/ask-gate.js';
import type { MessageIntent } from '../domain/journey/commands.js';
import { covers, type GateAnswer, type GateInput } from '../domain/journey/gate.js';
import { listHeaders, plusAddress } from '../domain/journey/message-id.js';
import { type Deployment, placeOf, zoneOfContact } from '../domain/journey/place.js';
import { nodeOf } from '../domain/journey/program.js';
import { hasQuotas } from '../domain/journey/quota.js';
import { hasRates, rateOf } from '../domain/journey/receiving-rate.js';
import { type TemplateData, templateData } from '../domain/journey/template-data.js';
import { markedSubject } from '../domain/law/subject-mark.js';
import { parseEmailAddress } from '../domain/mail-address.js';
import { mayTrack, type TrackingScope } from '../domain/tracking/may-track.js';
import type {
  CampaignComposer,
  CampaignComposers,
  MailCampaign,
  OwnMail,
  PlaceAsked,
  Recipient,
  SameMail,
  Sender,
  TurnAsked,
} from './campaign-mail-ports.js';
import type { Moment } from './campaign-ports.js';
import type { LinkedMessage, Links, MailAddress } from './ports.js';

/* The message of a one-step campaign to one recipient: what the gate says of it, and its bytes. No I/O. */

export interface CampaignMessageDeps {
  readonly composers: CampaignComposers;
  readonly links: Links;
  readonly deployment: Deployment;
  readonly tracking: TrackingScope;
  readonly messageIds: CampaignMailIds;
  /** Is told of a recipient who was left out because something threw. */
  readonly onDefect?: (whom: RecipientPlace, error: unknown) => void;
}

export interface ReadyMail {
  readonly raw: Uint8Array;
  readonly onWire: Uint8Array | null;
  readonly from: string;
  readonly to: string;
  readonly sender: Sender;
}

/** What the gate says of a recipient; of one that may go with the mail. */
export type Judged =
  | { readonly type: 'send'; readonly mail: ReadyMail }
  | Exclude<GateAnswer, { readonly type: 'send' }>;

/** A mail that is only looked at, or why it can't be made. */
export type TestMessage =
  | ({ readonly ok: true; readonly subject: string; readonly locale: string } & ReadyMail)
  | { readonly ok: false; readonly code: 'no-sender' | 'missing-variable' | 'render-failed' };

/** What keeps a mail that may go otherwise: what many share. */
export type KeptBack = Pick<GateInput, 'quotaUntil' | 'domainUntil'>;

const RENDER_FAILED = { type: 'skip', code: 'render-failed' } as const;

/** Judges the recipients of one campaign, whose mails are prepared once for each of its senders. */
export class CampaignMessages {
  private readonly email: EmailStep;
  private readonly composers = new Map<string, Promise<CampaignComposer>>();
  /** When its time came in each zone. */
  private readonly reachedIn = new Map<string, Instant>();

  constructor(
    private readonly deps: CampaignMessageDeps,
    private readonly campaign: MailCampaign,
  ) {
    const { step } = nodeOf(campaign.program, campaign.stepId);
    if (step.action !== 'email') throw new Error(`${campaign.id} has no email at ${campaign.stepId}`);
    this.email = step.email;
  }

  /** What the gate says and what a mail that is rendered comes to. */
  async judge(recipient: Recipient, now: Moment): Promise<Judged> {
    const first = this.ask(recipient, now);
    // Most of those who get nothing needn't have it rendered.
    if (first.type === 'skip') return first;
    const made = await this.make(recipient, now);
    return first.type === 'send' || made.type === 'skip' ? made : first;
  }

  /** What this recipient would get, for somebody else to look at: whatever the gate says, and marked as a test. */
  async test(
    recipient: Recipient,
    { to, messageId }: { readonly to: MailAddress; readonly messageId: string },
    now: Moment,
  ): Promise<TestMessage> {
    const { sender } = recipient;
    if (sender === null) return { ok: false, code: 'no-sender' };
    const composer = await this.composer(sender);
    const own = this.ownMail(recipient, sender, composer, now);
    const mark = (subject: string, locale: string) => `${testMark(locale)}${own.mark(subject, locale)}`;
    // Nobody's mail program offers to unsubscribe by it.
    const made = composer.compose({
      ...own,
      to,
      messageId,
      mark,
      unsubscribeUrl: null,
      replyTo: null,
    });
    if (!made.ok) return made;
    const { raw, onWire, subject, locale } = made;
    return { ok: true, raw, onWire, subject, locale, from: sender.address.address, to: made.to, sender };
  }

  /** What the gate says, as long as the mail can be rendered. */
  ask(recipient: Recipient, now: Moment, kept: KeptBack = {}): GateAnswer {
    return this.spared(recipient, () => askGate(this.question(recipient, now, 'ok', kept)));
  }

  /** The mail of one whom the gate lets go. */
  async make(recipient: Recipient, now: Moment): Promise<Judged> {
    const { sender } = recipient;
    if (sender === null) throw new Error('the gate let a mail go that nobody sends');
    const composer = await this.composer(sender);
    return this.spared<Judged>(recipient, () => {
      const made = composer.compose(this.ownMail(recipient, sender, composer, now));
      if (made.ok) {
        const { raw, onWire, to } = made;
        return { type: 'send', mail: { raw, onWire, from: sender.address.address, to, sender } };
      }
      const answer = askGate(this.question(recipient, now, made.code));
      // Whoever is put off as well is left out all the same: it would fail then, too.
      return answer.type === 'skip' ? answer : { type: 'skip', code: made.code };
    });
  }

  /** What its mailbox must know to give it a place; null: it has no quotas. */
  placeFor(recipient: Recipient, now: Moment): PlaceAsked | null {
    const mailbox = recipient.sender?.mailbox ?? null;
    if (mailbox === null || !hasQuotas(mailbox.quotas)) return null;
    const { n, deferredFor, dueAt } = recipient;
    const plannedAt = deferredFor === 'quota' ? dueAt : null;
    return { n, mailbox, plannedAt, ...slotNeeds(this.question(recipient, now, 'ok')) };
  }

  /** The domain that it goes to, if that has a rate. */
  turnFor({ n, facts, deferredFor }: Recipient): TurnAsked | null {
    const { receiving } = this.deps.deployment.policy;
    if (!hasRates(receiving)) return null;
    const address = parseEmailAddress(textOf(facts.contact['email']) ?? '');
    if (!address.ok) return null;
    const domain = address.value.domain.toLowerCase();
    const rate = rateOf(receiving, domain);
    return rate === null ? null : { n, domain, rate, waited: deferredFor === 'domain-rate' };
  }

  /** One whose record nobody thought of is left out; the others' mails are none the worse for it. */
  private spared<Answer>({ n }: Recipient, judge: () => Answer): Answer | typeof RENDER_FAILED {
    try {
      return judge();
    } catch (error) {
      this.deps.onDefect?.({ campaignId: this.campaign.id, n }, error);
      return RENDER_FAILED;
    }
  }

  private question(
    recipient: Recipient,
    now: Moment,
    rendered: GateInput['rendered'],
    kept: KeptBack = {},
  ): GateQuestion {
    const { campaign, deps } = this;
    const { facts, suppressed, optOuts, consents, others } = recipient;
    const sender = recipient.sender === null ? 'absent' : 'present';
    return {
      program: campaign.program,
      facts,
      deployment: deps.deployment,
      subjectId: recipient.contactId,
      intent: this.intentOf(recipient),
      now: now.virtual,
      exited: facts.erased === true,
      standing: {
        sender,
        suppressed,
        optOuts,
        consents,
        others,
        rendered,
        quotaUntil: kept.quotaUntil,
        domainUntil: kept.domainUntil,
      },
    };
  }

  private intentOf(recipient: Recipient): MessageIntent {
    return {
      trackId: 'main',
      aside: false,
      stepId: this.campaign.stepId,
      occurrence: 1,
      at: recipient.dueAt,
      reachedAt: this.reachedAt(recipient),
      email: this.email,
    };
  }

  /** The campaign's time on this contact's own clock, whatever they were put off for since. */
  private reachedAt({ facts }: Recipient): Instant {
    const { program, begunAt } = this.campaign;
    const zone = zoneOfContact(facts, this.deps.deployment);
    const known = this.reachedIn.get(zone);
    if (known !== undefined) return known;
    const times = dueTimes(program.definition.campaign?.at, [zone], {
      zone: this.deps.deployment.zone,
      start: begunAt,
    });
    const at = times.byZone.get(zone) ?? times.otherwise;
    this.reachedIn.set(zone, at);
    return at;
  }

  private composer({ address, mailbox }: Sender): Promise<CampaignComposer> {
    const via = mailbox === null ? null : { mailboxId: mailbox.id, revision: mailbox.revision };
    const key = `${address.address}\n${address.name}\n${via?.mailboxId} ${via?.revision}`;
    const known = this.composers.get(key);
    if (known !== undefined) return known;
    const { program, templates, id } = this.campaign;
    const { template, topic = null, attach = [], purpose } = this.email;
    const same: SameMail = {
      ...{ template, templates, from: address, attach, via },
      variables: templateData({
        program,
        facts: { contact: {}, account: null, deal: null, owner: null, answers: {} },
        state: { steps: {} },
        company: this.deps.deployment.policy.company,
        links: {},
      }).variables,
      headers: purpose === 'marketing' ? listHeaders(id, topic, address.address) : {},
    };
    const composer = this.deps.composers.composer(same);
    this.composers.set(key, composer);
    composer.catch(() => this.composers.delete(key));
    return composer;
  }

  private ownMail(recipient: Recipient, sender: Sender, composer: CampaignComposer, now: Moment): OwnMail {
    const { campaign, deps, email } = this;
    const { facts, contactId, n, optOuts, consents } = recipient;
    const { purpose, topic = null } = email;
    const country = textOf(facts.contact['country']);
    const messageId = deps.messageIds.of(campaign.id, n);
    const unsubscribeUrl = deps.links.unsubscribe(contactId, topic);
    const by = linkedMessage(campaign.id, n, contactId);
    const isPersonal = email.from === 'owner';
    const tracked = mayTrack({ scope: deps.tracking, purpose, isPersonal, country, optOuts, consents });
    return {
      messageId,
      date: now.virtual,
      to: { name: textOf(facts.contact['name']) ?? '', address: textOf(facts.contact['email']) ?? '' },
      replyTo: sender.mailbox?.plusAddresses === true ? plusAddress(sender.address.address, messageId) : null,
      language: textOf(facts.contact['language']),
      timezone: placeOf(campaign.program.definition, facts, deps.deployment).zone,
      data: this.dataOf(recipient, this.linksIn(composer, unsubscribeUrl, by)),
      unsubscribeUrl: purpose === 'marketing' ? unsubscribeUrl : null,
      trackers: tracked
        ? { click: (url) => deps.links.click(by, url), open: deps.links.open(by), ownBase: deps.links.base }
        : null,
      mark: (subject, locale) => markedSubject(subject, { country, purpose, locale, agreed: covers(consents, topic) }),
    };
  }

  private linksIn(composer: CampaignComposer, unsubscribe: string, by: LinkedMessage): TemplateData['links'] {
    const { links } = this.deps;
    const { surveys, id } = this.campaign;
    return {
      unsubscribe,
      ...(composer.reads('preferences') ? { preferences: links.preferences(by.contactId) } : {}),
      ...(composer.reads('rsvp') ? { rsvp: links.rsvp({ ...by, form: id }) } : {}),
      ...(composer.reads('survey')
        ? { survey: Object.fromEntries(surveys.map((form) => [form, links.survey({ ...by, form })])) }
        : {}),
    };
  }

  private dataOf({ facts }: Recipient, links: TemplateData['links']): TemplateData {
    const { company } = this.deps.deployment.policy;
    return templateData({ program: this.campaign.program, facts, state: { steps: {} }, company, links });
  }
}

/** A campaign's mail in the links that stand in it: the recipient's number takes the place of the occurrence. */
export const linkedMessage = (campaignId: string, n: number, contactId: string): LinkedMessage => ({
  ...{ contactId, journeyId: journeyIdOfCampaign(campaignId), step: CAMPAIGN_STEP, occurrence: n },
});

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
