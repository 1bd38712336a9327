import type { Ref } from 'react';
import type { Point } from './PointMenu';

interface MenuAnchorProps {
  at: Point | undefined;
  /** What the menu is called: a menu is named by where it hangs. */
  name: string;
  /** As the menu's target gives it. */
  id?: string;
  ref?: Ref<HTMLSpanElement>;
}

/** A point in the window on which a menu hangs. It is no control, and takes none of a button's states. */
export const MenuAnchor = ({ at, name, id, ref }: MenuAnchorProps) => (
  <span ref={ref} id={id} className="point" style={{ left: at?.x ?? 0, top: at?.y ?? 0 }}>
    {at && <span className="sr">{name}</span>}
  </span>
);
