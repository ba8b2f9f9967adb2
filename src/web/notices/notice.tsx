import { type ReactNode, useRef, useState } from 'react';
import type { NoticeView, readNotice } from '../../api/contracts/notices.js';
import { newKey } from '../api/ask.js';
import { useAct } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { classes } from '../kit/classes.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Sign } from '../kit/sign.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { noticesTexts } from './texts.js';

/** One notice: what happened, to whom, and where to look. Going there reads it. */
export function Notice({ notice }: { readonly notice: NoticeView }) {
  const t = useTexts(noticesTexts);
  const headline = useHeadline(notice);
  const line = useRef<HTMLLIElement>(null);
  const { read, isRunning, error } = useRead(notice);
  const isUnread = notice.readAt === null;
  const to = hrefOf(notice, notice.taskId === null ? 'journey' : 'task') ?? hrefOf(notice, 'contact');
  const readHere = async () => {
    const next = neighbourOf(line.current);
    // Where unread ones alone are shown, the line goes and its button with it.
    if (await read()) next?.focus();
  };
  return (
    <li ref={line} className={classes('notices-line', isUnread && 'notices-unread')}>
      <span className="notices-mark">
        {isUnread && (
          <>
            <Sign of="dot" />
            <span className="ft-hidden">{t.isUnread}</span>
          </>
        )}
      </span>
      <div className="notices-main">
        <p className="notices-head">
          {to === null ? (
            headline
          ) : (
            <Link href={to} look="plain" onClick={() => void read()}>
              {headline}
            </Link>
          )}
        </p>
        <About notice={notice} main={to} onGo={() => void read()} />
        {notice.text !== null && notice.text.trim() !== '' && (
          <details className="notices-text">
            <summary>{t.message}</summary>
            <p>{notice.text.trim()}</p>
          </details>
        )}
        {error !== null && <ProblemNote error={error} />}
      </div>
      {isUnread && (
        <Button
          look="quiet"
          square
          className="notices-read"
          aria-label={t.readOne(headline)}
          onPress={() => void readHere()}
          isDisabled={isRunning}
        >
          <Sign of="check" />
        </Button>
      )}
    </li>
  );
}

/** When, and the things beside the main one. */
function About({
  notice,
  main,
  onGo,
}: {
  readonly notice: NoticeView;
  readonly main: string | null;
  readonly onGo: () => void;
}) {
  const { language } = useLanguage();
  const things: readonly (readonly [Thing, ReactNode])[] = [
    ['contact', notice.kind === 'message' || notice.taskTitle !== null ? notice.contactName : null],
    ['journey', notice.definitionId === null ? null : localise(language, notice.definitionName, notice.definitionId)],
  ];
  return (
    <p className="notices-about ft-soft ft-small">
      <Instant at={notice.at} relative="beside" />
      {things.map(([thing, words]) => {
        const href = hrefOf(notice, thing);
        if (words === null) return null;
        return (
          <span key={thing}>
            {href === null || href === main ? (
              words
            ) : (
              <Link href={href} onClick={onGo}>
                {words}
              </Link>
            )}
          </span>
        );
      })}
    </p>
  );
}

type Thing = NoticeView['opens'][number];

/** Where a thing is; null: there is none, or none that this person may open. */
function hrefOf({ opens, taskId, journeyId, contactId }: NoticeView, thing: Thing): string | null {
  if (!opens.includes(thing)) return null;
  return { task: `/tasks/${taskId}`, journey: `/journeys/${journeyId}`, contact: `/contacts/${contactId}` }[thing];
}

function useHeadline({ kind, title, taskTitle, contactName }: NoticeView): string {
  const t = useTexts(noticesTexts);
  const who = contactName ?? t.nameless;
  if (kind === 'message') return title ?? t.other(who);
  return t[kind](taskTitle ?? who);
}

/** Marks it as read, once; true: it is. */
function useRead({ id, readAt }: NoticeView) {
  const act = useAct<typeof readNotice>('POST /v1/notices/:id/read');
  const [error, setError] = useState<unknown>(null);
  const read = async (): Promise<boolean> => {
    if (readAt !== null) return true;
    setError(null);
    try {
      await act.run({ params: { id } }, newKey());
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    }
  };
  return { read, isRunning: act.isRunning, error };
}

/** Where the focus goes when a line is read: the next line's button, the one before, or the page's heading. */
function neighbourOf(line: HTMLElement | null): HTMLElement | null {
  const lines = [...(line?.parentElement?.querySelectorAll<HTMLElement>('.notices-line') ?? [])];
  const at = line === null ? -1 : lines.indexOf(line);
  const others = [...lines.slice(at + 1), ...lines.slice(0, Math.max(at, 0)).reverse()];
  const buttons = others.map((other) => other.querySelector<HTMLElement>('.notices-read'));
  return buttons.find((button) => button !== null) ?? document.querySelector<HTMLElement>('h1');
}
