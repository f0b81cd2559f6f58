/** Key, decoded value, and the metadata string where there is one. */
export type Entry = [key: string, value: string, metadata?: string];
