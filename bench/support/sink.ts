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

function converse(socket: Socket): void {
  let rest = '';
  let inBody = false;
  socket.setNoDelay(true).on('error', () => socket.destroy());
  socket.write('220 sink ESMTP\r\n');
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    let answers = '';
    for (;;) {
      const mark = inBody ? '\r\n.\r\n' : '\r\n';
      const end = rest.indexOf(mark);
      if (end < 0) break;
      const verb = inBody ? 'BODY' : rest.slice(0, 4).toUpperCase();
      rest = rest.slice(end + mark.length);
      inBody = verb === 'DATA';
      answers += `${ANSWERS[verb] ?? '250 2.0.0 ok'}\r\n`;
      if (verb === 'QUIT') socket.end(answers);
    }
    if (answers !== '' && socket.writable) socket.write(answers);
  });
}

const server = createServer(converse);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : 0}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();
