import { useLocation } from 'wouter';
import type { listNotices } from '../../api/contracts/notices.js';
import { useOne } from '../api/hooks.js';
import { Link } from '../kit/link.js';
import { useTexts } from '../texts/use-texts.js';
import { Icon } from './icons.js';
import { appTexts } from './texts.js';
import './bell.css';

const MOST_SHOWN = 99;

/** Leads to the notices and says how many are unread; the stream of changes keeps it true. */
export function Bell() {
  const t = useTexts(appTexts);
  const [path] = useLocation();
  const notices = useOne<typeof listNotices>('GET /v1/notices', { query: { unread: 'true', limit: 1 } });
  const unread = notices.data?.unread ?? 0;
  const shown = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
  const name = unread === 0 ? t.notices : t.noticesUnread(shown);
  return (
    <Link
      href="/notices"
      look="button"
      className="ft-button-quiet ft-square ft-bell"
      aria-label={name}
      title={name}
      aria-current={path === '/notices' ? 'page' : undefined}
    >
      <Icon of="bell" />
      {unread > 0 && (
        <span className="ft-bell-count" aria-hidden="true">
          {shown}
        </span>
      )}
    </Link>
  );
}
