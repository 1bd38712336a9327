import type { ReactNode } from 'react';
import { Redirect } from 'wouter';
import { useConnection } from '../../ipc/queries';
import { paths } from '../../paths';

interface PreviewedProps {
  connectionId: string;
  children: ReactNode;
}

/** Rows of a connection, once somebody looked at the first ones. */
export function Previewed({ connectionId, children }: PreviewedProps) {
  const connection = useConnection(connectionId);
  if (connection?.needsPreview) return <Redirect to={paths.answers(connectionId)} replace />;
  return children;
}
