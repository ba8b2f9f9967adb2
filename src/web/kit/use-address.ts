import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type AddressFault, type AddressShape, type AddressValues, formatAddress, parseAddress } from './address.js';

export interface Address<S extends AddressShape> {
  readonly values: AddressValues<S>;
  /** What an old link asked that is not known here. */
  readonly faults: readonly AddressFault[];
  /** Changes some values. `push` makes a step to come back from; without it the step is replaced. */
  readonly set: (changes: Partial<AddressValues<S>>, options?: { readonly push?: boolean }) => void;
  /** Everything as if the address said nothing. */
  readonly clear: () => void;
  /** Whether the address says anything that this page knows. */
  readonly isSaid: boolean;
}

/**
 * The query of the address, by shape. Write the shape outside of the component:
 * `const SHAPE = { q: textField(), phase: choiceField(['active', 'held']) }`, then `const { values, set } = useAddress(SHAPE)`.
 */
export function useAddress<S extends AddressShape>(shape: S): Address<S> {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const { values, faults } = useMemo(() => parseAddress(search, shape), [search, shape]);
  const set = useCallback(
    (changes: Partial<AddressValues<S>>, options: { readonly push?: boolean } = {}) => {
      // From the address as it is now: two changes in one moment must not undo each other.
      const current = parseAddress(location.search, shape).values;
      const query = formatAddress({ ...current, ...changes }, shape);
      navigate(query === '' ? path : `${path}?${query}`, { replace: options.push !== true });
    },
    [path, navigate, shape],
  );
  const clear = useCallback(() => navigate(path, { replace: true }), [path, navigate]);
  return { values, faults, set, clear, isSaid: formatAddress(values, shape) !== '' };
}
