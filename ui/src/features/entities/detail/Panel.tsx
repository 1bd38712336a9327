import { useState, type ReactNode } from 'react';
import { Separator } from '../../../components/Separator';
import { usePreferences } from '../../../app/usePreferences';
import { messages } from '../../../messages';

const words = messages.detail;
const ID = 'detail-panel';
/** In CSS pixels. */
const LEAST = 320;
const MOST = 560;
const USUAL = 372;

interface PanelProps {
  label: string;
  /** It takes the place of the grid. */
  isWide: boolean;
  children: ReactNode;
}

/** The panel beside the grid, or in its place, as wide as a person left it. */
export function Panel({ label, isWide, children }: PanelProps) {
  const { preferences, change } = usePreferences();
  const [dragged, setDragged] = useState<number>();
  const width = dragged ?? preferences?.detailWidth ?? USUAL;
  return (
    <aside
      id={ID}
      className={isWide ? 'detail wide' : 'detail'}
      // As it comes, it follows the window.
      style={isWide || width === USUAL ? undefined : { width }}
      aria-label={label}
      data-pane="detail"
    >
      {children}
      {!isWide && (
        <Separator
          label={words.resize}
          controls={ID}
          edge="left"
          width={width}
          least={LEAST}
          most={MOST}
          usual={USUAL}
          onDrag={setDragged}
          onLeft={(detailWidth) => {
            change({ detailWidth });
            setDragged(undefined);
          }}
        />
      )}
    </aside>
  );
}
