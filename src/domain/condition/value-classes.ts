/*
 * Value classes: how lately, how often and for how much a contact bought, each from 1 to 5. 5 are those above the bound of
 * the best fifth of all who ever bought; who never bought has none. Conditions ask them as `rfm.recency`, `rfm.frequency`
 * and `rfm.value`, in segments and audiences: what others buy moves the bounds, so a journey would change its mind with
 * nothing having happened to its customer (docs/decisions).
 */

/** The root of their paths. */
export const RFM = 'rfm';

export const VALUE_CLASSES = ['recency', 'frequency', 'value'] as const;
export type ValueClass = (typeof VALUE_CLASSES)[number];

export const isValueClass = (name: string): name is ValueClass => (VALUE_CLASSES as readonly string[]).includes(name);

/** The shares of all buyers at which one class ends and the next begins. */
export const CLASS_SHARES = [0.2, 0.4, 0.6, 0.8] as const;
