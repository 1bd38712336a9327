import { Menu } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import './pointMenu.css';

/** A place in the window, in its pixels. */
export interface Point {
  x: number;
  y: number;
}

interface AnchorProps {
  at: Point | undefined;
  /** What the menu is called: a menu is named by where it hangs. */
  name: string;
  /** As the menu's target gives it. */
  id?: string;
  ref?: Ref<HTMLSpanElement>;
}

/** A point in the window on which a menu hangs. It is no control, and takes none of a button's states. */
const Anchor = ({ at, name, id, ref }: AnchorProps) => (
  <span ref={ref} id={id} className="point" style={{ left: at?.x ?? 0, top: at?.y ?? 0 }}>
    {at && <span className="sr">{name}</span>}
  </span>
);

interface PointMenuProps {
  /** Nothing while it is closed. */
  at: Point | undefined;
  label: string;
  width: number;
  /** Whether the focus goes back to where it was; not where an item leads elsewhere. */
  returnFocus?: boolean;
  onClose(): void;
  children: ReactNode;
}

/** A menu where the pointer or the focus is, rather than at a button. */
export function PointMenu({
  at,
  label,
  width,
  returnFocus = true,
  onClose,
  children,
}: PointMenuProps) {
  return (
    <Menu
      opened={at !== undefined}
      onClose={onClose}
      position="bottom-start"
      offset={0}
      width={width}
      returnFocus={returnFocus}
    >
      <Menu.Target>
        <Anchor at={at} name={label} />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>{at && children}</Menu.Dropdown>
    </Menu>
  );
}
