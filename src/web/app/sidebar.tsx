import { Link, useLocation } from 'wouter';
import { Button } from '../kit/button.js';
import { Menu } from '../kit/menu.js';
import { useTexts } from '../texts/use-texts.js';
import { Icon } from './icons.js';
import { type PlaceEntry, placeAt, placesFor } from './navigation.js';
import { useMe } from './session.js';
import { appTexts } from './texts.js';
import { useWorld } from './world.js';

const PHONE_TABS = 4;

function usePlaces(): readonly PlaceEntry[] {
  return placesFor(useMe().role, useWorld()?.inbox ?? false);
}

/** The navigation of wide screens. */
export function Sidebar({ path }: { readonly path: string }) {
  const t = useTexts(appTexts);
  const here = placeAt(path);
  return (
    <nav className="ft-sidebar" aria-label={t.navigation}>
      <Link href="/" className="ft-brand">
        <span className="ft-brand-mark" aria-hidden="true" />
        Followthrough
      </Link>
      <ul>
        {usePlaces().map(({ place, href }) => (
          <li key={place}>
            <Link href={href} className="ft-nav" aria-current={place === here ? 'page' : undefined}>
              <Icon of={place} />
              {t[place]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The navigation of phones: what the role uses most, and the rest behind one button. */
export function TabBar({ path }: { readonly path: string }) {
  const t = useTexts(appTexts);
  const [, navigate] = useLocation();
  const here = placeAt(path);
  const places = usePlaces();
  const rest = places.slice(PHONE_TABS);
  return (
    <nav className="ft-tab-bar" aria-label={t.navigation}>
      {places.slice(0, PHONE_TABS).map(({ place, href }) => (
        <Link key={place} href={href} className="ft-tab-place" aria-current={place === here ? 'page' : undefined}>
          <Icon of={place} />
          <span>{t[place]}</span>
        </Link>
      ))}
      <Menu
        label={t.more}
        trigger={
          <Button look="quiet" className="ft-tab-place">
            <Icon of="more" />
            <span>{t.more}</span>
          </Button>
        }
        acts={rest.map(({ place, href }) => ({
          id: place,
          label: t[place],
          onAct: () => navigate(href),
          isChosen: place === here,
        }))}
      />
    </nav>
  );
}
