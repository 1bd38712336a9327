import { Loading } from '../../components/State';
import { messages } from '../../messages';

export const LoadingPart = () => <Loading label={messages.common.loading} />;
