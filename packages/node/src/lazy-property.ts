/**
 * Defines a property that is made when it is first read, and is an ordinary
 * one from then on.
 */
export function defineLazyProperty<T extends object, K extends keyof T>(
  target: T,
  name: K,
  create: () => T[K],
): void {
  const settle = (value: T[K]) => {
    Object.defineProperty(target, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
    return value;
  };
  Object.defineProperty(target, name, {
    configurable: true,
    enumerable: true,
    get: () => settle(create()),
    set: settle,
  });
}
