/**
 * A base for classes whose private fields an object of somebody else gets: seen by
 * nobody, not copied or compared with the properties, and gone with the object.
 */
export const Given = function (given: object) {
  return given;
} as unknown as new (given: object) => object;
