// Ends the parts of an embedded system whose start command died without a word (kill -9, a closed machine).
// It reads `+pid` and `-pid` lines from its standard input, which the start command holds open: when that ends, so do
// the processes still on the list. Plain JavaScript, so that it is up at once and stays small.
import { createInterface } from 'node:readline';

const pids = new Set();
const send = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch {
    pids.delete(pid);
  }
};

// Ctrl-C in a terminal is the start command's affair.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const pid = Number(line.slice(1));
    if (line.startsWith('+')) pids.add(pid);
    else pids.delete(pid);
  })
  .on('close', () => {
    for (const pid of pids) send(pid, 'SIGINT');
    const began = Date.now();
    setInterval(() => {
      const late = Date.now() - began > 4000;
      for (const pid of pids) send(pid, late ? 'SIGKILL' : 0);
      if (pids.size === 0 || late) process.exit(0);
    }, 100);
  });
