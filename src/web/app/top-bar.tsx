import { useLocation } from 'wouter';
import type { Role } from '../../api/contracts/common.js';
import { useStore } from '../api/store.js';
import { Button } from '../kit/button.js';
import { Menu } from '../kit/menu.js';
import { initialsOf } from '../kit/person.js';
import { LiveIndicator } from '../live/live-indicator.js';
import { LANGUAGE_NAMES, LANGUAGES } from '../texts/language.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { Bell } from './bell.js';
import { BusinessClock } from './business-clock.js';
import { chooseScheme, SCHEMES, scheme } from './scheme.js';
import { SearchBox } from './search-box.js';
import { useMe, useSession } from './session.js';
import { appTexts } from './texts.js';

export function TopBar() {
  return (
    <header className="ft-top-bar">
      <SearchBox />
      <div className="ft-top-end">
        <BusinessClock />
        <LiveIndicator />
        <Bell />
        <LanguageSwitch />
        <UserMenu />
      </div>
    </header>
  );
}

/** The languages, each by its own name. Also on the page to sign in. */
export function LanguageSwitch() {
  const t = useTexts(appTexts);
  const { language } = useLanguage();
  const { chooseLanguage } = useSession();
  return (
    <Menu
      label={t.language}
      trigger={
        <Button look="quiet">
          <span className="ft-hidden">{t.language}</span>
          {language === 'en' ? 'EN' : '中文'}
        </Button>
      }
      acts={LANGUAGES.map((each) => ({
        id: each,
        label: LANGUAGE_NAMES[each],
        isChosen: each === language,
        onAct: () => chooseLanguage(each),
      }))}
    />
  );
}

/** A role in words. */
export function useRoleName(): (role: Role) => string {
  const t = useTexts(appTexts);
  const names: Readonly<Record<Role, string>> = {
    ops: t.roleOps,
    manager: t.roleManager,
    marketing: t.roleMarketing,
    rep: t.roleRep,
    viewer: t.roleViewer,
  };
  return (role) => names[role];
}

function UserMenu() {
  const t = useTexts(appTexts);
  const me = useMe();
  const roleName = useRoleName();
  const { leave } = useSession();
  const [, navigate] = useLocation();
  const chosen = useStore(scheme);
  const schemes = { system: t.schemeSystem, light: t.schemeLight, dark: t.schemeDark };
  return (
    <Menu
      label={t.account(me.name)}
      trigger={
        <Button look="quiet" className="ft-user">
          <span className="ft-person-mark" aria-hidden="true">
            {initialsOf(me.name)}
          </span>
          <span className="ft-user-name">
            {me.name}
            <span className="ft-soft ft-small">{roleName(me.role)}</span>
          </span>
        </Button>
      }
      acts={[
        ...SCHEMES.map((each) => ({
          id: each,
          label: schemes[each],
          isChosen: each === chosen,
          onAct: () => chooseScheme(each),
        })),
        { id: 'myself', label: t.myself, isChosen: false, onAct: () => navigate(`/people/${me.id}`) },
        {
          id: 'api',
          label: t.apiReference,
          isChosen: false,
          onAct: () => void window.open('/docs', '_blank', 'noreferrer'),
        },
        {
          id: 'sign-out',
          label: t.signOut,
          isChosen: false,
          onAct: () => {
            navigate('/');
            // An unreachable server shows its banner; the person is then still signed in.
            leave().catch(() => null);
          },
        },
      ]}
    />
  );
}
