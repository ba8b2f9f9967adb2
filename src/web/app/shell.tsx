import { Suspense, useEffect, useRef } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { headingIsDue } from '../kit/page-focus.js';
import { Loading, NotFound } from '../kit/states.js';
import { Toasts } from '../kit/toast.js';
import { useLive } from '../live/use-live.js';
import { SignInAgain } from '../sign-in/sign-in-again.js';
import { useTexts } from '../texts/use-texts.js';
import { AwayBanner } from './away-banner.js';
import { ErrorBoundary } from './error-boundary.js';
import { ROUTES } from './routes.js';
import { Sidebar, TabBar } from './sidebar.js';
import { appTexts } from './texts.js';
import { TopBar } from './top-bar.js';
import './shell.css';

/** The frame around every page: navigation, search, clock, and the place where pages come and go. */
export function Shell() {
  const t = useTexts(appTexts);
  const [path] = useLocation();
  useLive();
  useNavigationFocus(path);
  return (
    <div className="ft-shell">
      <a className="ft-skip" href="#content">
        {t.skip}
      </a>
      <Sidebar path={path} />
      <div className="ft-main">
        <TopBar />
        <AwayBanner />
        <main id="content" className="ft-content" tabIndex={-1}>
          <ErrorBoundary resetKey={path}>
            <Suspense fallback={<Loading />}>
              <Switch>
                {ROUTES.map((route) => (
                  <Route key={route.path} path={route.path} component={route.Page} />
                ))}
                <Route component={NotFound} />
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <TabBar path={path} />
      <Toasts />
      <SignInAgain />
    </div>
  );
}

/** Going to another page scrolls up and gives the focus to its heading; the first page of a load does not. */
function useNavigationFocus(path: string): void {
  const before = useRef(path);
  // While rendering, not after: the new page's heading asks in its first effect.
  if (before.current !== path) {
    before.current = path;
    headingIsDue();
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new path begins at the top
  useEffect(() => {
    document.getElementById('content')?.scrollTo(0, 0);
  }, [path]);
}
