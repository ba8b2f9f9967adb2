import type { RecipientOutcome, RecipientReason, RecipientState } from '../domain/campaign/recipient.js';
import type { Instant } from '../domain/instant.js';
import type { OtherMessage } from '../domain/journey/caps.js';
import type { Facts } from '../domain/journey/facts.js';
import type { Program } from '../domain/journey/program.js';
import type { PlaceWanted } from '../domain/journey/quota.js';
import type { Rate } from '../domain/journey/receiving-rate.js';
import type { TemplateData } from '../domain/journey/template-data.js';
import type { Moment } from './campaign-ports.js';
import type { MailAddress, SendingMailbox, TemplateMoment, Trackers, Via } from './ports.js';

/* What the sender of one-step campaigns needs of the world: rows by the hundred, mails composed once, and a way out. */

/** A campaign of one mail, as its lane needs it. */
export interface MailCampaign {
  readonly id: string;
  readonly program: Program;
  /** Key of its one email step. */
  readonly stepId: string;
  /** When it was begun, in business time; of one that isn't: now. */
  readonly begunAt: Instant;
  readonly templates: TemplateMoment;
  /** Ids of the published surveys. */
  readonly surveys: readonly string[];
}

/** Whom a mail comes from; a recipient whose sender is gone or rests has none. */
export interface Sender {
  readonly address: MailAddress;
  /** What it goes out from; null: from its owner's own address, over the configured server. */
  readonly mailbox: SendingMailbox | null;
}

/** One recipient, with all that the gate and the template look at. */
export interface Recipient {
  readonly n: number;
  readonly contactId: string;
  /** What it was put off for; null: it was not. */
  readonly deferredFor: string | null;
  readonly dueAt: Instant;
  readonly facts: Facts;
  readonly sender: Sender | null;
  readonly suppressed: boolean;
  readonly optOuts: readonly string[];
  readonly consents: readonly string[];
  /** The contact's other marketing, as far as a cap counts it. */
  readonly others: readonly OtherMessage[];
  /** What the gate goes by that others can change at any moment. */
  readonly asked: Asked;
}

/** A contact as the gate was asked about them: their mail is only handed over if it is still so. */
export interface Asked {
  readonly contactId: string;
  /** Of their address and all that they have said of mails. */
  readonly wishes: string;
  /** How much other marketing has gone to them since an instant (business time); null: no cap holds for this mail. */
  readonly others: { readonly since: Instant; readonly count: number } | null;
}

/** A stretch of recipients in the hands of one lane, under its fence. */
export interface Block {
  readonly campaignId: string;
  readonly block: number;
  readonly fromN: number;
  readonly toN: number;
  readonly fence: string;
}

/** What becomes of a recipient, as it is written. */
export interface Move {
  readonly block: number;
  readonly fence: string;
  readonly n: number;
  /** It is only written if the row is still there. */
  readonly from: RecipientState;
  readonly to: RecipientState;
  readonly outcome: RecipientOutcome | null;
  readonly reason: RecipientReason | null;
  /** Of one that is put off. */
  readonly dueAt: Instant | null;
  /** Of one that is to be handed over; null: it isn't. */
  readonly asked: Asked | null;
}

/**
 * `written`; `held`: the campaign is paused, stopped or over; `lost`: another has the block; `gone`: the row is elsewhere by now, or
 * the gate is to be asked again, because something was said or sent since or is just being written of the contact.
 */
export type MoveAnswer = 'written' | 'held' | 'lost' | 'gone';

/** A mail that the gate lets go, and asks its mailbox for a place. */
export interface PlaceAsked extends PlaceWanted {
  readonly n: number;
  readonly mailbox: SendingMailbox;
}

/** The same of its receiving domain. */
export interface TurnAsked {
  readonly n: number;
  readonly domain: string;
  readonly rate: Rate;
  /** It was put off for that and has come again. */
  readonly waited: boolean;
}

/** Until when each is put off, by its number; who isn't in it may go. */
export type PutOff = ReadonlyMap<number, Instant>;

