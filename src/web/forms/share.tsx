import { useState } from 'react';
import type { formLinks } from '../../api/contracts/forms.js';
import { useOne } from '../api/hooks.js';
import { Card } from '../kit/card.js';
import { Link } from '../kit/link.js';
import { Select } from '../kit/select.js';
import { Loaded } from '../kit/states.js';
import { ToCopy } from '../kit/to-copy.js';
import type { Language } from '../texts/language.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { CampaignChoice } from './campaign-choice.js';
import { formsTexts } from './texts.js';

interface ShareProps {
  readonly id: string;
  readonly campaign: string;
  readonly onCampaign: (campaign: string) => void;
}

/** Where a form is, to be taken to mails, sites and posters. */
export function Share({ id, campaign, onCampaign }: ShareProps) {
  const t = useTexts(formsTexts);
  const { language } = useLanguage();
  const [lang, setLang] = useState<Language>(language);
  const query = { lang, ...(campaign === '' ? {} : { campaign }) };
  const links = useOne<typeof formLinks>('GET /v1/forms/:id/links', { params: { id }, query }, { keepOld: true });
  return (
    <div className="ft-stack">
      <div className="ft-filter-bar">
        <CampaignChoice label={t.campaign} none={t.noCampaign} value={campaign} onChange={onCampaign} />
        <Select
          label={t.embedLanguage}
          options={[
            { id: 'en', label: 'English' },
            { id: 'zh-CN', label: '中文' },
          ]}
          value={lang}
          onChange={setLang}
        />
      </div>
      <Loaded of={links} lines={6}>
        {({ page, landing, embed, frame }) => (
          <>
            <Card title={t.link} aside={<Link href={landing ?? page}>{t.openForm}</Link>}>
              <div className="ft-stack">
                {landing === null ? (
                  <ToCopy title={t.pageLink} text={page} />
                ) : (
                  <>
                    <p className="ft-soft ft-small">{t.landingHelp}</p>
                    <ToCopy title={t.landingLink} text={landing} />
                  </>
                )}
              </div>
            </Card>
            <Card title={t.embed}>
              <div className="ft-stack">
                <p className="ft-soft ft-small">{t.embedHelp}</p>
                <ToCopy title={t.embedHtml} text={embed} />
                <ToCopy title={t.frameHtml} text={frame} />
              </div>
            </Card>
          </>
        )}
      </Loaded>
    </div>
  );
}
