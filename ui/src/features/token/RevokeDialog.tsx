import { Confirm } from '../../components/Confirm';
import { toldWhenLate } from '../../components/toast';
import type { TokenSourceView } from '../../ipc/client';
import { useDesk } from '../../ipc/queries';
import { messages } from '../../messages';
import { useRevoke } from './queries';

const words = messages.token;

interface RevokeDialogProps {
  source: TokenSourceView;
  company: string;
  opened: boolean;
  onClose(): void;
}

/** What revoking ends, and what stays. */
export function RevokeDialog({ source, company, opened, onClose }: RevokeDialogProps) {
  const revoke = useRevoke(source, company);
  const { data } = useDesk();
  if (source.kind !== 'connection') return null;
  const connection = data?.connections.find(({ id }) => id === source.connectionId);
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={words.revokeTitle(words.kinds[source.token], company)}
      text={
        <ul className="plain-list">
          <li>{words.revokeEnds}</li>
          <li>{words.revokeSignsOut(company)}</li>
          <li>{words.revokeKeeps(connection?.unsentChanges ?? 0)}</li>
        </ul>
      }
      yes={words.revokeYes}
      cancel={messages.common.cancel}
      close={messages.common.close}
      onYes={() => void toldWhenLate(revoke.mutateAsync(), words.revoking).catch(() => undefined)}
    />
  );
}
