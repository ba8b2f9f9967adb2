import type { CampaignComposer, CampaignComposers, SameMail } from '../../activities/campaign-mail-ports.js';
import type { Attachment } from '../../activities/ports.js';
import { UnsafeMailError } from '../compose.js';
import { createSigner } from '../dkim.js';
import type { MailboxSettings } from '../mailbox-mailer.js';
import type { Libraries } from '../template-shelf.js';
import type { TemplateLibrary } from '../template-source.js';
import { createCampaignComposer, type Prepared, prepare } from './composer.js';

export interface CampaignComposersParts {
  readonly libraries: Libraries;
  readonly defaultLocale: string;
  /** How a mailbox sends; null: there is none. */
  readonly readMailbox: (mailboxId: string) => Promise<MailboxSettings | null>;
}

/** None of them can be sent, whoever gets it. */
const FAILING: CampaignComposer = { reads: () => false, compose: () => ({ ok: false, code: 'render-failed' }) };

/** Prepares the mails of campaigns, signed where their mailbox has a key. */
export function createCampaignComposers({
  libraries,
  defaultLocale,
  readMailbox,
}: CampaignComposersParts): CampaignComposers {
  /** A campaign may have hundreds of senders: what their mails have in common, the files above all, is there once. */
  const shared = new WeakMap<TemplateLibrary, Map<string, Prepared>>();

  function preparedFor(library: TemplateLibrary, attachments: readonly Attachment[], same: SameMail): Prepared {
    const ofLibrary = shared.get(library) ?? new Map<string, Prepared>();
    shared.set(library, ofLibrary);
    const key = JSON.stringify([same.template, same.variables, same.attach]);
    const known = ofLibrary.get(key) ?? prepare(same, { library, defaultLocale, attachments });
    if (ofLibrary.size >= MOST_PREPARED) ofLibrary.clear();
    ofLibrary.set(key, known);
    return known;
  }

  return {
    async composer(same) {
      const { library } = await libraries(same.template, same.templates);
      const attachments = attachmentsOf(library, same);
      // A file that isn't there is missing in each of its mails.
      const composer = attachments === null ? FAILING : composerOf(same, preparedFor(library, attachments, same));
      const settings = same.via === null ? null : await readMailbox(same.via.mailboxId);
      // Without its signature it doesn't go out either: the mailer refuses a mailbox that is locked.
      return settings === null || settings.dkim === null || settings.dkim === 'locked'
        ? composer
        : signing(composer, createSigner(settings.dkim));
    },
  };
}

/** Campaigns that send at once are few. */
const MOST_PREPARED = 20;

/** A sender in whose name no mail may be built keeps nobody else's from going out. */
function composerOf(same: SameMail, prepared: Prepared): CampaignComposer {
  try {
    return createCampaignComposer(same, prepared);
  } catch (error) {
    if (error instanceof UnsafeMailError) return FAILING;
    throw error;
  }
}

function attachmentsOf({ attachments }: TemplateLibrary, { attach }: SameMail): Attachment[] | null {
  const found = attach.map((name) => attachments?.get(name));
  return found.every((file) => file !== undefined) ? found : null;
}

const signing = (composer: CampaignComposer, sign: (raw: Uint8Array) => Uint8Array): CampaignComposer => ({
  reads: composer.reads,
  compose: (own) => {
    const made = composer.compose(own);
    return made.ok ? { ...made, raw: sign(made.raw), onWire: null } : made;
  },
});