export interface CampaignRows {
  /** Of a draft as it is written there. Null: there is none, or it has no mail of its own. */
  campaign(campaignId: string, now: Moment): Promise<MailCampaign | null>;
  /**
   * Takes a block of which somebody is due, under a new fence. Whom its last holder had handed over without an answer is
   * `uncertain` from then on. Null: there is none.
   */
  claim(campaignId: string, fence: string, now: Moment): Promise<Block | null>;
  /** Holds the block for longer. False: another has it. */
  hold(block: Block, now: Moment): Promise<boolean>;
  /** Those of a block who are due and not settled, the first of them. */
  due(campaign: MailCampaign, block: Block, most: number, now: Moment): Promise<readonly Recipient[]>;
  /** Contacts as they would be if they were recipients. */
  contacts(campaign: MailCampaign, contactIds: readonly string[], now: Moment): Promise<readonly Recipient[]>;
  /** Written together with what others write at that moment, by one statement. */
  move(campaignId: string, move: Move, now: Moment): Promise<MoveAnswer>;
  /** Writes when the block is due next, if ever, and gives it back. `notBefore`: it is no sooner than that. */
  giveBack(block: Block, now: Moment, notBefore: Instant): Promise<void>;
  /** When the next of its blocks that nobody has is due, business time; null: none is, or it doesn't send. */
  nextDue(campaignId: string): Promise<Instant | null>;
  /** Places in the quotas of mailboxes, counted with what journeys send; what isn't used is to be given back. */
  places(asked: readonly PlaceAsked[], now: Moment): Promise<PutOff>;
  /** So many of each mailbox that were taken at that time. */
  givePlacesBack(unused: ReadonlyMap<string, number>, taken: Moment): Promise<void>;
  /** Turns at receiving domains, between those that journeys' mails take. */
  turns(asked: readonly TurnAsked[], now: Moment): Promise<PutOff>;
  /** Takes so many of the campaign's rate as it allows now; answers how many, or until when (real) there is none. */
  takeOfRate(
    campaignId: string,
    most: number,
    now: Moment,
  ): Promise<{ readonly taken: number; readonly until: Instant }>;
  /** Nothing more is sent to the address of this contact. */
  suppress(to: string, now: Moment): Promise<void>;
}

/** What all mails of a campaign from one sender have in common. */
export interface SameMail {
  readonly template: string;
  readonly templates: TemplateMoment;
  readonly variables: TemplateData['variables'];
  readonly from: MailAddress;
  readonly attach: readonly string[];
  /** Whose key signs it; null: it isn't signed. */
  readonly via: Via | null;
  /** Extra fixed headers, for example List-Id. */
  readonly headers: { readonly [name: string]: string };
}

/** What is one receiver's own. */
export interface OwnMail {
  readonly messageId: string;
  /** Epoch ms. */
  readonly date: number;
  readonly to: MailAddress;
  readonly replyTo: string | null;
  readonly language: string | null;
  /** IANA zone in which dates are printed. */
  readonly timezone: string;
  readonly data: TemplateData;
  readonly unsubscribeUrl: string | null;
  /** Null: nothing is tracked. */
  readonly trackers: Trackers | null;
  /** What the receiver's law wants of a subject. */
  readonly mark: (subject: string, locale: string) => string;
}

/** Finished bytes, or why there are none for this receiver: the others' are none the worse for it. */
export type ComposedMail =
  | {
      readonly ok: true;
      /** All ASCII. */
      readonly raw: Uint8Array;
      /** The same with the final dot behind it; null: whoever sends it has to look whether it is ready for that. */
      readonly onWire: Uint8Array | null;
      /** As it goes over the wire. */
      readonly to: string;
      readonly subject: string;
      readonly locale: string;
    }
  | { readonly ok: false; readonly code: 'missing-variable' | 'render-failed' };

/** The links that a template may read. */
export type LinkName = 'unsubscribe' | 'preferences' | 'survey' | 'rsvp';

export interface CampaignComposer {
  /** Whether the mail has such a link in it; one that it hasn't need not be made. */
  reads(link: LinkName): boolean;
  compose(own: OwnMail): ComposedMail;
}

export interface CampaignComposers {
  /** Prepared once for what is the same, and kept for a while. */
  composer(same: SameMail): Promise<CampaignComposer>;
}
