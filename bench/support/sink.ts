import { createServer, type Socket } from 'node:net';

/* A mail server as a process of its own that takes every mail at once and keeps none. It ends with its parent. */

const ANSWERS: { readonly [verb: string]: string } = {
  EHLO: '250-sink\r\n250 SIZE 1000000',
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
    for (;;) {
      const mark = inBody ? '\r\n.\r\n' : '\r\n';
      const end = rest.indexOf(mark);
      if (end < 0) return;
      const verb = inBody ? 'BODY' : rest.slice(0, 4).toUpperCase();
      rest = rest.slice(end + mark.length);
      inBody = verb === 'DATA';
      socket.write(`${ANSWERS[verb] ?? '250 2.0.0 ok'}\r\n`);
      if (verb === 'QUIT') socket.end();
    }
  });
}

const server = createServer(converse);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : 0}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();
