import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { commands, type ConnectRequest } from '../../ipc/client';
import { newConnection } from '../../ipc/fake/new-connection';
import { useConnect } from './queries';

afterEach(() => vi.restoreAllMocks());

it('neither a secret nor what came of it stays in memory once it was answered', async () => {
  const client = new QueryClient();
  const request: ConnectRequest = {
    form: newConnection().form,
    clientSecret: 'hush',
    follows: null,
    keepSecret: false,
  };
  vi.spyOn(commands, 'connect').mockRejectedValueOnce(new Error('refused'));
  const onBegun = vi.fn();
  const { result } = renderHook(() => useConnect(onBegun), {
    wrapper: ({ children }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  });
  act(() => result.current.send(request));
  await waitFor(() => expect(result.current.error).toEqual(new Error('refused')));
  await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]));
  act(() => result.current.send(request));
  await waitFor(() => expect(onBegun).toHaveBeenCalledTimes(1));
  expect(result.current.error).toBeNull();
  await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]));
});
