// What a person is asked for where no browser is involved. It holds no secret.

import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CredentialQuestionView } from './client';

export interface AskedFor {
  question: CredentialQuestionView;
  /** Where the work goes on, if not at the connection's first rows. */
  comeBackTo: string | undefined;
  /** It came up over the work, which goes on where it is. */
  stays?: boolean;
}

const KEY = ['credential-question'];

export function useQuestion() {
  const cache = useQueryClient();
  const { data } = useQuery<AskedFor | null>({
    queryKey: KEY,
    queryFn: skipToken,
    initialData: null,
    gcTime: Infinity,
  });
  return {
    asked: data,
    ask: (asked: AskedFor) => cache.setQueryData<AskedFor | null>(KEY, asked),
    /** Nothing where a question stands there already. */
    askInPassing: (question: CredentialQuestionView) =>
      cache.setQueryData<AskedFor | null>(
        KEY,
        (held) => held ?? { question, comeBackTo: undefined, stays: true },
      ),
    settle: () => cache.setQueryData<AskedFor | null>(KEY, null),
  };
}
