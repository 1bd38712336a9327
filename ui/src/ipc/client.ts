// The one door to the core. In the fake build '#core' is the in-memory core of ./fake.

export { commands, events } from '#core';
export type * from './bindings';
