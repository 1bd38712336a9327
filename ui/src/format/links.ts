/** Whether a value reads as a link. Whether it is opened is the core's decision. */
export const isLink = (value: unknown): value is string =>
  typeof value === 'string' && /^(https?:\/\/|mailto:)[^\s]+$/i.test(value.trim());
