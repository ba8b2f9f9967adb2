import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { FoundView, searchAll } from '../../api/contracts/search.js';
import { useOne } from '../api/hooks.js';
import { KeyHint } from '../kit/key-hint.js';
import type { Language } from '../texts/language.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { Icon } from './icons.js';
import { appTexts } from './texts.js';
import './search-box.css';

const PAUSE_MS = 200;

interface Hit {
  readonly href: string;
  readonly title: string;
  readonly detail: string;
}

interface Group {
  readonly kind: 'contacts' | 'journeys' | 'deals' | 'definitions';
  readonly hits: readonly Hit[];
}

/** What was found, by kind, each with where it leads; kinds without a hit are left out. */
export function groupsOf(found: FoundView, language: Language): readonly Group[] {
  const groups: readonly Group[] = [
    {
      kind: 'contacts',
      hits: found.contacts.map(({ id, name, company, email }) => ({
        href: `/contacts/${id}`,
        title: name,
        detail: [company, email].filter((part) => part !== null).join(' · '),
      })),
    },
    {
      kind: 'journeys',
      hits: found.journeys.map((journey) => ({
        href: `/journeys/${journey.id}`,
        title: journey.contactName,
        detail: [
          localise(language, journey.definitionName, journey.definitionId),
          localise(language, journey.stageName, journey.stage ?? ''),
        ]
          .filter((part) => part !== '')
          .join(' · '),
      })),
    },
    {
      kind: 'deals',
      // A deal is shown with its contact; one without leads to the contacts.
      hits: found.deals.map(({ name, contactId, stage }) => ({
        href: contactId === null ? '/contacts' : `/contacts/${contactId}`,
        title: name,
        detail: stage ?? '',
      })),
    },
    {
      kind: 'definitions',
      hits: found.definitions.map(({ id, name }) => ({
        href: `/definitions/${encodeURIComponent(id)}`,
        title: localise(language, name, id),
        detail: id,
      })),
    },
  ];
  return groups.filter((group) => group.hits.length > 0);
}

function useDelayed(value: string): string {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return delayed;
}

/** Whether a key pressed here is typed text and no shortcut. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Focuses the box on "/" and on Ctrl or Command with K. */
function useShortcut(focus: () => void): void {
  const act = useRef(focus);
  act.current = focus;
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const withK = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k';
      const slash = event.key === '/' && !event.metaKey && !event.ctrlKey && !event.altKey && !isTyping(event.target);
      if (!withK && !slash) return;
      event.preventDefault();
      act.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** Search over everything, from everywhere: a combo box whose list are the hits by kind. */
export function SearchBox() {
  const t = useTexts(appTexts);
  const { language } = useLanguage();
  const [, navigate] = useLocation();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const q = useDelayed(text.trim());
  const found = useOne<typeof searchAll>('GET /v1/search', { query: { q } }, { enabled: q !== '', keepOld: true });
  useShortcut(() => input.current?.focus());

  const groups = q === '' || found.data === undefined ? [] : groupsOf(found.data, language);
  const hits = groups.flatMap((group) => group.hits);
  const shown = isOpen && text.trim() !== '';
  const go = (hit: Hit) => {
    setIsOpen(false);
    setText('');
    input.current?.blur();
    navigate(hit.href);
  };
  const move = (step: number) => {
    if (hits.length > 0) setActive((old) => (old + step + hits.length) % hits.length);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      const hit = hits[Math.max(active, 0)];
      if (shown && hit !== undefined) go(hit);
    },
    Escape: () => (shown ? setIsOpen(false) : setText('')),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (act === undefined || event.nativeEvent.isComposing) return;
    event.preventDefault();
    act();
  };
  const status = found.data === undefined ? t.searching : hits.length === 0 ? t.foundNothing(q) : t.found(hits.length);

  return (
    <search className="ft-search">
      <Icon of="search" />
      <input
        ref={input}
        className="ft-search-input"
        type="text"
        role="combobox"
        aria-label={t.search}
        aria-expanded={shown && hits.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-keyshortcuts="/ Control+K Meta+K"
        aria-activedescendant={shown && hits[active] !== undefined ? `${listId}-${active}` : undefined}
        placeholder={t.searchHint}
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(-1);
          setIsOpen(true);
        }}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
      />
      <KeyHint keys="/" />
      <span className="ft-hidden" role="status">
        {shown ? status : ''}
      </span>
      <Hits groups={groups} active={active} listId={listId} status={status} isShown={shown} onChoose={go} />
    </search>
  );
}

function Hits({
  groups,
  active,
  listId,
  status,
  isShown,
  onChoose,
}: {
  readonly groups: readonly Group[];
  readonly active: number;
  readonly listId: string;
  readonly status: string;
  readonly isShown: boolean;
  readonly onChoose: (hit: Hit) => void;
}) {
  const t = useTexts(appTexts);
  const hits = groups.flatMap((group) => group.hits);
  return (
    <div className="ft-search-found" hidden={!isShown}>
      {hits.length === 0 && <p className="ft-search-none ft-soft">{status}</p>}
      <div id={listId} role="listbox" aria-label={t.search}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of a listbox is no fieldset
          <div key={group.kind} role="group" aria-label={t[group.kind]}>
            <div className="ft-search-kind" aria-hidden="true">
              {t[group.kind]}
            </div>
            {group.hits.map((hit) => {
              const index = hits.indexOf(hit);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
                // biome-ignore lint/a11y/useFocusableInteractive: as above
                <div
                  key={index}
                  id={`${listId}-${index}`}
                  role="option"
                  aria-selected={index === active}
                  className="ft-option"
                  data-focused={index === active || undefined}
                  // Before the field loses the focus, which would close the list.
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => onChoose(hit)}
                >
                  <span className="ft-search-hit">
                    <span>{hit.title}</span>
                    <span className="ft-soft ft-small">{hit.detail}</span>
                  </span>
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
