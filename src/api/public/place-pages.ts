import type { Standing } from '../../domain/campaign/waiting-list.js';
import type { Rsvp, Text } from '../../domain/definition/definition.js';
import type { GuestPlace, ReplyOutcome } from '../guest-ports.js';
import { type Html, html, page } from './html.js';
import { textIn } from './question-pages.js';
import type { Wording } from './wording.js';

/** Whether somebody comes, and with how many: what stands, what places there are, and two buttons. */
export function placePage(words: Wording, name: Text, { companions }: Rsvp, place: GuestPlace): string {
  const { standing, turn } = place;
  const stands = standing === null ? '' : html`<p class="saved">${standsAs(words, standing, turn)}</p>\n`;
  return page(
    words.tag,
    textIn(words, name),
    html`${stands}<p>${words.rsvpAsk}</p>
${placesOf(words, place)}<form method="post" class="answers">${companionsOf(words, companions, standing)}<button name="answer" value="yes">${words.rsvpYes}</button><button class="quiet" name="answer" value="no">${words.rsvpNo}</button></form>`,
  );
}

/** What became of an answer, with the way back to another. */
export function answeredPage(words: Wording, { standing, turn }: GuestPlace, outcome: ReplyOutcome): string {
  const said = outcome === 'no-room' ? html`<p>${words.noRoomForMore}</p>\n` : '';
  const stands = standing === null ? '' : html`<p>${standsAs(words, standing, turn)}</p>\n`;
  return page(
    words.tag,
    words.thanksTitle,
    html`<div role="status">${said}${stands}${waitingHelp(words, standing)}</div>
<p><a href="">${words.changeAnswer}</a></p>`,
  );
}

function waitingHelp(words: Wording, standing: Standing | null): Html | '' {
  if (standing?.answer !== 'waiting') return '';
  const fewer = standing.companions > 0 ? html`\n<p>${words.fewerHelp}</p>` : '';
  return html`<p>${words.waitingHelp}</p>${fewer}`;
}

function standsAs(words: Wording, { answer, companions }: Standing, turn: number | null): string {
  if (answer === 'no') return words.youDoNotCome;
  return answer === 'yes' ? words.youCome(companions) : words.youWait(turn ?? 1, companions);
}

/** Nothing to whoever has a place, or where there is room for all. */
function placesOf(words: Wording, { left, waiting, standing }: GuestPlace): Html | '' {
  if (left === null || standing?.answer === 'yes') return '';
  const there = left > 0 ? words.placesLeft(left) : words.noPlaces;
  const waits = standing?.answer !== 'waiting' && (left === 0 || waiting > 0);
  return html`<p>${there}</p>\n${waits ? html`<p>${words.wouldWait(waiting)}</p>\n` : ''}`;
}

function companionsOf(words: Wording, most: number, standing: Standing | null): Html | '' {
  if (most === 0) return '';
  const options = Array.from({ length: most + 1 }, (_, n) => {
    const label = n === 0 ? words.companionsNone : String(n);
    return n === (standing?.companions ?? 0)
      ? html`<option value="${String(n)}" selected>${label}</option>`
      : html`<option value="${String(n)}">${label}</option>`;
  });
  return html`<label class="field"><span class="question">${words.companionsAsk}</span><select name="companions">${options}</select></label>`;
}
