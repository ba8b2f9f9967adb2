import { Failpoints } from './points.js';
import { watchWire } from './wire-points.js';

/* The worker of production, all of it, which may kill itself at a point of its conversations with the mail server. */

const points = new Failpoints();
points.listen();
watchWire(Number(new URL(process.env['SMTP_URL'] ?? '').port), (point) => points.pass(point));
await import('../../src/worker/main.js');
