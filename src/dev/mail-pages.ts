import type { MailRow } from './mail-store.js';
import { STYLE } from './mail-style.js';

export type View = 'html' | 'text' | 'headers';

/** Makes text safe inside HTML, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const layout = (title: string, body: string, head = '') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>${head}<style>${STYLE}</style></head><body>
<header><a class="brand" href="/"><span aria-hidden="true">✉</span> Mail catcher</a>
<span class="hint">Nothing here has left this machine.</span></header>
<main>${body}</main></body></html>`;

/** The list, newest first. Its first page looks for news by itself. */
export function listPage(list: {
  readonly rows: readonly MailRow[];
  readonly total: number;
  readonly all: number;
  readonly text: string;
  readonly page: number;
  readonly pages: number;
}): string {
  const live = list.text === '' && list.page === 1 ? '<meta http-equiv="refresh" content="10">' : '';
  const found = list.text === '' ? mails(list.all) : `${list.total} of ${mails(list.all)}`;
  const clear =
    list.all === 0
      ? ''
      : '<details class="clear"><summary>Empty the inbox…</summary><form method="post" action="/clear"><button>Delete all mails</button></form></details>';
  const tools = `<div class="tools"><form class="search" role="search" action="/">
<input type="search" name="q" value="${escapeHtml(list.text)}" placeholder="Recipient or subject" aria-label="Recipient or subject">
<button>Search</button></form><span class="count">${found}</span>${clear}</div>`;
  const table = list.rows.length === 0 ? emptyNote(list.text) : rowsTable(list.rows);
  return layout(`Inbox (${list.all})`, `<h1 class="quiet">Inbox</h1>${tools}${table}${pager(list)}`, live);
}

const mails = (count: number) => (count === 1 ? '1 mail' : `${count.toLocaleString('en')} mails`);

const emptyNote = (text: string) =>
  `<p class="empty">${text === '' ? 'No mail yet. What the system sends shows up here.' : `Nothing has “${escapeHtml(text)}” in its recipient, sender or subject.`}</p>`;

function rowsTable(rows: readonly MailRow[]): string {
  const lines = rows.map(
    (row) => `<tr><td class="to">${escapeHtml(row.envelopeTo.join(', '))}</td>
<td class="subject"><a href="/messages/${row.id}">${escapeHtml(row.subject) || '<i>no subject</i>'}</a></td>
<td class="when">${time(row.receivedAt)}</td></tr>`,
  );
  return `<table><thead><tr><th>To</th><th>Subject</th><th class="when">Received (UTC)</th></tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

function time(at: number): string {
  const iso = new Date(at).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)}</time>`;
}

function pager(list: { readonly text: string; readonly page: number; readonly pages: number }): string {
  if (list.pages <= 1) return '';
  const link = (page: number, label: string) => {
    const query = new URLSearchParams({ ...(list.text === '' ? {} : { q: list.text }), page: String(page) });
    return page < 1 || page > list.pages
      ? `<span>${label}</span>`
      : `<a href="/?${escapeHtml(query.toString())}">${label}</a>`;
  };
  const { page, pages } = list;
  return `<nav class="pager" aria-label="Pages">${link(page - 1, '← Newer')}<b>${page} / ${pages}</b>${link(page + 1, 'Older →')}</nav>`;
}

/** One message: who, when, and its HTML (in a frame that runs nothing and fetches nothing), text or headers. */
export function messagePage(message: {
  readonly row: MailRow;
  readonly view: View;
  readonly text: string;
  readonly hasHtml: boolean;
  readonly headers: readonly (readonly [string, string])[];
}): string {
  const { row, view } = message;
  const base = `/messages/${row.id}`;
  const tab = (name: View, label: string) =>
    `<a href="${base}?view=${name}"${view === name ? ' aria-current="page"' : ''}>${label}</a>`;
  const facts = [
    ['From', row.from || row.envelopeFrom],
    ['To', row.envelopeTo.join(', ')],
    ['Message-ID', row.messageId],
  ].map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value ?? '')}</dd>`);
  const tabs = `<nav class="tabs" aria-label="Parts">${message.hasHtml ? tab('html', 'HTML') : ''}${tab('text', 'Text')}${tab('headers', 'Headers')}<a href="${base}/raw" download>Raw file</a></nav>`;
  return layout(
    row.subject || 'no subject',
    `<p class="back"><a href="/">← Inbox</a></p><article><h1>${escapeHtml(row.subject) || '<i>no subject</i>'}</h1>
<dl>${facts.join('')}<dt>Received</dt><dd>${time(row.receivedAt)} UTC, ${row.size.toLocaleString('en')} bytes</dd></dl>
${tabs}${bodyOf(message, base)}</article>`,
  );
}

function bodyOf(message: Parameters<typeof messagePage>[0], base: string): string {
  switch (message.view) {
    case 'html':
      return message.hasHtml
        ? `<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="${base}/html"></iframe>`
        : '<p class="empty">This mail has no HTML part.</p>';
    case 'text':
      return message.text === ''
        ? '<p class="empty">This mail has no text part.</p>'
        : `<pre class="text">${escapeHtml(message.text)}</pre>`;
    case 'headers':
      return `<pre class="headers">${message.headers.map(([name, value]) => `<b>${escapeHtml(name)}:</b> ${escapeHtml(value)}`).join('\n')}</pre>`;
  }
}

export const notFoundPage = () =>
  layout('Not found', '<p class="empty">There is no such mail. <a href="/">Back to the inbox</a></p>');
