export { journey } from './journey.js';
export { leadClock } from './lead-clock.js';
