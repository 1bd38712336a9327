import type { ViewQuestion } from '../queries';
import type { Filter } from './groups';

/** The change to another filter; what the service answered for the old one goes with it. */
export const filteredBy = (question: ViewQuestion, filter: Filter): Partial<ViewQuestion> =>
  question.asked?.ofFilter ? { filter, asked: undefined } : { filter };
