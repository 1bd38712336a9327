import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { MenuAnchor } from './MenuAnchor';
import './pointMenu.css';

/** A place in the window, in its pixels. */
export interface Point {
  x: number;
  y: number;
}

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
        <MenuAnchor at={at} name={label} />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>{at && children}</Menu.Dropdown>
    </Menu>
  );
}
