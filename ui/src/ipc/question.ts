// What a person is asked for where no browser is involved. It holds no secret.

import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CredentialQuestionView } from './client';

export interface AskedFor {
  question: CredentialQuestionView;
  /** Where the work goes on, if not at the connection's first rows. */
  comeBackTo: string | undefined;
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
    settle: () => cache.setQueryData<AskedFor | null>(KEY, null),
  };
}
