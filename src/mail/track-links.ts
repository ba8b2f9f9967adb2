import Handlebars from 'handlebars';
import { QuoteType, Tokenizer } from 'htmlparser2';
import type { Trackers } from '../activities/ports.js';

interface Href {
  /** From where to where the value stands in the source, without its quotes. */
  readonly start: number;
  readonly end: number;
  readonly url: string;
}

/**
 * The mail with its links led through ours, and a picture at its end. Left alone: what is no page of the web, our own
 * links (unsubscribe leads nowhere else, whatever is tracked), and a link whose text is an address itself, which would
 * seem to be forged.
 */
export function trackLinks(html: string, trackers: Trackers): string {
  let tracked = '';
  let from = 0;
  for (const { start, end, url } of linksOf(html)) {
    const through = isForeign(url, trackers.ownBase) ? trackers.click(url) : null;
    if (through === null) continue;
    tracked += html.slice(from, start) + Handlebars.Utils.escapeExpression(through);
    from = end;
  }
  return withPicture(tracked + html.slice(from), trackers.open);
}

const isForeign = (url: string, ownBase: string): boolean =>
  /^https?:\/\/./i.test(url) && url !== ownBase && !url.startsWith(`${ownBase}/`);

function withPicture(html: string, address: string): string {
  const picture = `<img src="${Handlebars.Utils.escapeExpression(address)}" width="1" height="1" alt="" style="display:block;border:0">`;
  const end = html.toLowerCase().lastIndexOf('</body>');
  return end === -1 ? html + picture : html.slice(0, end) + picture + html.slice(end);
}

/** The hrefs of all anchors in order, read by a parser, so that nothing that only looks like one is touched. */
function linksOf(html: string): Href[] {
  const found: Href[] = [];
  let tag = '';
  let attribute = '';
  let value: { start: number; url: string } | null = null;
  let href: Href | null = null;
  let text = '';
  const add = (piece: string) => {
    if (value !== null) value.url += piece;
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname: (start, end) => {
        tag = html.slice(start, end).toLowerCase();
        if (tag === 'a') href = null;
      },
      onattribname: (start, end) => {
        attribute = html.slice(start, end).toLowerCase();
        value = null;
      },
      onattribdata: (start, end) => {
        value ??= { start, url: '' };
        add(html.slice(start, end));
      },
      onattribentity: (codepoint) => {
        // An address that begins with one is none that a template of ours writes, and where it begins isn't told.
        if (value === null) attribute = '';
        add(String.fromCodePoint(codepoint));
      },
      onattribend: (quote, after) => {
        if (tag !== 'a' || attribute !== 'href' || value === null) return;
        const end = quote === QuoteType.Double || quote === QuoteType.Single ? after - 1 : after;
        href = { start: value.start, end, url: value.url.trim() };
      },
      onopentagend: () => {
        text = '';
      },
      ontext: (start, end) => {
        text += html.slice(start, end);
      },
      ontextentity: (codepoint) => {
        text += String.fromCodePoint(codepoint);
      },
      onclosetag: (start, end) => {
        if (html.slice(start, end).toLowerCase() !== 'a') return;
        if (href !== null && !isAddress(text)) found.push(href);
        href = null;
      },
      oncdata: () => {},
      oncomment: () => {},
      ondeclaration: () => {},
      onend: () => {},
      onprocessinginstruction: () => {},
      onselfclosingtag: () => {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return found;
}

const isAddress = (text: string): boolean => /^\s*(https?:\/\/|www\.)\S+\s*$/i.test(text);
