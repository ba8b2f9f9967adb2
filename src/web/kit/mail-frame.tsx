import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../texts/use-texts.js';
import './mail-frame.css';

/** Longer mails scroll inside their frame. */
const MOST_HEIGHT = 4_000;

/**
 * A mail's markup as it looks to its reader, in a frame that runs nothing of it, fetches nothing, and can't reach the
 * page (src/api/page/mail-frame.ts). `title` says what it is to those who can't see it. `dark` shows it as a mail program
 * with dark colours does.
 */
export function MailFrame({
  html,
  title,
  dark = false,
}: {
  readonly html: string;
  readonly title: string;
  readonly dark?: boolean;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(240);
  const { language } = useLanguage();
  useEffect(() => {
    const give = () => frame.current?.contentWindow?.postMessage({ html, lang: language, dark }, '*');
    const listen = (event: MessageEvent<unknown>) => {
      if (event.source === null || event.source !== frame.current?.contentWindow) return;
      const said = event.data;
      if (typeof said !== 'object' || said === null) return;
      if ('ready' in said) give();
      if ('height' in said && typeof said.height === 'number') setHeight(Math.min(MOST_HEIGHT, Math.ceil(said.height)));
    };
    window.addEventListener('message', listen);
    // It may be ready already: another mail in the same frame.
    give();
    return () => window.removeEventListener('message', listen);
  }, [html, language, dark]);
  return (
    <iframe
      ref={frame}
      className="ft-mail-frame"
      src="/mail-frame"
      title={title}
      sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      style={{ blockSize: height }}
    />
  );
}
