import { mailFramePolicy } from './security-policy.js';

/*
 * Mails are shown in a frame of an origin of its own: their markup is foreign, and may neither run scripts, nor fetch
 * anything, nor reach the page. A frame made from text (srcdoc) would inherit the page's policy, which has no inline styles;
 * so the frame is a page of its own that waits for the mail's markup. Inserted as text, scripts in it don't run; the policy
 * would refuse them too.
 *
 * A document in a frame prefers the colours of the system. So that a mail can be seen in both, and by everybody in the same,
 * its questions after them are answered before they are asked: by a condition that always holds, or never does.
 */

const SCRIPT = `
const tell = () => parent.postMessage({ height: Math.max(document.documentElement.offsetHeight, document.body.scrollHeight) }, '*');
const inColours = (css, dark) =>
  css.replace(/\\(\\s*prefers-color-scheme\\s*:\\s*(dark|light)\\s*\\)/gi, (_, wanted) =>
    (wanted.toLowerCase() === 'dark') === dark ? '(min-width: 0px)' : '(max-width: 0px)');
addEventListener('message', (event) => {
  if (event.source !== parent || typeof event.data?.html !== 'string') return;
  const mail = new DOMParser().parseFromString(event.data.html, 'text/html');
  document.documentElement.lang = mail.documentElement.lang || event.data.lang || 'en';
  document.title = mail.title || 'Mail';
  const styles = [...mail.head.querySelectorAll('style')];
  const dark = event.data.dark === true;
  for (const style of styles) {
    style.dataset.mail = '';
    style.textContent = inColours(style.textContent, dark);
  }
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  for (const old of document.head.querySelectorAll('[data-mail]')) old.remove();
  document.head.append(...styles);
  for (const { name } of [...document.body.attributes]) document.body.removeAttribute(name);
  for (const { name, value } of mail.body.attributes) document.body.setAttribute(name, value);
  document.body.replaceChildren(...mail.body.childNodes);
  for (const link of document.links) { link.target = '_blank'; link.rel = 'noreferrer'; }
  tell();
});
new ResizeObserver(tell).observe(document.documentElement);
parent.postMessage({ ready: true }, '*');
`;

export const MAIL_FRAME_PATH = '/mail-frame';
export const MAIL_FRAME_POLICY = mailFramePolicy(SCRIPT);

export const MAIL_FRAME = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>Mail</title>
<style>html { background: #fff; color: #1a1f27; font: 15px/1.5 system-ui, sans-serif; } body { margin: 0; padding: 12px; overflow-wrap: anywhere; } img { max-width: 100%; }</style>
</head>
<body>
<script>${SCRIPT}</script>
</body>
</html>
`;
