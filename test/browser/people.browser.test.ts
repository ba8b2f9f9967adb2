import { describe, expect, test } from 'vitest';
import { newId } from '../../src/db/new-id.js';
import { peopleTexts } from '../../src/web/people/texts.js';
import { signInTexts } from '../../src/web/sign-in/texts.js';
import { useDesk } from './support/own.js';
import { userId } from './support/people.js';
import { axe, axeLines, settled } from './support/visit.js';

const t = peopleTexts.en;

describe('who works here, in the page', () => {
  const desk = useDesk();

  /** Somebody of this test's own, in the English manager's charge. */
  async function aRep(name: string): Promise<string> {
    const id = newId('user');
    const managerId = await userId(desk.db, 'manager', 'en');
    const person = { email: `${id}@x.example`, name, role: 'rep', timezone: 'Europe/Berlin', managerId };
    await desk.db.user.create({ data: { id, ...person, createdAt: new Date() } });
    return id;
  }

  test('ops make a user, who chooses a password by the link and is in', async () => {
    const { page, go } = await desk.open('ops');
    await go('/people');
    await page.getByRole('button', { name: t.newUser }).click();
    await page.getByLabel(t.name, { exact: true }).fill('Grace Hopper');
    await page.getByLabel(t.address).fill('grace.hopper@new.example');
    const axeFound = axeLines(await axe(page));
    expect(axeFound).toEqual([]);
    await page.getByRole('button', { name: t.create }).click();
    const link = await page.getByLabel(t.link, { exact: true }).inputValue();
    await page.getByText(t.close, { exact: true }).click();
    await page.getByText('grace.hopper@new.example').waitFor();

    const guest = await desk.open(null);
    const { pathname, hash } = new URL(link);
    await guest.go(`${pathname}${hash}`);
    await guest.page.getByLabel(signInTexts.en.newPassword).fill('short');
    await guest.page.getByRole('button', { name: signInTexts.en.choose }).click();
    await guest.page.getByText(signInTexts.en.newPasswordShort).waitFor();
    await guest.page.getByLabel(signInTexts.en.newPassword).fill('a long password of hers');
    await guest.page.getByRole('button', { name: signInTexts.en.choose }).click();
    await guest.page.getByRole('button', { name: /Grace Hopper/ }).waitFor();
    expect(new URL(guest.page.url()).pathname).toBe('/');
  });

  test('a manager says that somebody in their charge is away, with the keyboard alone, and that they are back', async () => {
    const id = await aRep('Anna Away');
    const { page, go } = await desk.open('manager');
    await go(`/people/${id}`);
    await page.getByRole('button', { name: t.setAway, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(axeLines(await axe(page))).toEqual([]);
    await page.getByRole('button', { name: t.say }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(t.away, { exact: true }).waitFor();
    expect(await desk.db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ absentTo: null, deputyId: null });
    await page.getByRole('button', { name: t.comeBack, exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: t.comeBack, exact: true }).click();
    await page.getByText(t.noPassword).waitFor();
  });

  test('a rep finds their own absence in the account menu, and sets nobody else’s', async () => {
    const { page, go } = await desk.open('rep');
    await go('/');
    await page.getByRole('button', { name: /Robin Rep/ }).click();
    await page.getByRole('menuitem', { name: 'My details and absence' }).click();
    await page.getByRole('heading', { name: 'Robin Rep' }).waitFor();
    await page.getByRole('button', { name: t.setAway, exact: true }).waitFor();
    await go(`/people/${await aRep('Bob Other')}`);
    expect(await page.getByRole('button', { name: t.setAway, exact: true }).count()).toBe(0);
  });

  test('somebody leaves: the page shows who gets what before, and that nothing is left after', async () => {
    const id = await aRep('Lena Leaver');
    const to = await aRep('Sue Successor');
    const now = new Date();
    for (let i = 0; i < 3; i++) {
      const contact = {
        id: newId('contact'),
        name: `Contact ${i}`,
        ownerId: id,
        tags: [],
        createdAt: now,
        updatedAt: now,
      };
      await desk.db.contact.create({ data: contact });
    }
    const { page, go } = await desk.open('ops');
    await go(`/people/${id}`);
    await page.getByRole('button', { name: t.leave, exact: true }).click();
    await page.getByRole('button', { name: new RegExp(t.successor) }).click();
    await page.getByRole('option', { name: 'Sue Successor' }).click();
    await page.getByRole('row', { name: 'Sue Successor 3 0 0 0' }).waitFor();
    expect(axeLines(await axe(page))).toEqual([]);
    await page
      .getByRole('dialog')
      .getByLabel(/reason/i)
      .fill('a new job');
    await page.getByRole('button', { name: t.leaveDo }).click();
    await page.getByText(t.leavingDone(3)).waitFor({ timeout: 30_000 });
    await page.getByText(t.left, { exact: true }).waitFor();
    expect(await desk.db.contact.count({ where: { ownerId: to } })).toBe(3);
  });

  test('a team is made and changed: who is in it, in which order, and what each looks after', async () => {
    const [one, two] = [await aRep('Tim First'), await aRep('Tom Second')];
    const { page, go } = await desk.open('ops');
    await go('/people?part=teams');
    await page.getByRole('button', { name: t.newTeam }).click();
    await page.getByLabel(t.teamId, { exact: true }).fill('east');
    for (const name of ['Tim First', 'Tom Second']) {
      await page.getByRole('button', { name: new RegExp(t.addMember) }).click();
      await page.getByRole('option', { name }).click();
    }
    await page.getByRole('button', { name: t.up('Tom Second') }).click();
    await page.getByLabel(t.territoriesOf('Tim First')).fill('DE, CN/Zhejiang');
    expect(axeLines(await axe(page))).toEqual([]);
    await page.getByRole('button', { name: t.teamCreate }).click();
    await page
      .getByRole('table', { name: t.teamTable('east') })
      .getByText('DE, CN/Zhejiang')
      .waitFor();
    const members = await desk.db.teamMember.findMany({ where: { teamId: 'east' }, orderBy: { lastTurn: 'asc' } });
    expect(members.map(({ userId }) => userId)).toEqual([two, one]);
    await settled(page);
  });
});
