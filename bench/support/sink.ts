import { createServer, type Socket } from 'node:net';

/*
 * A mail server as a process of its own that takes every mail at once and keeps none. As servers do it lets commands come
 * without waiting for the answers (RFC 2920), which then come together. It ends with its parent.
 */

const ANSWERS: { readonly [verb: string]: string } = {
  EHLO: '250-sink\r\n250-PIPELINING\r\n250 SIZE 1000000',
  DATA: '354 go on',
  QUIT: '221 bye',
};

const END_OF_LINE = Buffer.from('\r\n');
const END_OF_BODY = Buffer.from('\r\n.\r\n');
const NOTHING = Buffer.alloc(0);

/** One conversation: what is not a whole line yet, and of a body only as much as may be the beginning of its end. */
class Conversation {
  private rest: Buffer = NOTHING;
  private inBody = false;
  hasQuit = false;

  /** What is said to what came. */
  hear(chunk: Buffer): string {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let answers = '';
    let from = 0;
    for (;;) {
      const mark = this.inBody ? END_OF_BODY : END_OF_LINE;
      const end = bytes.indexOf(mark, from);
      if (end < 0) break;
      answers += this.answer(bytes.toString('latin1', from, from + 4).toUpperCase());
      from = end + mark.length;
    }
    this.rest = bytes.subarray(this.inBody ? Math.max(from, bytes.length - END_OF_BODY.length + 1) : from);
    return answers;
  }

  private answer(verb: string): string {
    const said = this.inBody ? undefined : ANSWERS[verb];
    this.hasQuit ||= !this.inBody && verb === 'QUIT';
    this.inBody = !this.inBody && verb === 'DATA';
    return `${said ?? '250 2.0.0 ok'}\r\n`;
  }
}

function converse(socket: Socket): void {
  const conversation = new Conversation();
  socket.setNoDelay(true).on('error', () => socket.destroy());
  socket.write('220 sink ESMTP\r\n');
  socket.on('data', (chunk: Buffer) => {
    const answers = conversation.hear(chunk);
    if (conversation.hasQuit) socket.end(answers);
    else if (answers !== '' && socket.writable) socket.write(answers);
  });
}

const server = createServer(converse);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : 0}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();
