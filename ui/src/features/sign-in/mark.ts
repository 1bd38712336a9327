import { messages } from '../../messages';

const CARDS = messages.connections.services;

/** The letters of a service, as on its card; those of any other service where it has none. */
export const markOf = (serviceTitle: string): string =>
  (CARDS.find((card) => card.title === serviceTitle) ?? CARDS.at(-1))?.mark ?? '';

/** What the card that opens a form calls its service. */
export const titleOf = (form: (typeof CARDS)[number]['opens']): string =>
  CARDS.find((card) => card.opens === form)?.title ?? '';
