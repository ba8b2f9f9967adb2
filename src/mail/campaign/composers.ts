import type { CampaignComposer, CampaignComposers, SameMail } from '../../activities/campaign-mail-ports.js';
import type { Attachment } from '../../activities/ports.js';
import { createSigner } from '../dkim.js';
import type { MailboxSettings } from '../mailbox-mailer.js';
import type { Libraries, VersionedLibrary } from '../template-shelf.js';
import { createCampaignComposer } from './composer.js';

export interface CampaignComposersParts {
  readonly libraries: Libraries;
  readonly defaultLocale: string;
  /** How a mailbox sends; null: there is none. */
  readonly readMailbox: (mailboxId: string) => Promise<MailboxSettings | null>;
}

/** Prepares the mails of campaigns, signed where their mailbox has a key. */
export function createCampaignComposers({
  libraries,
  defaultLocale,
  readMailbox,
}: CampaignComposersParts): CampaignComposers {
  return {
    async composer(same) {
      const versioned = await libraries(same.template, same.templates);
      const attachments = attachmentsOf(versioned, same);
      // A file that isn't there is missing in each of its mails.
      if (attachments === null) return { compose: () => ({ ok: false, code: 'render-failed' }) };
      const composer = createCampaignComposer(same, { library: versioned.library, defaultLocale, attachments });
      const settings = same.via === null ? null : await readMailbox(same.via.mailboxId);
      // Without its signature it doesn't go out either: the mailer refuses a mailbox that is locked.
      return settings === null || settings.dkim === null || settings.dkim === 'locked'
        ? composer
        : signing(composer, createSigner(settings.dkim));
    },
  };
}

function attachmentsOf({ library }: VersionedLibrary, { attach }: SameMail): Attachment[] | null {
  const found = attach.map((name) => library.attachments?.get(name));
  return found.every((file) => file !== undefined) ? found : null;
}

const signing = (composer: CampaignComposer, sign: (raw: Uint8Array) => Uint8Array): CampaignComposer => ({
  compose: (own) => {
    const made = composer.compose(own);
    return made.ok ? { ...made, raw: sign(made.raw) } : made;
  },
});
