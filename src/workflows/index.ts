export { campaign } from './campaign.js';
export { journey } from './journey.js';
export { leadClock } from './lead-clock.js';
