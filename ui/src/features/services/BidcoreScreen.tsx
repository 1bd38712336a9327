import { useLocation } from 'wouter';
import { Loading } from '../../components/State';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { Frame } from '../sign-in/Frame';
import { BidcoreForm } from './BidcoreForm';
import { useNewBidcore } from './queries';

/** A new connection to BidCore. */
export function BidcoreScreen() {
  const [, go] = useLocation();
  const choices = useNewBidcore();
  const words = messages.bidcore;
  if (choices.data) return <BidcoreForm choices={choices.data} />;
  return (
    <Frame title={words.step} backLabel={words.back} onBack={() => go(paths.home)}>
      {choices.error ? (
        <ErrorNotice error={choices.error} onStep={() => void choices.refetch()} />
      ) : (
        <Loading label={messages.common.loading} />
      )}
    </Frame>
  );
}
