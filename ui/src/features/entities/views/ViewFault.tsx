import { Icon } from '../../../components/Icon';
import type { SavedViewView } from '../../../ipc/client';
import { messages } from '../../../messages';
import './views.css';

/** Why a view shows no rows, if what it asks for cannot be asked here. */
export const faultOf = ({ leftOut }: SavedViewView): string | undefined =>
  leftOut.length > 0 ? messages.views.cannotAsk(leftOut) : undefined;

/** The mark of such a view. */
export const ViewFault = ({ words }: { words: string }) => (
  <span className="view-fault" title={words}>
    <Icon name="alert" size={14} />
    <span className="sr">{words}</span>
  </span>
);
