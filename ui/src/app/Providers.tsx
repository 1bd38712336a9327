import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { theme } from './theme';
import { useAppearance } from './useAppearance';

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
          mutations: { networkMode: 'always' },
        },
      }),
  );
  return (
    <QueryClientProvider client={client}>
      <Look>{children}</Look>
    </QueryClientProvider>
  );
}

function Look({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} forceColorScheme={useAppearance()}>
      <Notifications position="bottom-right" zIndex={400} />
      {children}
    </MantineProvider>
  );
}
