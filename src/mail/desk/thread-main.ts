import { parentPort } from 'node:worker_threads';
import { answer, type Question } from './questions.js';

/* The thread in which templates that nobody has published yet are read and rendered: whoever asked may end it. */

const port = parentPort;
if (port === null) throw new Error('this file is run as a thread');
port.on('message', (question: Question) => port.postMessage(answer(question)));
port.postMessage('ready');
