type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The map without its undefined values: what optional parts are under `exactOptionalPropertyTypes`. */
export function defined<T extends object>(map: T): Defined<T> {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined)) as Defined<T>;
}
