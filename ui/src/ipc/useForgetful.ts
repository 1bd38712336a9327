import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

/** A call whose arguments hold a secret: they are forgotten as soon as it is answered. */
export function useForgetful<Request, Answer>(
  call: (request: Request) => Promise<Answer>,
  onAnswer: (answer: Answer) => void,
) {
  const [error, setError] = useState<unknown>(null);
  const { mutateAsync, reset, isPending } = useMutation({ mutationFn: call, gcTime: 0 });
  const send = (request: Request) => {
    setError(null);
    mutateAsync(request).then(onAnswer, setError).finally(reset);
  };
  return { send, error, isPending };
}
