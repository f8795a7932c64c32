/** `T` with every key that may be undefined made optional, and never undefined. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** `T` with every key of it said, undefined where it may be left out: what copies one field by field forgets none. */
export type Complete<T> = { [K in keyof Required<T>]: T[K] };

/** The same object without its undefined fields: what the API server would store has none. */
export function defined<T extends object>(fields: T): Defined<T>;
export function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The same map or list, or undefined where it is empty: an empty one is dropped by the API server, and Argo CD sees a difference. */
export function filled<T extends object>(collection: T): T | undefined {
  return Object.keys(collection).length > 0 ? collection : undefined;
}
