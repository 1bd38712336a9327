import { Menu } from '@mantine/core';
import type { ListedTokenView, TokenSourceView } from '../../ipc/client';
import { messages } from '../../messages';
import { visit } from '../../place';
import { Named } from './Named';
import { comparisonOf, isSame, placeOf } from './source';
import { fullTitle } from './titles';
import { useBringing } from './useBringing';

const words = messages.token;

/** The other token: one of the list, or the one on the clipboard. */
export function CompareMenu(props: { source: TokenSourceView; tokens: ListedTokenView[] }) {
  const { source, tokens } = props;
  const compareWith = (other: TokenSourceView) => visit(comparisonOf(source, other));
  const bring = useBringing(compareWith);
  const others = tokens.filter((one) => !isSame(one.source, source));
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <Named icon="layers" label={words.compare} />
      </Menu.Target>
      <Menu.Dropdown aria-label={words.compare} className="compare-menu">
        <Menu.Item onClick={() => void bring.paste()}>{words.comparePaste}</Menu.Item>
        {others.length > 0 && <Menu.Label>{words.compareOthers}</Menu.Label>}
        {others.map((one) => (
          <Menu.Item key={placeOf(one.source)} onClick={() => compareWith(one.source)}>
            {fullTitle(one)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
