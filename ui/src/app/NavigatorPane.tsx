import { useClickOutside } from '@mantine/hooks';
import { useEffect, useState, type ReactNode } from 'react';
import { Separator } from '../components/Separator';
import { messages } from '../messages';
import { useNavigator } from './useNavigator';

const LEAST = 180;
const MOST = 360;
const USUAL = 224;

interface NavigatorPaneProps {
  /** What is shown beside it; when it changes, a navigator that lies over it is put away. */
  of: string;
  children: ReactNode;
}

/** The place of the navigator: as wide as a person leaves it, folded with Ctrl B. */
export function NavigatorPane({ of, children }: NavigatorPaneProps) {
  const { open, isNarrow, width, putAway, setWidth } = useNavigator();
  const [dragged, setDragged] = useState<number>();
  const pane = useClickOutside(() => isNarrow && putAway());
  useEffect(putAway, [of]); // eslint-disable-line react-hooks/exhaustive-deps -- only when another list is shown
  if (!open) return null;
  const shown = dragged ?? width;
  return (
    <div
      ref={pane}
      id="navigator"
      className={shown === USUAL ? 'nav-pane usual' : 'nav-pane'}
      style={isNarrow || shown === USUAL ? undefined : { width: shown }}
      onKeyDown={(event) => isNarrow && event.key === 'Escape' && putAway()}
    >
      {children}
      {!isNarrow && (
        <Separator
          label={messages.rail.navigatorWidth}
          controls="navigator"
          edge="right"
          width={shown}
          least={LEAST}
          most={MOST}
          usual={USUAL}
          onDrag={setDragged}
          onLeft={(left) => {
            setDragged(undefined);
            setWidth(left);
          }}
        />
      )}
    </div>
  );
}
