import type { ReactNode } from 'react';
import './checks.css';
import { Icon, type IconName } from './Icon';

export type CheckTone = 'good' | 'warning' | 'problem';

const ICONS: Record<CheckTone, IconName> = { good: 'check', warning: 'alert', problem: 'x' };

interface ChecksProps {
  label?: string;
  columns?: 1 | 2 | 3;
  children: ReactNode;
}

/** What was looked at, a line for each. */
export function Checks({ label, columns = 1, children }: ChecksProps) {
  return (
    <ul
      className="checks"
      aria-label={label}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {children}
    </ul>
  );
}

interface CheckProps {
  tone?: CheckTone;
  /** Read aloud before the line, where the mark alone would tell it. */
  said?: string | undefined;
  /** How it is mended, below the line. */
  mend?: string | undefined;
  children: ReactNode;
}

export function Check({ tone = 'good', said, mend, children }: CheckProps) {
  return (
    <li className={tone}>
      <Icon name={ICONS[tone]} />
      <span>
        {said && <span className="sr">{said} </span>}
        {children}
        {mend && <span className="mend">{mend}</span>}
      </span>
    </li>
  );
}
