import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** Text that is safe as HTML, made by `html` only. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | Html | readonly Html[];

/** HTML in which every value that is not HTML itself is escaped, for elements and quoted attributes. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.map((text, i) => (i === 0 ? text : print(values[i - 1] ?? '') + text)).join(''));
}

function print(part: Part): string {
  if (typeof part === 'string') return escapeText(part);
  return part instanceof Html ? part.text : part.map(print).join('');
}

const ESCAPES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

// Colours of the mails' card layout; each pair of text and ground has a contrast of at least 4.5.
const STYLE = `
:root{color-scheme:light dark;--page:#f3f5f4;--sheet:#fff;--line:#e0e5e3;--text:#1f2a28;--soft:#5a6663;--green:#1f7a63;--on-green:#fff;--tint:#e6f2ee;--link:#17624f;--fault:#b3261e}
@media (prefers-color-scheme:dark){:root{--page:#141517;--sheet:#202225;--line:#34373b;--text:#e8e8e8;--soft:#a6adb3;--green:#7fd1b9;--on-green:#10231d;--tint:#1d332c;--link:#7fd1b9;--fault:#f2a59f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;padding:24px 16px;background:var(--page);color:var(--text);font:16px/1.6 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",Arial,sans-serif}
main{width:100%;max-width:32rem;padding:36px 40px;background:var(--sheet);border:1px solid var(--line);border-top:4px solid var(--green);border-radius:8px;overflow-wrap:anywhere}
h1{margin:0 0 12px;font-size:1.5rem;line-height:1.3}
h2{margin:0;font-size:1rem;line-height:1.5}
p{margin:0 0 12px}
main>p:last-child{margin-bottom:0}
.soft{color:var(--soft);font-size:.875rem}
.saved{padding:10px 14px;border-radius:6px;background:var(--tint)}
form{margin:0}
.main-action{margin:24px 0 20px}
button{min-height:44px;padding:8px 20px;border:1px solid var(--green);border-radius:6px;background:var(--green);color:var(--on-green);font:inherit;font-weight:600;cursor:pointer}
button.quiet{background:transparent;color:var(--link)}
button:hover{filter:brightness(1.08)}
button:focus-visible,a:focus-visible{outline:3px solid var(--link);outline-offset:3px}
a{color:var(--link)}
ul{list-style:none;margin:20px 0 0;padding:0}
li{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;justify-content:space-between;padding:16px 0;border-top:1px solid var(--line)}
li:last-child{border-bottom:1px solid var(--line);margin-bottom:16px}
li p{margin:0}
li .soft{flex-basis:100%}
fieldset{margin:0 0 20px;padding:0;border:0}
legend,.question{display:block;margin:0 0 8px;padding:0;font-weight:600}
.scale,.options{display:flex;flex-wrap:wrap;gap:6px}
.options{flex-direction:column}
.scale label,.options label{display:inline-flex;align-items:center;gap:8px;min-height:44px;padding:6px 10px;border:1px solid var(--line);border-radius:6px;cursor:pointer}
.scale label:has(:checked),.options label:has(:checked){border-color:var(--green);background:var(--tint)}
input[type=radio]{width:18px;height:18px;margin:0;accent-color:var(--green)}
input:focus-visible,textarea:focus-visible{outline:3px solid var(--link);outline-offset:2px}
textarea{width:100%;min-height:96px;padding:10px 12px;border:1px solid var(--soft);border-radius:6px;background:transparent;color:inherit;font:inherit}
.field{margin:0 0 18px}
.field .question{margin:0 0 6px}
.question .soft{font-weight:400}
input:not([type=radio]):not([type=checkbox]):not([type=hidden]),select{width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--soft);border-radius:6px;background:transparent;color:inherit;font:inherit}
option{background:var(--sheet);color:var(--text)}
select:focus-visible{outline:3px solid var(--link);outline-offset:2px}
[aria-invalid=true]{border-color:var(--fault)!important}
.check{display:flex;gap:10px;align-items:flex-start;min-height:44px}
input[type=checkbox]{flex:none;width:20px;height:20px;margin:2px 0 0;accent-color:var(--green)}
.fault{margin:6px 0 0;color:var(--fault);font-size:.875rem}
.trap{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
.other{margin:20px 0 0}
.ends{display:flex;justify-content:space-between;margin:6px 0 0;color:var(--soft);font-size:.875rem}
.answers{display:flex;flex-wrap:wrap;gap:12px;margin:20px 0 0}
.answers .field{flex-basis:100%;margin:0 0 4px}
.state{color:var(--soft);font-size:.875rem}
@media (max-width:480px){main{padding:28px 22px}}
`;

/** Beside ourselves, where a form leads on to, and whose pages may show ours in a frame: origins. */
export interface PageReach {
  readonly formAction: readonly string[];
  readonly frameAncestors: readonly string[];
}

const NOWHERE: PageReach = { formAction: [], frameAncestors: [] };
const STYLE_SOURCE = `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const securityPolicy = ({ formAction, frameAncestors }: PageReach): string =>
  [
    "default-src 'none'",
    STYLE_SOURCE,
    ["form-action 'self'", ...formAction].join(' '),
    "base-uri 'none'",
    frameAncestors.length === 0 ? "frame-ancestors 'none'" : `frame-ancestors ${frameAncestors.join(' ')}`,
  ].join('; ');

/** A whole page without scripts, images or anything else to fetch. */
export function page(language: string, title: string, content: Html): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;
}

/** A page of one person, or made for one: never kept, never indexed, never framed but where `reach` says so. */
export function pageHeaders(reply: FastifyReply, language: string, reach: PageReach = NOWHERE): void {
  // The older header knows only its own origin, and some browsers heed it beside the policy.
  if (reach.frameAncestors.length > 0) reply.raw.removeHeader('x-frame-options');
  reply.headers({
    'content-security-policy': securityPolicy(reach),
    'content-language': language,
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
    'referrer-policy': 'no-referrer',
    vary: 'accept-language',
  });
}
