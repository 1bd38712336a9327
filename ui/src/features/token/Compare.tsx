import { Button } from '../../components/Button';
import { Loading } from '../../components/State';
import { useKeys } from '../../components/useKeys';
import { useLate } from '../../components/useLate';
import { ErrorNotice } from '../../errors/ErrorNotice';
import type { ListedTokenView, TokenSourceView } from '../../ipc/client';
import { messages } from '../../messages';
import { visit } from '../../place';
import { Compared } from './Compared';
import { useComparison } from './queries';
import { comparisonOf, isSame, placeOf } from './source';
import { fullTitle } from './titles';

const words = messages.token;

interface CompareProps {
  first: TokenSourceView;
  second: TokenSourceView;
  tokens: ListedTokenView[];
}

/** Two tokens side by side: what the differences mean, then claim by claim. */
export function Compare({ first, second, tokens }: CompareProps) {
  const comparison = useComparison(first, second);
  const isLate = useLate(comparison.isPending);
  const back = () => visit(placeOf(first));
  useKeys({ escape: back });
  const titleOf = (source: TokenSourceView) => {
    const listed = tokens.find((one) => isSame(one.source, source));
    return listed ? fullTitle(listed) : words.title;
  };
  return (
    <>
      <header className="topbar">
        <h1 className="t2 nowrap">{words.compareTitle}</h1>
        <span className="grow" />
        <Button icon="sort" onClick={() => visit(comparisonOf(second, first), { replace: true })}>
          {words.swap}
        </Button>
        <Button icon="cl" keys="Esc" onClick={back}>
          {words.compareBack}
        </Button>
      </header>
      {isLate && <Loading label={messages.common.loading} />}
      {comparison.isError && (
        <ErrorNotice error={comparison.error} onStep={() => void comparison.refetch()} />
      )}
      {comparison.data && (
        <Compared comparison={comparison.data} first={titleOf(first)} second={titleOf(second)} />
      )}
    </>
  );
}
