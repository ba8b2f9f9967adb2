import { TRACKING_TOPIC } from '../../domain/tracking/may-track.js';
import { type Html, html, page } from './html.js';
import type { Wording } from './wording.js';

/** What a page may show of somebody: the address is masked already. */
export interface Shown {
  readonly address: string;
  /** Topics that are stopped; `*` is all marketing mail. */
  readonly stopped: readonly string[];
  /** Topics that concern this person, without `*`. */
  readonly topics: readonly string[];
}

/** A topic as people read it: ops write it as an id. */
export const topicName = (topic: string): string => topic.replaceAll(/[-_]+/g, ' ').trim();

/** Asks whether to stop; `token` leads on to the preferences. */
export function stopPage(words: Wording, address: string, topic: string | null, token: string): string {
  const what = topic === null ? words.stopAll(address) : words.stopTopic(address, topicName(topic));
  return page(
    words.tag,
    words.stopTitle,
    html`<p>${what}</p>
<p class="soft">${words.serviceMail}</p>
<form method="post" class="main-action"><button name="action" value="stop">${words.stopButton}</button></form>
${chooseLink(words, token)}`,
  );
}

/** Says that it is stopped, just now or long since. */
export function stoppedPage(words: Wording, address: string, topic: string | null, token: string): string {
  const what = topic === null ? words.stoppedAll(address) : words.stoppedTopic(address, topicName(topic));
  return page(
    words.tag,
    words.stoppedTitle,
    html`<p role="status">${what}</p>
<p class="soft">${words.serviceMail}</p>
${chooseLink(words, token)}`,
  );
}

// Relative, so that it also leads home behind a proxy that serves us below a path.
const chooseLink = (words: Wording, token: string): Html =>
  html`<p><a href="../p/${encodeURIComponent(token)}">${words.choose}</a></p>`;

/** All choices with their state. `saved` says what has just been done. */
export function preferencesPage(words: Wording, shown: Shown, saved: 'stop' | 'allow' | null): string {
  const note = { stop: words.savedStopped, allow: words.savedAllowed };
  const all = choice(words, shown, '*');
  // What is stopped as a whole can't be allowed in part: the topics come back with the whole.
  const topics = shown.stopped.includes('*') ? [] : shown.topics.map((topic) => choice(words, shown, topic));
  return page(
    words.tag,
    words.preferencesTitle,
    html`${saved === null ? '' : html`<p class="saved" role="status">${note[saved]}</p>\n`}<p>${words.preferencesFor(shown.address)}</p>
<ul>
${[all, ...topics]}</ul>
<p class="soft">${words.serviceMail}</p>`,
  );
}

function choice(words: Wording, { address, stopped }: Shown, topic: string): Html {
  const isStopped = stopped.includes(topic);
  const title =
    topic === '*' ? words.allMail : topic === TRACKING_TOPIC ? words.tracking : words.about(topicName(topic));
  const button = isStopped
    ? topic === TRACKING_TOPIC
      ? words.allowTracking
      : words.allow
    : topic === '*'
      ? words.stopAllButton
      : words.stop;
  const action = isStopped ? 'allow' : 'stop';
  return html`<li><div><h2>${title}</h2><p class="state">${isStopped ? words.off : words.on}</p></div>
<form method="post"><input type="hidden" name="topic" value="${topic}"><button class="${isStopped ? 'plain' : 'quiet'}" name="action" value="${action}" aria-label="${button}: ${title}">${button}</button></form>
${isStopped ? html`<p class="soft">${consentText(words, address, topic)}</p>` : ''}</li>
`;
}

/** What somebody says who allows a topic again. */
export function consentText(words: Wording, address: string, topic: string): string {
  if (topic === TRACKING_TOPIC) return words.consentTracking(address);
  return topic === '*' ? words.consentAll(address) : words.consentTopic(address, topicName(topic));
}

export const unknownPage = (words: Wording): string => plainPage(words, words.unknownTitle, words.unknown);

/** What went wrong, by status. Says nothing of the cause: it is not the reader's. */
export function failurePage(words: Wording, status: number): string {
  if (status === 429) return plainPage(words, words.waitTitle, words.wait);
  if (status >= 500) return plainPage(words, words.failedTitle, words.failed);
  return plainPage(words, words.refusedTitle, words.refused);
}

const plainPage = (words: Wording, title: string, text: string): string =>
  page(words.tag, title, html`<p role="status">${text}</p>`);
