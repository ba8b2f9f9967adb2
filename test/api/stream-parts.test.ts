import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeFeed, FeedPosition, NotedChange } from '../../src/api/ports.js';
import { batchOf } from '../../src/api/stream/frames.js';
import { ChangeHub } from '../../src/api/stream/hub.js';
import { OpenStream } from '../../src/api/stream/open-stream.js';
import { decodePosition, encodePosition } from '../../src/api/stream/position.js';

const change = (objectId: string, seenBy: readonly string[] = ['usr_me']): NotedChange => ({
  kind: 'contact',
  objectId,
  contactId: objectId,
  seenBy,
});
const place = (xid: number): FeedPosition => ({ xid: BigInt(xid), seq: 0n });

describe('a position', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
        fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
        fc.integer({ min: 0, max: 4_102_444_800_000 }),
        (xid, seq, at) => {
          const marked = { position: { xid, seq }, at };
          expect(decodePosition(encodePosition(marked))).toEqual(marked);
        },
      ),
    );
  });

  it.each(['', '7', '1-2', '1-2-3-4', '-1-2-3', 'zz-1-1', 'ffffffffffffffff-1-1', "1-2-3'"])(
    'is not read from %j',
    (text) => expect(decodePosition(text)).toBeNull(),
  );

  it('is read from no text that breaks the reader', () => {
    fc.assert(fc.property(fc.string(), (text) => void decodePosition(text)));
  });
});

describe('a batch', () => {
  it('names each thing once', () => {
    expect(batchOf([change('con_1'), change('con_2'), change('con_1')]).map((each) => each.id)).toEqual([
      'con_1',
      'con_2',
    ]);
  });

  it('names none of a kind of which there are too many, and all of the others', () => {
    const many = Array.from({ length: 101 }, (_, i) => change(`con_${i}`));
    const task: NotedChange = { kind: 'task', objectId: 'tsk_1', contactId: null, seenBy: [] };
    expect(batchOf([...many, task])).toEqual([
      { kind: 'contact', id: null, contactId: null },
      { kind: 'task', id: 'tsk_1', contactId: null },
    ]);
  });
});

function aStream(own: readonly string[] | null = null, mostWaiting = 10_000) {
  const stream = new OpenStream({
    userId: 'usr_ann',
    own: own === null ? null : new Set(own),
    retryMs: 2_000,
    mostWaiting,
    realNow: () => 1_000,
  });
  const said = (): string => String(stream.body.read() ?? '');
  return { stream, said };
}

describe('an open stream', () => {
  it('says first how to come back, then what was missed, then what came in meanwhile', () => {
    const { stream, said } = aStream();
    stream.take([change('con_later')], place(9));
    stream.open(place(5), [change('con_missed')]);
    expect(said().split('\n\n')).toEqual([
      'retry: 2000\nid: 5-0-3e8',
      'id: 5-0-3e8\nevent: change\ndata: [{"kind":"contact","id":"con_missed","contactId":"con_missed"}]',
      'id: 9-0-3e8\nevent: change\ndata: [{"kind":"contact","id":"con_later","contactId":"con_later"}]',
      '',
    ]);
  });

  it('says that all must be read anew when what was missed is not known', () => {
    const { stream, said } = aStream();
    stream.open(place(5), 'unknown');
    expect(said()).toContain('event: reset\ndata: {}\n\n');
  });

  it('tells whoever sees only their own nothing else, but goes on in the feed', () => {
    const { stream, said } = aStream(['usr_me', 'tea_mine']);
    stream.open(place(5), []);
    stream.take([change('con_mine'), change('con_other', ['usr_other'])], place(6));
    stream.take([change('con_team', ['tea_mine']), change('all', ['*'])], place(7));
    stream.take([change('con_hidden', [])], place(8));
    stream.heartbeat();
    const text = said();
    expect(text).toMatch(/con_mine.*con_team.*"all"/s);
    expect(text).not.toMatch(/con_other|con_hidden/);
    expect(text.endsWith(': still here\nid: 8-0-3e8\n\n')).toBe(true);
  });

  it.each([
    ['sees everything', null],
    ['stands in for another', ['usr_ann', 'usr_bob']],
  ])('tells whoever %s of their own notices only', (_, own) => {
    const { stream, said } = aStream(own);
    const notice = (objectId: string, reader: string) =>
      ({ kind: 'notice', objectId, contactId: null, seenBy: [reader] }) as const;
    stream.open(place(5), []);
    stream.take([notice('ntc_anns', 'usr_ann'), notice('ntc_bobs', 'usr_bob')], place(6));
    expect(said()).toMatch(/data: \[\{"kind":"notice","id":"ntc_anns","contactId":null\}\]\n\n$/);
  });

  it('cuts off a reader that lets too much wait', () => {
    const { stream } = aStream(null, 500);
    stream.open(place(5), []);
    for (let i = 0; i < 20; i++) stream.take([change(`con_${i}`)], place(6 + i));
    expect(stream.body.destroyed).toBe(true);
  });
});

/** A feed whose rows are given by hand. */
function aFeed() {
  let head = 10;
  const waiting: NotedChange[] = [];
  const asked = { head: 0, read: 0 };
  let broken = false;
  const feed: ChangeFeed = {
    ownersFor: async (userId) => [userId],
    head: async () => {
      asked.head += 1;
      return place(head);
    },
    read: async () => {
      asked.read += 1;
      if (broken) throw new Error('away');
      await setImmediate();
      head += 1;
      return { changes: waiting.splice(0), position: place(head), hasMore: false };
    },
  };
  return {
    feed,
    asked,
    note: (id: string) => void waiting.push(change(id)),
    breakIt: (to: boolean) => {
      broken = to;
    },
  };
}

const aListener = () => {
  const heard: string[] = [];
  let ended = false;
  return {
    heard,
    hasEnded: () => ended,
    take: (changes: readonly NotedChange[]) => void heard.push(...changes.map((each) => each.objectId)),
    end: () => {
      ended = true;
    },
  };
};

const until = async (met: () => boolean): Promise<void> => {
  for (let i = 0; i < 500 && !met(); i++) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(met()).toBe(true);
};

describe('the hub', () => {
  const options = { everyMs: 1, most: 100 };

  it('asks once for all who listen, and not at all while nobody does', async () => {
    const { feed, asked, note } = aFeed();
    const hub = new ChangeHub(feed, { ...options, onTrouble: () => undefined });
    const [one, two] = [aListener(), aListener()];
    await Promise.all([hub.join(one), hub.join(two)]);
    expect(asked.head).toBe(1);
    note('con_1');
    await until(() => one.heard.length === 1 && two.heard.length === 1);
    hub.leave(one);
    hub.leave(two);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const reads = asked.read;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked.read).toBe(reads);
  });

  it('tells of a read that failed, and goes on', async () => {
    const { feed, note, breakIt } = aFeed();
    const troubles: unknown[] = [];
    const hub = new ChangeHub(feed, { ...options, onTrouble: (error) => void troubles.push(error) });
    const listener = aListener();
    await hub.join(listener);
    breakIt(true);
    await until(() => troubles.length > 1);
    breakIt(false);
    note('con_1');
    await until(() => listener.heard.length === 1);
    hub.close();
  });

  it('ends whoever listens when it closes, and takes nobody after', async () => {
    const { feed } = aFeed();
    const hub = new ChangeHub(feed, { ...options, onTrouble: () => undefined });
    const listener = aListener();
    await hub.join(listener);
    hub.close();
    expect(listener.hasEnded()).toBe(true);
    expect(await hub.join(aListener())).toBeNull();
  });
});
