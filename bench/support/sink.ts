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

function converse(socket: Socket): void {
  /** What came and isn't a whole line yet; of a body only as much as may be the beginning of its end. */
  let rest: Buffer = NOTHING;
  let inBody = false;
  socket.setNoDelay(true).on('error', () => socket.destroy());
  socket.write('220 sink ESMTP\r\n');
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let answers = '';
    let from = 0;
    for (;;) {
      const mark = inBody ? END_OF_BODY : END_OF_LINE;
      const end = bytes.indexOf(mark, from);
      if (end < 0) break;
      const verb = inBody ? 'BODY' : bytes.toString('latin1', from, from + 4).toUpperCase();
      from = end + mark.length;
      inBody = verb === 'DATA';
      answers += `${ANSWERS[verb] ?? '250 2.0.0 ok'}\r\n`;
      if (verb === 'QUIT') socket.end(answers);
    }
    rest = bytes.subarray(inBody ? Math.max(from, bytes.length - END_OF_BODY.length + 1) : from);
    if (answers !== '' && socket.writable) socket.write(answers);
  });
}

const server = createServer(converse);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : 0}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();
