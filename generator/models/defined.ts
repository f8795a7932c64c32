/** `T` with every key that may be undefined made optional, and never undefined. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** `T` with every key required, and `undefined` allowed for optional keys. Code that copies field by field cannot forget one. */
export type Complete<T> = { [K in keyof Required<T>]: T[K] };

/** The same object without its undefined fields, as the API server stores it. */
export function defined<T extends object>(fields: T): Defined<T>;
export function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The same map or list, or undefined if it is empty: the API server drops an empty one, and Argo CD would show a difference. */
export function filled<T extends object>(collection: T): T | undefined {
  return Object.keys(collection).length > 0 ? collection : undefined;
}
