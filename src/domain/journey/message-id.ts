import { stableFraction } from '../stable-hash.js';

/**
 * The Message-ID of a step's message, in its angle brackets: the same for every attempt (law 8), unique by journey,
 * step and occurrence, and telling a stranger nothing.
 */
export function messageIdOf(journeyId: string, stepId: string, occurrence: number, host: string): string {
  const part = Math.floor(stableFraction(`${journeyId}/${stepId}/${occurrence}`) * 2 ** 53).toString(36);
  return `<${journeyId.replace(/^jrn_/, '')}.${part}@${host}>`;
}

/** RFC 5321, 4.5.3.1.1. */
const LONGEST_LOCAL_PART = 64;

/** Where answers to a message come to, of a mailbox that gets what is sent to name+anything@: the address says which it answers. */
export function plusAddress(address: string, messageId: string): string | null {
  const at = address.lastIndexOf('@');
  const tag = messageId.slice(1, messageId.lastIndexOf('@'));
  const local = `${address.slice(0, at)}+${tag}`;
  return local.length > LONGEST_LOCAL_PART ? null : `${local}${address.slice(at)}`;
}

/**
 * What says to receivers of marketing and their providers which kind of mail this is: a List-Id for each topic (RFC 2919), and
 * a Feedback-ID by which Gmail adds complaints up: definition, topic, purpose, sender.
 */
export function listHeaders(
  definition: string,
  topic: string | null,
  sender: string,
): { readonly [name: string]: string } {
  const domain = sender.slice(sender.lastIndexOf('@') + 1).toLowerCase();
  const list = label(topic ?? 'all');
  // An own sender in the Feedback-ID is 5 to 15 characters long.
  const who = label(domain).padEnd(5, '-').slice(0, 15);
  return {
    // A domain outside ASCII has its form for the wire made later, and a List-Id is only a name.
    'List-Id': `<${list}.${domain.split('.').map(label).join('.')}>`,
    'Feedback-ID': [label(definition), list, 'marketing', who].join(':'),
  };
}

const label = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 60) || stableFraction(text).toString(36).slice(2, 12);
